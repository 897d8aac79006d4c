import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import readSheets from "read-excel-file/universal";
import { PreviewProblem } from "./problem";
import { type RangedFile, readAll } from "./ranged-file";
import { showValue } from "./show-value";
import { COLUMNS_MAX, type TableSource } from "./table-source";
import { readZipDirectory } from "./zip-directory";

const FILE_BYTES_MAX = 32 * 1024 * 1024;
/** Of all XML files in a workbook. They are read with all their cells at once. */
const XML_BYTES_MAX = 64 * 1024 * 1024;
/** A sheet has as many cells as its last row and its last column say, even if only one of them is filled. */
const CELLS_MAX = 2_000_000;

export interface Sheet {
  name: string;
  table: TableSource;
}

/** The sheets of an Excel workbook (.xlsx). The values are those that Excel stored; no formula is computed. */
export async function openWorkbook(file: RangedFile): Promise<Sheet[]> {
  const bytes = await readAll(file, FILE_BYTES_MAX);
  await checkUnpackedSize(file);
  try {
    const sheets = await readSheets(toSafeWorkbook(bytes));
    return sheets.map(({ sheet, data }) => ({ name: sheet, table: toTable(data) }));
  } catch (cause) {
    if (cause instanceof PreviewProblem) throw cause;
    throw new PreviewProblem("damaged", { cause });
  }
}

/** fflate unpacks no entry beyond the size in the directory. */
async function checkUnpackedSize(file: RangedFile): Promise<void> {
  const { entries, hasMore } = await readZipDirectory(file);
  const total = entries.reduce((sum, entry) => sum + (isXml({ name: entry.path }) ? entry.sizeBytes : 0), 0);
  if (hasMore || total > XML_BYTES_MAX) throw new PreviewProblem("tooMuchUnpacked");
}

const isXml = ({ name }: { name: string }) => /\.(xml|rels)$/i.test(name);

/**
 * The workbook without its pictures and without the extents that its sheets claim, because the library makes a cell for
 * each place in a claimed extent.
 */
function toSafeWorkbook(workbook: Uint8Array): ArrayBuffer {
  const files = unzipSync(workbook, { filter: isXml });
  let total = 0;
  for (const [name, bytes] of Object.entries(files)) {
    const xml = strFromU8(bytes);
    if (!xml.includes("<sheetData")) continue;
    const { rows, columns } = findExtent(xml);
    total += rows * columns;
    if (total > CELLS_MAX) throw new PreviewProblem("tooMuchUnpacked");
    files[name] = strToU8(xml.replace(/<dimension\b[^>]*>/g, ""));
  }
  const safe = zipSync(files, { level: 0 });
  return safe.buffer.slice(safe.byteOffset, safe.byteOffset + safe.byteLength);
}

/** The last row and the last column of the cells in a sheet's XML. */
function findExtent(xml: string): { rows: number; columns: number } {
  let [rows, columns] = [0, 0];
  for (const [, address = ""] of xml.matchAll(/\sr\s*=\s*["']([^"']*)["']/g)) {
    const [, letters = "", digits = ""] = /^\s*([A-Z]{0,3})\s*(\d{1,9})\s*$/.exec(address) ?? [];
    // An address with a character reference, or with more letters than Excel has.
    if (digits === "") throw new PreviewProblem("damaged");
    rows = Math.max(rows, Number(digits));
    columns = Math.max(columns, columnNumber(letters));
  }
  return { rows, columns };
}

/** A is 1, Z is 26, AA is 27. */
function columnNumber(letters: string): number {
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
}

function toTable(data: unknown[][]): TableSource {
  const [header = [], ...body] = data;
  const rows = body.map((row) => row.slice(0, COLUMNS_MAX).map(showValue));
  return {
    columns: header.slice(0, COLUMNS_MAX).map(showValue),
    hiddenColumns: Math.max(0, header.length - COLUMNS_MAX),
    rowCount: rows.length,
    batches: async function* () {
      yield { rows, progress: 1 };
    },
  };
}
