import { findSeparator, readRows } from "@/server/files/table-text";
import type { RangedFile } from "./ranged-file";
import { COLUMNS_MAX, type RowBatch, type TableSource } from "./table-source";
import { readTextChunks, splitChunks } from "./text-chunks";

/** A table as text with separators: CSV, TSV and what spreadsheets make of them. */
export async function openDelimited(file: RangedFile, path: string): Promise<TableSource> {
  let header: string[] = [];
  for await (const { rows } of readBatches(file, path)) {
    header = rows[0] ?? [];
    break;
  }
  return {
    columns: header.slice(0, COLUMNS_MAX),
    hiddenColumns: Math.max(0, header.length - COLUMNS_MAX),
    rowCount: null,
    batches: () => withoutHeader(readBatches(file, path)),
  };
}

async function* readBatches(file: RangedFile, path: string): AsyncGenerator<RowBatch> {
  let separator: string | null = null;
  const take = ({ text, isLast }: { text: string; isLast: boolean }) => {
    separator ??= findSeparator(text);
    const { rows, used } = readRows(text, { separator, rowsMax: Number.POSITIVE_INFINITY, isLast });
    return { items: rows, used };
  };
  for await (const { items, progress } of splitChunks(readTextChunks(file, path), take)) {
    if (items.length > 0) yield { rows: items, progress };
  }
}

async function* withoutHeader(batches: AsyncGenerator<RowBatch>): AsyncGenerator<RowBatch> {
  let isFirst = true;
  for await (const { rows, progress } of batches) {
    yield { rows: isFirst ? rows.slice(1) : rows, progress };
    isFirst = false;
  }
}
