import type { PreviewedFile } from "./preview-kind";
import type { ReaderName } from "./worker/protocol";

/** The endings of a file's name, in lower case; `gz` is a compressed file of the same format. */
const textReaders: [pattern: RegExp, reader: ReaderName][] = [
  [/\.ipynb$/, "notebook"],
  [/\.vcf(\.b?gz)?$/, "vcf"],
  [/\.(bed|bedgraph|narrowpeak|broadpeak)(\.b?gz)?$/, "bed"],
  [/\.(gff|gff3|gtf)(\.b?gz)?$/, "gff"],
  [/\.sam(\.b?gz)?$/, "sam"],
  [/\.(csv|tsv|tab)\.b?gz$/, "delimited"],
];
const binaryReaders: [pattern: RegExp, reader: ReaderName][] = [
  [/\.(parquet|parq|pq)$/, "parquet"],
  [/\.(xlsx|xlsm)$/, "workbook"],
  [/\.(tar|tgz|tar\.gz)$/, "tar"],
  [/\.(zip|whl|jar|npz)$/, "zip"],
];
/** Archives by their signature, whatever their name. */
const archives: Record<string, ReaderName> = { "application/zip": "zip", "application/x-tar": "tar" };

/** The reader for a file that a worker opens in the browser; null for a file that is shown in another way. */
export function readerOf({
  path,
  kind,
  mediaType,
}: Pick<PreviewedFile, "path" | "kind" | "mediaType">): ReaderName | null {
  const name = path.toLowerCase();
  const find = (readers: typeof textReaders) => readers.find(([pattern]) => pattern.test(name))?.[1];
  const isBinary = kind === "archive" || kind === "other";
  const text = isBinary || kind === "text" || kind === "table" || kind === "json" ? find(textReaders) : undefined;
  if (text) return text;
  if (!isBinary) return null;
  return find(binaryReaders) ?? (kind === "archive" ? (archives[mediaType] ?? null) : null);
}
