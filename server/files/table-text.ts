/** Rows of a CSV or TSV file, as they are shown. */
export interface TableRows {
  rows: string[][];
  /** How many bytes there are up to the end of the last row. */
  used: number;
}

/** How many characters of a cell are shown. */
const CELL_MAX = 500;

/**
 * Up to `rowsMax` rows of a text in UTF-8 (RFC 4180: quoted fields may contain separators, quotes and line ends). Empty
 * lines are omitted. Unless `isLast`, a row without its end is left for the next call.
 */
export function readRows(
  bytes: Buffer,
  { separator, rowsMax, isLast }: { separator: string; rowsMax: number; isLast: boolean },
): TableRows {
  // One character per byte, because consumed text is counted in bytes, whatever they mean.
  const text = bytes.toString("latin1");
  const rows: string[][] = [];
  let row: string[] = [];
  let [at, used] = [0, 0];
  while (at < text.length && rows.length < rowsMax) {
    const { value, end } = readCell(text, at, separator);
    if (end >= text.length && !isLast) break;
    row.push(toCell(value));
    if (text[end] === separator) {
      at = end + 1;
      if (at < text.length || !isLast) continue;
      row.push("");
    } else {
      at = text.startsWith("\r\n", end) ? end + 2 : end + 1;
    }
    if (row.length > 1 || row[0] !== "") rows.push(row);
    row = [];
    used = Math.min(at, text.length);
  }
  return { rows, used };
}

function readCell(text: string, start: number, separator: string): { value: string; end: number } {
  if (text[start] !== '"') {
    let end = start;
    while (end < text.length && text[end] !== separator && text[end] !== "\n" && text[end] !== "\r") end += 1;
    return { value: text.slice(start, end), end };
  }
  let value = "";
  let at = start + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) return { value: value + text.slice(at), end: text.length };
    value += text.slice(at, quote);
    if (text[quote + 1] !== '"') return { value, end: quote + 1 };
    value += '"';
    at = quote + 2;
  }
}

function toCell(latin1: string): string {
  const cell = Buffer.from(latin1.slice(0, CELL_MAX * 4), "latin1").toString();
  return cell.length > CELL_MAX ? `${cell.slice(0, CELL_MAX)}…` : cell;
}

/** The separator that occurs most often in the first line. */
export function findSeparator(bytes: Buffer): string {
  const text = bytes.subarray(0, 64 * 1024).toString("latin1");
  const line = text.slice(0, text.search(/[\r\n]|$/));
  const counts = [",", "\t", ";", "|"].map((each) => ({ each, count: line.split(each).length }));
  return counts.reduce((best, one) => (one.count > best.count ? one : best)).each;
}

/** Whether a column contains only numbers: such columns are aligned to the right and sorted by value. */
export function isNumeric(rows: string[][], column: number): boolean {
  const cells = rows.map((row) => row[column]?.trim() ?? "").filter((cell) => cell !== "");
  return cells.length > 0 && cells.every((cell) => number.test(cell));
}

const number = /^[-+]?(\d[\d,_ ]*)?\.?\d+(e[-+]?\d+)?%?$/i;

/**
 * Rows sorted by a column: numbers by value if it contains nothing else, texts as people order them; empty cells last.
 */
export function sortRows(
  rows: string[][],
  { column, isDescending }: { column: number; isDescending: boolean },
): string[][] {
  const cellOf = (row: string[]) => row[column]?.trim() ?? "";
  const full = rows.filter((row) => cellOf(row) !== "");
  const empty = rows.filter((row) => cellOf(row) === "");
  const sign = isDescending ? -1 : 1;
  if (isNumeric(full, column)) {
    const valued = full.map((row) => ({ row, value: Number(cellOf(row).replace(/[,_ %]/g, "")) }));
    return [...valued.sort((a, b) => sign * (a.value - b.value)).map(({ row }) => row), ...empty];
  }
  const { compare } = new Intl.Collator("en", { numeric: true });
  return [...full.sort((a, b) => sign * compare(cellOf(a), cellOf(b))), ...empty];
}
