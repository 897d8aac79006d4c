import { type Compressors, type FileMetaData, parquetRead, parquetSchema, snappyUncompress } from "hyparquet";
import {
  decompressBrotli,
  decompressGzip,
  decompressLz4,
  decompressLz4Raw,
  decompressZstd,
} from "hyparquet-compressors";
import { findPages, PAGE_BYTES_MAX } from "./parquet-guard";
import { PreviewProblem } from "./problem";
import type { RangedFile } from "./ranged-file";

/** Rows of one row group. */
export interface RowRange {
  start: number;
  end: number;
}

interface Part {
  name: string;
  /** The index of the row group. */
  group: number;
  range: RowRange;
}

/** How much is loaded after the dictionary of a column, and again whenever a page's header is beyond what is loaded. */
const STEP_BYTES = 64 * 1024;

/** The values of a column in rows of a row group; only the pages up to the last of these rows are loaded. */
export async function readColumn(file: RangedFile, metadata: FileMetaData, part: Part): Promise<unknown[]> {
  const { isFlat, ...chunk } = findChunk(metadata, part);
  const { start, sizeBytes } = chunk;
  if (!(start >= 0 && sizeBytes >= 0 && start + sizeBytes <= file.sizeBytes)) throw new PreviewProblem("damaged");
  const needed = isFlat ? part.range.end : Number.POSITIVE_INFINITY;
  try {
    const bytes = await readPages({ file, ...chunk }, needed);
    return await decode(bytes, { metadata: onlyChunk(metadata, part, bytes.length), part, start });
  } catch (cause) {
    if (cause instanceof PreviewProblem) throw cause;
    const isUnsupported = cause instanceof Error && cause.message.includes("unsupported");
    throw new PreviewProblem(isUnsupported ? "unsupported" : "damaged", { cause });
  }
}

function findChunk(metadata: FileMetaData, { name, group }: Part) {
  const [first, ...others] = chunksOf(metadata, { name, group });
  const meta = first?.meta_data;
  if (!meta) throw new PreviewProblem("damaged");
  const top = parquetSchema(metadata).children.find(({ element }) => element.name === name);
  // Of a column with lists or structures, the library reads all pages; its parts follow one another in the file.
  const isFlat = others.length === 0 && top?.children.length === 0 && top.element.repetition_type !== "REPEATED";
  const all = [first, ...others].map((chunk) => {
    const start = Number(chunk?.meta_data?.dictionary_page_offset || chunk?.meta_data?.data_page_offset);
    return { start, end: start + Number(chunk?.meta_data?.total_compressed_size) };
  });
  const start = Math.min(...all.map((each) => each.start));
  const sizeBytes = Math.max(...all.map((each) => each.end)) - start;
  const dictionaryBytes = Math.min(Math.max(Number(meta.data_page_offset) - start, 0), sizeBytes);
  return { start, sizeBytes, dictionaryBytes, isFlat };
}

function chunksOf(metadata: FileMetaData, { name, group }: Pick<Part, "name" | "group">) {
  return (metadata.row_groups[group]?.columns ?? []).filter(({ meta_data }) => meta_data?.path_in_schema[0] === name);
}

interface Chunk {
  file: RangedFile;
  start: number;
  sizeBytes: number;
  /** What comes before the first page of data. */
  dictionaryBytes: number;
}

async function readPages(
  { file, start, sizeBytes, dictionaryBytes }: Chunk,
  needed: number,
): Promise<Uint8Array<ArrayBuffer>> {
  for (let length = needed === Number.POSITIVE_INFINITY ? sizeBytes : dictionaryBytes + STEP_BYTES; ; ) {
    if (length > PAGE_BYTES_MAX) throw new PreviewProblem("tooLarge");
    const bytes = await file.read(start, start + Math.min(length, sizeBytes));
    const pages = findPages(bytes, needed);
    if (pages.isComplete) return bytes.subarray(0, pages.end);
    if (bytes.length >= sizeBytes) {
      // All pages were needed, and nothing remains after the last one.
      if (needed === Number.POSITIVE_INFINITY && pages.end === bytes.length) return bytes;
      throw new PreviewProblem("damaged");
    }
    if (pages.end > sizeBytes) throw new PreviewProblem("damaged");
    length = Math.max(pages.end + STEP_BYTES, length + STEP_BYTES);
  }
}

/** The metadata of a file of which only one column of one row group exists, and of that only its start. */
function onlyChunk(metadata: FileMetaData, part: Part, bytes: number): FileMetaData {
  const row_groups = metadata.row_groups.slice(part.group, part.group + 1).map((group) => ({
    ...group,
    columns: chunksOf(metadata, part).map((chunk) => {
      const meta = chunk.meta_data;
      const size = BigInt(Math.min(Number(meta?.total_compressed_size), bytes));
      return meta ? { ...chunk, meta_data: { ...meta, total_compressed_size: size } } : chunk;
    }),
  }));
  return { ...metadata, row_groups };
}

interface Decoding {
  metadata: FileMetaData;
  part: Part;
  /** Where the bytes start in the file. */
  start: number;
}

async function decode(bytes: Uint8Array<ArrayBuffer>, { metadata, part, start }: Decoding): Promise<unknown[]> {
  let rows: unknown[][] = [];
  await parquetRead({
    file: {
      byteLength: start + bytes.length,
      slice: (from, to = start + bytes.length) => {
        const slice = bytes.slice(from - start, to - start);
        return slice.buffer;
      },
    },
    metadata,
    compressors,
    columns: [part.name],
    rowStart: part.range.start,
    rowEnd: part.range.end,
    onComplete: (read) => {
      rows = read;
    },
  });
  return rows.map(([value]) => value);
}

/** Each one writes into a buffer of the size that the page claims, which `findPages` has limited. */
const compressors: Compressors = {
  SNAPPY: (input, length) => {
    const output = new Uint8Array(length);
    snappyUncompress(input, output);
    return output;
  },
  GZIP: decompressGzip,
  ZSTD: (input, length) => decompressZstd(input, new Uint8Array(length)),
  BROTLI: decompressBrotli,
  LZ4: decompressLz4,
  LZ4_RAW: decompressLz4Raw,
};
