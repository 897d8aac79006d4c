import { cutCell, findSeparator, readRows, type TableRows } from "./table-text";
import { findEncoding, fromLatin1, markBytes, type TextEncodingName } from "./text-encoding";

/** How the bytes of one table are read. */
export interface TableFormat {
  encoding: TextEncodingName;
  separator: string;
  /** Where the first row starts. */
  firstByte: number;
}

/** The encoding and the separator of a table, from the start of its file. */
export function findTableFormat(head: Buffer): TableFormat {
  const encoding = findEncoding(head);
  const firstByte = markBytes(head);
  return { encoding, separator: findSeparator(toText(head.subarray(firstByte), encoding)), firstByte };
}

/**
 * Up to `rowsMax` rows of a table's bytes, and how many bytes they occupy. Unless `isLast`, a row without its end is left
 * for the next call.
 */
export function readTableBytes(
  bytes: Buffer,
  { encoding, separator }: TableFormat,
  { rowsMax, isLast }: { rowsMax: number; isLast: boolean },
): TableRows {
  const toCell = cellReaders[encoding];
  const { rows, used } = readRows(toText(bytes, encoding), { separator, rowsMax, isLast, toCell });
  return { rows, used: used * (isTwoBytes(encoding) ? 2 : 1) };
}

const isTwoBytes = (encoding: TextEncodingName) => encoding === "utf-16le" || encoding === "utf-16be";

/** The same number of bytes for each character, because read rows are counted in bytes, whatever they mean. */
function toText(bytes: Buffer, encoding: TextEncodingName): string {
  if (!isTwoBytes(encoding)) return bytes.toString("latin1");
  const even = bytes.subarray(0, bytes.length - (bytes.length % 2));
  return encoding === "utf-16le" ? even.toString("utf16le") : Buffer.from(even).swap16().toString("utf16le");
}

/** Enough bytes for every character of a cell that is shown. */
const CELL_BYTES_MAX = 2_004;

const cellReaders: Record<TextEncodingName, (text: string) => string> = {
  "utf-8": (latin1) => cutCell(Buffer.from(latin1.slice(0, CELL_BYTES_MAX), "latin1").toString()),
  "windows-1252": (latin1) => cutCell(fromLatin1(latin1)),
  "utf-16le": cutCell,
  "utf-16be": cutCell,
};
