import { cutCell } from "@/server/files/table-text";

export interface HtmlTable {
  header: string[];
  rows: string[][];
}

const ROWS_MAX = 200;
const COLUMNS_MAX = 100;

/** The texts of the first table in HTML, as pandas and others write them; null if there is none. Nothing else remains. */
export function readHtmlTable(html: string): HtmlTable | null {
  const start = html.search(/<table[\s>]/i);
  if (start < 0) return null;
  const rows: { cells: string[]; isHeader: boolean }[] = [];
  for (const rowHtml of html
    .slice(start)
    .split(/<tr[\s>]/i)
    .slice(1, ROWS_MAX + 1)) {
    const parts = rowHtml.split(/<(t[hd])(?=[\s>])[^>]*>/i);
    const cells: string[] = [];
    let isHeader = true;
    for (let index = 1; index + 1 < parts.length && cells.length < COLUMNS_MAX; index += 2) {
      isHeader &&= parts[index]?.toLowerCase() === "th";
      cells.push(cutCell(toText(parts[index + 1] ?? "")));
    }
    if (cells.length > 0) rows.push({ cells, isHeader });
  }
  const headers = rows.filter((row, index) => row.isHeader && rows.slice(0, index).every(({ isHeader }) => isHeader));
  const body = rows.slice(headers.length).map(({ cells }) => cells);
  // The header of a table with a named index has two rows: the names of the columns, and the name of the index.
  const header = (headers[0]?.cells ?? []).map((cell, index) => cell || (headers[1]?.cells[index] ?? ""));
  return rows.length > 0 ? { header, rows: body } : null;
}

function toText(html: string): string {
  const end = html.search(/<\/t(?:[hdr]|head|body|able)>/i);
  const text = (end < 0 ? html : html.slice(0, end)).replace(/<[^>]*>/g, "");
  return text
    .replace(/&(#x?[0-9a-f]{1,6}|[a-z]{2,6});/gi, (reference, name: string) => decodeReference(name) ?? reference)
    .trim();
}

const entities: Record<string, string> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'", nbsp: " ", times: "×" };

function decodeReference(name: string): string | undefined {
  if (!name.startsWith("#")) return Object.hasOwn(entities, name) ? entities[name] : undefined;
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}
