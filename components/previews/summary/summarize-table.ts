import { ROWS_MAX, type TableSource } from "../read/table-source";
import { type ColumnFigures, ColumnSummary } from "./column-summary";
import { RowSample } from "./row-sample";

/** What is known about a table after it has been read. */
export interface TableSummary {
  columns: ColumnFigures[];
  rowCount: number;
  /** The table has further rows, which were not read. */
  hasMoreRows: boolean;
  /** Rows for a plot. */
  sample: string[][];
}

/** Of all columns together: 160 MB. */
const VALUES_MAX = 20_000_000;
/** A plot does not need the rest of a longer text. */
const SAMPLED_CHARACTERS_MAX = 100;

/** Reads up to 1,000,000 rows of a table once, for statistics of its columns and for a sample of its rows. */
export async function summarizeTable(
  source: TableSource,
  onProgress: (progress: number) => void,
): Promise<TableSummary> {
  const valuesMax = Math.min(ROWS_MAX, Math.floor(VALUES_MAX / Math.max(1, source.columns.length)));
  const summaries = source.columns.map((name) => new ColumnSummary(name, valuesMax));
  const read = source.columnCells ? readColumns : readRows;
  const { sample, ...counts } = await read(source, summaries, onProgress);
  const columns = summaries.map((summary) => summary.finish());
  return { columns, ...counts, sample: sample.map((row) => row.map((cell) => cell.slice(0, SAMPLED_CHARACTERS_MAX))) };
}

type Reading = Omit<TableSummary, "columns">;
type OnProgress = (progress: number) => void;

async function readRows(source: TableSource, summaries: ColumnSummary[], onProgress: OnProgress): Promise<Reading> {
  const sample = new RowSample<string[]>();
  let rowCount = 0;
  let hasMoreRows = false;
  for await (const { rows, progress } of source.batches()) {
    const taken = rows.slice(0, ROWS_MAX - rowCount);
    hasMoreRows = taken.length < rows.length;
    rowCount += taken.length;
    for (const row of taken) {
      for (const [index, summary] of summaries.entries()) summary.add(row[index] ?? "");
      sample.add(row);
    }
    onProgress(Math.max(progress, rowCount / ROWS_MAX));
    if (hasMoreRows) break;
  }
  return { rowCount, hasMoreRows, sample: sample.items() };
}

/** Column by column: a row group of all columns would not fit into the memory. */
async function readColumns(source: TableSource, summaries: ColumnSummary[], onProgress: OnProgress): Promise<Reading> {
  const rowCount = Math.min(source.rowCount ?? 0, ROWS_MAX);
  const indexes = new RowSample<number>();
  for (let index = 0; index < rowCount; index += 1) indexes.add(index);
  const sampled = new Map(indexes.items().map((index, position) => [index, position]));
  const sample = Array.from(sampled, () => summaries.map(() => ""));
  for (const [column, summary] of summaries.entries()) {
    let index = 0;
    for await (const cells of source.columnCells?.(column) ?? []) {
      for (const cell of cells.slice(0, rowCount - index)) {
        summary.add(cell);
        const row = sample[sampled.get(index) ?? -1];
        if (row) row[column] = cell;
        index += 1;
      }
      onProgress((column + index / rowCount) / summaries.length);
      if (index >= rowCount) break;
    }
  }
  return { rowCount, hasMoreRows: rowCount < (source.rowCount ?? 0), sample };
}
