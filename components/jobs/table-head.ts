export interface TableHead {
  header: string[];
  rows: string[][];
}

/**
 * The first rows of a CSV or TSV text (RFC 4180: quoted fields may hold separators, quotes and line ends). The separator
 * is the one the first line has most of. A text that was cut loses its last, perhaps broken row.
 */
export function readTableHead(text: string, { isWhole, rowsMax }: { isWhole: boolean; rowsMax: number }): TableHead {
  const separator = findSeparator(text);
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at < text.length && rows.length <= rowsMax) {
    const { value, end } = readCell(text, at, separator);
    row.push(value);
    if (text[end] === separator) {
      at = end + 1;
      if (at === text.length) rows.push([...row, ""]);
      continue;
    }
    rows.push(row);
    row = [];
    at = text.startsWith("\r\n", end) ? end + 2 : end + 1;
  }
  const complete = isWhole || rows.length > rowsMax ? rows : rows.slice(0, Math.max(1, rows.length - 1));
  const [header = [], ...rest] = complete.filter((cells) => cells.length > 1 || cells[0] !== "");
  return { header, rows: rest.slice(0, rowsMax) };
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

function findSeparator(text: string): string {
  const line = text.slice(0, text.search(/[\r\n]|$/));
  const counts = [",", "\t", ";", "|"].map((each) => ({ each, count: line.split(each).length }));
  return counts.reduce((best, one) => (one.count > best.count ? one : best)).each;
}

/** Whether a column holds numbers only: such columns line up on the right. */
export function isNumeric(rows: string[][], column: number): boolean {
  const cells = rows.map((row) => row[column]?.trim() ?? "").filter((cell) => cell !== "");
  return cells.length > 0 && cells.every((cell) => /^[-+]?(\d[\d,_ ]*)?\.?\d+(e[-+]?\d+)?%?$/i.test(cell));
}
