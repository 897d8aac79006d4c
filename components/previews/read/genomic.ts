import { cutCell } from "@/server/files/table-text";
import type { RangedFile } from "./ranged-file";
import { COLUMNS_MAX, type RowBatch, type TableSource } from "./table-source";
import { readTextChunks, splitChunks } from "./text-chunks";

export type GenomicFormat = "vcf" | "bed" | "gff" | "sam";

interface Layout {
  /** Lines that are not rows. */
  comment: RegExp;
  /** The names of the columns, as the format's specification has them. */
  columns: string[];
  /** The name for what follows after the last column; it contains all of it. */
  others?: string;
}

const layouts = new Map<GenomicFormat, Layout>([
  ["vcf", { comment: /^#/, columns: ["CHROM", "POS", "ID", "REF", "ALT", "QUAL", "FILTER", "INFO", "FORMAT"] }],
  [
    "bed",
    {
      comment: /^(#|track\b|browser\b|\s*$)/,
      columns: [
        ...["chrom", "chromStart", "chromEnd", "name", "score", "strand"],
        ...["thickStart", "thickEnd", "itemRgb", "blockCount", "blockSizes", "blockStarts"],
      ],
    },
  ],
  [
    "gff",
    {
      comment: /^(#|\s*$)/,
      columns: ["seqid", "source", "type", "start", "end", "score", "strand", "phase", "attributes"],
    },
  ],
  [
    "sam",
    {
      comment: /^@[A-Z]{2}(\t|$)/,
      columns: ["QNAME", "FLAG", "RNAME", "POS", "MAPQ", "CIGAR", "RNEXT", "PNEXT", "TLEN", "SEQ", "QUAL"],
      others: "TAGS",
    },
  ],
]);

/** Variants, intervals, features or alignments as a table. Its text has no quotes: each tab separates two cells. */
export async function openGenomic(file: RangedFile, path: string, format: GenomicFormat): Promise<TableSource> {
  const layout = layouts.get(format) ?? { comment: /^#/, columns: [] };
  let columns: string[] | null = null;
  let width = 0;
  for await (const { items } of readLines(file, path)) {
    if (format === "vcf") columns ??= readVcfHeader(items);
    width = Math.max(0, ...items.filter((line) => isRow(line, layout)).map((line) => splitLine(line, layout).length));
    if (width > 0) break;
  }
  columns ??= nameColumns(layout, width);
  return {
    columns: columns.slice(0, COLUMNS_MAX),
    hiddenColumns: Math.max(0, columns.length - COLUMNS_MAX),
    rowCount: null,
    batches: () => readRows(file, path, layout),
  };
}

async function* readRows(file: RangedFile, path: string, layout: Layout): AsyncGenerator<RowBatch> {
  for await (const { items, progress } of readLines(file, path)) {
    // A GFF file may end with the sequences that it describes.
    const end = items.indexOf("##FASTA");
    const lines = end < 0 ? items : items.slice(0, end);
    yield { rows: lines.filter((line) => isRow(line, layout)).map((line) => splitLine(line, layout)), progress };
    if (end >= 0) return;
  }
}

function readLines(file: RangedFile, path: string) {
  return splitChunks(readTextChunks(file, path), ({ text, isLast }) => {
    const used = isLast ? text.length : text.lastIndexOf("\n") + 1;
    return { items: text.slice(0, used).split(/\r?\n/), used };
  });
}

function isRow(line: string, { comment }: Layout): boolean {
  return line !== "" && !comment.test(line);
}

function splitLine(line: string, { columns, others }: Layout): string[] {
  // The specification of BED allows spaces in place of tabs.
  const cells = line.includes("\t") ? line.split("\t") : line.split(/ +/);
  if (!others || cells.length <= columns.length) return cells.slice(0, COLUMNS_MAX).map(cutCell);
  return [...cells.slice(0, columns.length), cells.slice(columns.length).join(" ")].map(cutCell);
}

function nameColumns({ columns, others }: Layout, width: number): string[] {
  const names = others ? [...columns, others] : columns;
  return Array.from({ length: width }, (_, index) => names[index] ?? String(index + 1));
}

/** The names in a VCF file's own header, which has those of the samples; null if there is none. */
function readVcfHeader(lines: string[]): string[] | null {
  const header = lines.find((line) => line.startsWith("#CHROM"));
  return header ? header.slice(1).split("\t").map(cutCell) : null;
}
