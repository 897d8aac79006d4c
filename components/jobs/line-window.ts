/** The height of a row in pixels, which is that of the class `leading-5`. */
export const rowHeight = 20;
/** Shorter logs are rendered in full, so that the browser's search and selection include everything. */
export const fullyRenderedMax = 1500;

export interface Viewport {
  top: number;
  height: number;
  /** Characters per row; 0 if lines are not wrapped. */
  columns: number;
}

/** The first row of each line. The last entry is the total number of rows. */
export interface RowIndex {
  columns: number;
  rows: number[];
}

export function createRowIndex(columns: number): RowIndex {
  return { columns, rows: [0] };
}

/** Extends the index to `count` lines. The last line is measured once more because it may have grown. */
export function measureRows(index: RowIndex, count: number, lengthOf: (line: number) => number): void {
  const { rows, columns } = index;
  const from = Math.max(0, Math.min(rows.length - 2, count));
  rows.length = from + 1;
  for (let line = from; line < count; line++) {
    const rowsOfLine = columns === 0 ? 1 : Math.max(1, Math.ceil(lengthOf(line) / columns));
    rows.push((rows[line] ?? 0) + rowsOfLine);
  }
}

/** Removes the rows from a line on, which has changed. */
export function forgetRows(index: RowIndex, line: number): void {
  index.rows.length = Math.min(index.rows.length, line + 1);
}

/** The lines to render for a viewport, with a margin above and below. */
export function visibleLines(index: RowIndex, view: Viewport): { first: number; end: number } {
  const count = index.rows.length - 1;
  if (count <= fullyRenderedMax) return { first: 0, end: count };
  const margin = 30;
  const first = lineAtRow(index, Math.floor(view.top / rowHeight) - margin);
  const end = lineAtRow(index, Math.ceil((view.top + view.height) / rowHeight) + margin) + 1;
  return { first, end: Math.min(count, end) };
}

/** The line that contains a row, by binary search. */
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
