import { deserializeTCompactProtocol } from "hyparquet/src/thrift.js";
import { PreviewProblem } from "./problem";

/** A page of a column has a million values at most; a file that claims more would fill the memory with them. */
const PAGE_VALUES_MAX = 10_000_000;
export const PAGE_BYTES_MAX = 256 * 1024 * 1024;
const DEPTH_MAX = 32;

/** The types of Thrift's compact protocol. */
const STOP = 0;
const TYPES = {
  true: 1,
  false: 2,
  byte: 3,
  i16: 4,
  i32: 5,
  i64: 6,
  double: 7,
  binary: 8,
  list: 9,
  set: 10,
  struct: 12,
};

/**
 * Where a Thrift structure ends. The library believes a list's claim about its length, which may be two billion in ten
 * bytes.
 * @throws RangeError if a value or a list is longer than the bytes that are left
 */
export function checkThrift(view: DataView, start: number, depth = 0): number {
  if (depth > DEPTH_MAX) throw new PreviewProblem("tooDeep");
  for (let at = start; ; ) {
    const byte = view.getUint8(at++);
    const type = byte & 0x0f;
    if (type === STOP) return at;
    if (byte >> 4 === 0) at = readVarint(view, at).end;
    at = checkElement(view, at, { type, depth });
  }
}

function checkElement(view: DataView, at: number, { type, depth }: { type: number; depth: number }): number {
  switch (type) {
    case TYPES.true:
    case TYPES.false:
      return at;
    case TYPES.byte:
      return at + 1;
    case TYPES.double:
      return at + 8;
    case TYPES.binary: {
      const { value, end } = readVarint(view, at);
      if (end + value > view.byteLength) throw new RangeError("The bytes end within a value.");
      return end + value;
    }
    case TYPES.list:
    case TYPES.set:
      return checkList(view, at, depth);
    case TYPES.struct:
      return checkThrift(view, at, depth + 1);
    default:
      return readVarint(view, at).end;
  }
}

function checkList(view: DataView, start: number, depth: number): number {
  const byte = view.getUint8(start);
  const type = byte & 0x0f;
  let { value: length, end: at } = { value: byte >> 4, end: start + 1 };
  if (length === 15) ({ value: length, end: at } = readVarint(view, at));
  if (length > view.byteLength - at) throw new RangeError("The list has more elements than there are bytes.");
  const isBoolean = type === TYPES.true || type === TYPES.false;
  for (let index = 0; index < length; index += 1) {
    at = isBoolean ? at + 1 : checkElement(view, at, { type, depth: depth + 1 });
  }
  return at;
}

function readVarint(view: DataView, start: number): { value: number; end: number } {
  let value = 0;
  for (let at = start, factor = 1; ; at += 1, factor *= 128) {
    const byte = view.getUint8(at);
    value += (byte & 0x7f) * factor;
    if (byte < 128) return { value, end: at + 1 };
    if (at - start > 9) throw new PreviewProblem("damaged");
  }
}

export interface Pages {
  /** Where the last complete page that was needed ends, or where the first incomplete one would end. */
  end: number;
  /** Whether the pages up to `end` are in the buffer and have all needed values. */
  isComplete: boolean;
}

/**
 * Finds how much of a column chunk contains its first values. Fails if a page claims more values or bytes than a preview
 * can hold, because the library believes it.
 */
export function findPages(bytes: Uint8Array, valuesNeeded: number): Pages {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let values = 0;
  for (let at = 0; ; ) {
    const header = readHeader(view, at);
    if (!header) return { end: at, isComplete: false };
    at = header.end;
    values += header.rows;
    if (at > view.byteLength) return { end: at, isComplete: false };
    if (values >= valuesNeeded) return { end: at, isComplete: true };
  }
}

interface PageHeader {
  /** Where the page after this header ends. */
  end: number;
  /** How many values it adds to the column. */
  rows: number;
}

/** The header of a page; null if it is cut. */
function readHeader(view: DataView, at: number): PageHeader | null {
  const start = endOfHeader(view, at);
  if (start === null) return null;
  // The library names the fields by their numbers in parquet.thrift; each value is checked.
  const header = deserializeTCompactProtocol({ view, offset: at }) as Record<string, unknown>;
  const [data, dictionary, dataV2] = [header.field_5, header.field_7, header.field_8].map(countValues);
  if (Math.max(data ?? 0, dictionary ?? 0, dataV2 ?? 0) > PAGE_VALUES_MAX) throw new PreviewProblem("tooMuchUnpacked");
  if (Number(header.field_2) > PAGE_BYTES_MAX) throw new PreviewProblem("tooMuchUnpacked");
  const size = Number(header.field_3);
  if (!(size >= 0)) throw new PreviewProblem("damaged");
  return { end: start + size, rows: (data ?? 0) + (dataV2 ?? 0) };
}

function countValues(page: unknown): number {
  const count = typeof page === "object" && page !== null && "field_1" in page ? Number(page.field_1) : 0;
  if (!(count >= 0)) throw new PreviewProblem("damaged");
  return count;
}

function endOfHeader(view: DataView, at: number): number | null {
  try {
    return checkThrift(view, at);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
