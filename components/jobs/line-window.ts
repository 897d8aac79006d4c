/** Pixels of one row of the terminal; the style sheet's `leading-5` says the same. */
export const rowHeight = 20;
/** Logs up to here are drawn whole, so that the browser's own search and selection reach everything. */
export const drawnWholeMax = 1500;

export interface Viewport {
  top: number;
  height: number;
  /** Characters in a row; 0 when lines are not wrapped. */
  columns: number;
}

/** Rows before each line, kept up as lines come: `rows[i]` is the first row of line i, and the last entry the total. */
export interface RowIndex {
  columns: number;
  rows: number[];
}

export function createRowIndex(columns: number): RowIndex {
  return { columns, rows: [0] };
}

/** Extends the index to `lengths` lines; the last known line is measured again, since it may have grown. */
export function measureRows(index: RowIndex, count: number, lengthOf: (line: number) => number): void {
  const { rows, columns } = index;
  const from = Math.max(0, Math.min(rows.length - 2, count));
  rows.length = from + 1;
  for (let line = from; line < count; line++) {
    const rowsOfLine = columns === 0 ? 1 : Math.max(1, Math.ceil(lengthOf(line) / columns));
    rows.push((rows[line] ?? 0) + rowsOfLine);
  }
}

/** Forgets the rows from a line on: what is known of it has changed. */
export function forgetRows(index: RowIndex, line: number): void {
  index.rows.length = Math.min(index.rows.length, line + 1);
}

/** The lines to draw for a viewport, with some rows to spare on both sides. */
export function visibleLines(index: RowIndex, view: Viewport): { first: number; end: number } {
  const count = index.rows.length - 1;
  if (count <= drawnWholeMax) return { first: 0, end: count };
  const spare = 30;
  const first = lineAtRow(index, Math.floor(view.top / rowHeight) - spare);
  const end = lineAtRow(index, Math.ceil((view.top + view.height) / rowHeight) + spare) + 1;
  return { first, end: Math.min(count, end) };
}

/** The line that covers a row, by bisection. */
export function lineAtRow({ rows }: RowIndex, row: number): number {
  let low = 0;
  let high = Math.max(0, rows.length - 2);
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((rows[middle] ?? 0) <= row) low = middle;
    else high = middle - 1;
  }
  return low;
}
