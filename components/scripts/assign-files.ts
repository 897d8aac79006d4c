/** A file field, as far as it decides which files it gets. */
export interface FileField {
  /** Its label, its option and its help. */
  text: string;
  /** What the field accepts, as in HTML: ".csv,image/*"; "" for anything. */
  accept: string;
  takesMany: boolean;
  isEmpty: boolean;
}

interface FileToAssign {
  name: string;
  /** The media type that the browser knows; "" if it knows none. */
  type: string;
}

/** The words by which texts call files of these extensions, besides the extension itself. */
const words: Record<string, string[]> = {
  fa: ["fasta"],
  fna: ["fasta"],
  faa: ["fasta"],
  fq: ["fastq"],
  htm: ["html"],
  jpg: ["jpeg", "image", "picture", "photo"],
  jpeg: ["jpg", "image", "picture", "photo"],
  png: ["image", "picture", "photo"],
  tif: ["tiff", "image", "picture"],
  tiff: ["tif", "image", "picture"],
  tsv: ["table"],
  csv: ["table"],
  xlsx: ["excel", "spreadsheet", "table"],
  txt: ["text"],
  yml: ["yaml"],
};
const extensions =
  "bam bed csv fasta fastq gff gz html jpeg jpg json pdf png sam tar tiff toml tsv txt vcf xlsx xml yaml zip";
const namesType = new RegExp(`\\b(?:${extensions.replaceAll(" ", "|")})\\b`, "i");

/**
 * Which field each of several files goes to, by position; null for a file that no field takes. A field whose text names
 * the type of a file comes first, then one that is empty. A field for one file gets only one of them.
 */
export function assignFiles(files: readonly FileToAssign[], fields: readonly FileField[]): (number | null)[] {
  const result = files.map((): number | null => null);
  const taken = new Set<number>();
  const pairs = files.flatMap((file, fileIndex) =>
    fields.flatMap((field, fieldIndex) => {
      const rank = accepts(field, file) ? rankOf(field, file) : null;
      return rank === null ? [] : [{ fileIndex, fieldIndex, rank }];
    }),
  );
  // Sorting is stable: what ranks the same stays in the order of the files, then in that of the fields.
  for (const { fileIndex, fieldIndex } of pairs.toSorted((left, right) => left.rank - right.rank)) {
    if (result[fileIndex] !== null || taken.has(fieldIndex)) continue;
    result[fileIndex] = fieldIndex;
    if (!fields[fieldIndex]?.takesMany) taken.add(fieldIndex);
  }
  return result;
}

function accepts({ accept }: FileField, { name, type }: FileToAssign): boolean {
  const accepted = accept.split(",").map((one) => one.trim().toLowerCase());
  if (accept.trim() === "") return true;
  return accepted.some((one) => {
    if (one.startsWith(".")) return name.toLowerCase().endsWith(one);
    return one.endsWith("/*") ? type.startsWith(one.slice(0, -1)) : type === one;
  });
}

/** Lower ranks come first. */
function rankOf({ text, accept, takesMany, isEmpty }: FileField, { name }: FileToAssign): number {
  const filled = isEmpty || takesMany ? 0 : 1;
  const found = extensionsOf(name).some((extension) =>
    [extension, ...(words[extension] ?? [])].some((word) => new RegExp(`\\b${word}s?\\b`, "i").test(text)),
  );
  if (found || accept !== "") return filled;
  return (namesType.test(text) ? 4 : 2) + filled;
}

/** "reads.fastq.gz" is both: fastq and gz. */
function extensionsOf(name: string): string[] {
  return name
    .toLowerCase()
    .split(".")
    .slice(1)
    .slice(-2)
    .filter((one) => /^[a-z0-9]{1,8}$/.test(one));
}
