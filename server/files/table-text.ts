/** Rows of a delimited text, as they are shown. */
export interface TableRows {
  rows: string[][];
  /** How many characters there are up to the end of the last row. */
  used: number;
}

export interface RowOptions {
  separator: string;
  rowsMax: number;
  /** Whether the text ends where the table ends. Otherwise a row without its end is left for the next call. */
  isLast: boolean;
  /** What a cell's characters become. Without it, they stay what they are. */
  toCell?: (text: string) => string;
}

/** How many characters of a cell are shown. */
const CELL_MAX = 500;

/**
 * Up to `rowsMax` rows of a text (RFC 4180: quoted fields may contain separators, quotes and line ends). Empty lines are
 * omitted. Browser and server share this file.
 */
export function readRows(text: string, { separator, rowsMax, isLast, toCell = cutCell }: RowOptions): TableRows {
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

/** A cell as it is shown: a long one is cut. */
export function cutCell(cell: string): string {
  return cell.length > CELL_MAX ? `${cell.slice(0, CELL_MAX)}…` : cell;
}

/** The separator that occurs most often in the first line. */
export function findSeparator(text: string): string {
  const line = text.slice(0, text.search(/[\r\n]|$/));
  const counts = [",", "\t", ";", "|"].map((each) => ({ each, count: line.split(each).length }));
  return counts.reduce((best, one) => (one.count > best.count ? one : best)).each;
}

/** Whether a column contains only numbers: such columns are aligned to the right and sorted by value. */
export function isNumeric(rows: string[][], column: number): boolean {
  const cells = rows.map((row) => row[column]?.trim() ?? "").filter((cell) => cell !== "");
  return cells.length > 0 && cells.every((cell) => numberPattern.test(cell));
}

const numberPattern = /^[-+]?(\d[\d,_ ]*)?\.?\d+(e[-+]?\d+)?%?$|^[-+]?\d{1,3}(\.\d{3})*,\d+$/i;
/** A comma that cannot separate thousands: other than three digits follow it, or points come before it. */
const decimalComma = /^[-+]?(\d+,(?!\d{3}(?!\d))\d+|0,\d+|\d{1,3}(\.\d{3})+,\d+)(e[-+]?\d+)?%?$/i;

/** Whether the numbers of a column are written with a decimal comma, as in "1,5" and "1.234,56". */
export function hasDecimalComma(cells: Iterable<string>): boolean {
  let isFound = false;
  for (const cell of cells) {
    const text = cell.trim();
    if (/^[-+]?[\d,]*\.\d+(e[-+]?\d+)?%?$/i.test(text) && !/^[-+]?\d{1,3}(\.\d{3})+$/.test(text)) return false;
    isFound ||= decimalComma.test(text);
  }
  return isFound;
}

/** The value of a cell; NaN if it is not a number. */
export function toNumber(cell: string, options: { decimalComma: boolean }): number {
  const text = cell.trim();
  if (text === "" || !numberPattern.test(text)) return Number.NaN;
  const plain = options.decimalComma ? text.replace(/[._ ]/g, "").replace(",", ".") : text.replace(/[,_ ]/g, "");
  return plain.endsWith("%") ? Number(plain.slice(0, -1)) : Number(plain);
}

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
    const options = { decimalComma: hasDecimalComma(full.map(cellOf)) };
    const valued = full.map((row) => ({ row, value: toNumber(cellOf(row), options) }));
    return [...valued.sort((a, b) => sign * (a.value - b.value)).map(({ row }) => row), ...empty];
  }
  const { compare } = new Intl.Collator("en", { numeric: true });
  return [...full.sort((a, b) => sign * compare(cellOf(a), cellOf(b))), ...empty];
}
