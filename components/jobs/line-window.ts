/** The height of a row in pixels, which is that of the class `leading-5`. */
export const rowHeight = 20;
/** Shorter logs are rendered in full, so that the browser's search and selection include everything. */
export const fullyRenderedMax = 1500;

/** Browsers do not draw beyond some 17 million pixels (Firefox) or 33 million (Chrome). */
const pixelsMax = 8_000_000;

export interface Viewport {
  /** The position of the scroll bar, in steps of `scrollStep`. */
  top: number;
  /** The visible height. */
  height: number;
  /** Characters per row; 0 if lines are not wrapped. */
  columns: number;
}

/** The position is tracked in steps of ten rows, so that scrolling does not render for each pixel. */
export const scrollStep = 200;

/** The first row of each line. The last entry is the total number of rows. */
export interface RowIndex {
  columns: number;
  rows: number[];
}

export function createRowIndex(columns: number): RowIndex {
  return { columns, rows: [0] };
}

/** Extends the index to `count` lines. The last line is measured once more because it may have grown. */
export function measureRows(index: RowIndex, count: number, rowsOf: (line: number) => number): void {
  const { rows } = index;
  const from = Math.max(0, Math.min(rows.length - 2, count));
  rows.length = from + 1;
  for (let line = from; line < count; line++) rows.push((rows[line] ?? 0) + rowsOf(line));
}

/** How many rows a text takes. A text with line ends consists of several rows of the script's screen. */
export function countRows(text: string, columns: number): number {
  const rows = text.split("\n");
  if (columns === 0) return rows.length;
  return rows.reduce((sum, row) => sum + Math.max(1, Math.ceil(row.length / columns)), 0);
}

/** Removes the rows from those of the given lines on that have another number of rows than before. */
export function forgetResized(index: RowIndex, lines: Iterable<number>, rowsOf: (line: number) => number): void {
  let first = Number.POSITIVE_INFINITY;
  for (const line of lines) {
    const known = (index.rows[line + 1] ?? 0) - (index.rows[line] ?? 0);
    if (line < first && line < index.rows.length - 1 && known !== rowsOf(line)) first = line;
  }
  if (first < index.rows.length) forgetRows(index, first);
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
  const top = scaleOf(index, view.height).toPixels(view.top);
  const first = lineAtRow(index, Math.floor(top / rowHeight) - margin);
  const end = lineAtRow(index, Math.ceil((top + scrollStep + view.height) / rowHeight) + margin) + 1;
  return { first, end: Math.min(count, end) };
}

/** How positions of the scroll bar and of the log relate. They are the same unless the log is too high for a browser. */
export interface Scale {
  /** The height of the scrolled contents. */
  height: number;
  /** The pixel of the log at the top of the view for a position of the scroll bar, and the reverse. */
  toPixels: (scrollTop: number) => number;
  toScrollTop: (pixels: number) => number;
}

export function scaleOf({ rows }: RowIndex, viewHeight: number): Scale {
  const full = (rows.at(-1) ?? 0) * rowHeight;
  const height = Math.min(full, pixelsMax);
  const ratio = height > viewHeight ? (full - viewHeight) / (height - viewHeight) : 1;
  return { height, toPixels: (scrollTop) => scrollTop * ratio, toScrollTop: (pixels) => pixels / ratio };
}

/** The heights of the empty space above and below the rendered lines. */
export function spaceAround(index: RowIndex, view: Viewport, { first, end }: { first: number; end: number }) {
  const { height, toPixels } = scaleOf(index, view.height);
  const top = (line: number) => (index.rows[line] ?? 0) * rowHeight;
  const above = first === 0 ? 0 : Math.max(0, top(first) - toPixels(view.top) + view.top);
  return { above, below: Math.max(0, height - above - (top(end) - top(first))) };
}

/** The lines from `first` up to `end` that have rows. */
export function linesWithRows(index: RowIndex, first: number, end: number): number[] {
  const lines: number[] = [];
  const last = index.rows[end] ?? 0;
  for (let row = index.rows[first] ?? 0; row < last; row = index.rows[(lines.at(-1) ?? 0) + 1] ?? last) {
    lines.push(lineAtRow(index, row));
  }
  return lines;
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
