import { type FileMetaData, parquetMetadata, parquetSchema } from "hyparquet";
import { type RowRange, readColumn } from "./parquet-column";
import { checkThrift } from "./parquet-guard";
import { PreviewProblem } from "./problem";
import type { RangedFile } from "./ranged-file";
import { showValue } from "./show-value";
import { COLUMNS_MAX, type RowBatch, type TableSource } from "./table-source";

/** The metadata of a file with thousands of columns or row groups has some megabytes. */
const FOOTER_BYTES = { first: 64 * 1024, max: 32 * 1024 * 1024 };
const BATCH_ROWS = { first: 201, next: 2_000 };

/** A Parquet file as a table; of a large one, only its metadata and the needed parts of its columns are loaded. */
export async function openParquet(file: RangedFile): Promise<TableSource> {
  const metadata = await readMetadata(file);
  const names = parquetSchema(metadata).children.map(({ element }) => element.name);
  const opened = { file, metadata, columns: names.slice(0, COLUMNS_MAX) };
  return {
    columns: opened.columns,
    hiddenColumns: names.length - opened.columns.length,
    rowCount: Number(metadata.num_rows),
    batches: () => readBatches(opened),
    columnCells: (column) => readCells(opened, column),
  };
}

interface OpenFile {
  file: RangedFile;
  metadata: FileMetaData;
  columns: string[];
}

async function* readBatches({ file, metadata, columns }: OpenFile): AsyncGenerator<RowBatch> {
  const count = Number(metadata.num_rows);
  for (let start = 0; start < count; ) {
    const end = Math.min(count, start + (start === 0 ? BATCH_ROWS.first : BATCH_ROWS.next));
    const values = await Promise.all(columns.map((name) => readRange({ file, metadata, name }, start, end)));
    const rows = Array.from({ length: end - start }, (_, row) => values.map((column) => showValue(column[row])));
    yield { rows, progress: end / count };
    start = end;
  }
}

interface OpenColumn {
  file: RangedFile;
  metadata: FileMetaData;
  name: string;
}

/** The values of a column in some rows, from the row groups that contain them. */
async function readRange({ file, metadata, name }: OpenColumn, start: number, end: number): Promise<unknown[]> {
  const values: unknown[] = [];
  let groupStart = 0;
  for (const [group, { num_rows }] of metadata.row_groups.entries()) {
    const groupEnd = groupStart + Number(num_rows);
    const range: RowRange = { start: Math.max(start - groupStart, 0), end: Math.min(end, groupEnd) - groupStart };
    if (range.start < range.end) values.push(...(await readColumn(file, metadata, { name, group, range })));
    groupStart = groupEnd;
    if (groupStart >= end) break;
  }
  return values;
}

/** All cells of a column, one row group after another. */
async function* readCells({ file, metadata, columns }: OpenFile, column: number): AsyncGenerator<string[]> {
  const name = columns[column] ?? "";
  for (const [group, { num_rows }] of metadata.row_groups.entries()) {
    const range = { start: 0, end: Number(num_rows) };
    const values = range.end > 0 ? await readColumn(file, metadata, { name, group, range }) : [];
    yield values.map(showValue);
  }
}

async function readMetadata(file: RangedFile): Promise<FileMetaData> {
  const tail = await file.read(Math.max(0, file.sizeBytes - FOOTER_BYTES.first), file.sizeBytes);
  try {
    const length = new DataView(tail.buffer, tail.byteOffset).getUint32(tail.length - 8, true) + 8;
    if (length > file.sizeBytes) throw new PreviewProblem("damaged");
    if (length > FOOTER_BYTES.max) throw new PreviewProblem("tooLarge");
    const footer =
      length <= tail.length ? tail.slice(-length) : await file.read(file.sizeBytes - length, file.sizeBytes);
    checkThrift(new DataView(footer.buffer, footer.byteOffset, footer.byteLength - 8), 0);
    return parquetMetadata(footer.buffer.slice(footer.byteOffset, footer.byteOffset + footer.byteLength));
  } catch (cause) {
    if (cause instanceof PreviewProblem) throw cause;
    throw new PreviewProblem("damaged", { cause });
  }
}
