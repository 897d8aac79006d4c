const general = "file files filename filenames filepath filepaths infile infiles inputfile inputfiles path paths";
const logs = "log logfile outfile outputfile";
const data =
  "csv tsv txt json jsonl ndjson geojson yaml yml toml ini cfg conf config xml html parquet feather arrow xlsx xls ods sqlite pdf docx odt pptx md rst tex bib ipynb zip tar tgz gz bz2";
const sciences =
  "fasta fastq fq fa fna faa ffn frn bam sam cram vcf bcf bed bedgraph bigwig gtf gff gff3 maf newick nwk phylip nexus clustal pdb cif mmcif sdf mol2 mzml mzxml mgf mztab npy npz h5 hdf5 h5ad loom nc netcdf mat rds rdata pkl pickle dcm dicom nii nifti shp kml gpx las fits vtk stl ply";
const media =
  "png jpg jpeg gif svg bmp tif tiff webp image images photo picture wav mp3 flac ogg mp4 avi mov mkv video audio";
const tables =
  "samplesheet spreadsheet manifest logfile cfgfile configfile fastafile fastqfile csvfile jsonfile bamfile vcffile bedfile reads";

const setOf = (...lists: string[]) => new Set(lists.join(" ").split(" "));

/** The ends of names that mean a file: words for files, and the formats of data, sciences and media. */
export const fileWords: ReadonlySet<string> = setOf(general, logs, data, sciences, media, tables);

const formats = setOf(data, sciences, media);

export const folderWords: ReadonlySet<string> = setOf(
  "dir dirs directory directories folder folders outdir indir workdir rootdir basedir tmpdir datadir inputdir outputdir",
);

export const outputWords: ReadonlySet<string> = setOf(
  "o out output outputs outfile outputfile outfilename dest destination log logfile save saveas export report write",
);

/** The ends of names that mean a text about files or anything else, never a file. */
export const textWords: ReadonlySet<string> = setOf(
  "string strings str text texts prefix suffix stem format formats type types ext extension extensions size count number num len length width height sep separator delimiter delim column columns col cols field fields encoding pattern regex glob mode level key keys title label labels index idx url uri host port user version limit id ids tag tags line lines row rows sheet query expression expr color colour quality compression indent schema method style",
);

/** Whether the ending of a file name is that of a known format. */
export function decides(ending: string): boolean {
  return formats.has(ending.toLowerCase());
}

/** `--inputFile1` → input, file. */
export function wordsOf(name: string): string[] {
  if (fileWords.has(name.toLowerCase())) return [name.toLowerCase()];
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .map((word) => (fileWords.has(word) ? word : word.replace(/\d+$/, "")))
    .filter((word) => word !== "" && !/^(?:r|s|opt|arg|args|to|the|a|b)$/.test(word));
}
