import { PreviewProblem } from "./problem";
import type { RangedFile } from "./ranged-file";

/** A file or a folder in an archive. */
export interface ArchiveEntry {
  path: string;
  sizeBytes: number;
  modifiedAt: Date | null;
}

export interface ArchiveList {
  entries: ArchiveEntry[];
  /** The archive has further entries, which are not in the list. */
  hasMore: boolean;
}

export const ENTRIES_MAX = 10_000;
/** The directory at the end of a file with 100,000 entries has about this size. */
const DIRECTORY_BYTES_MAX = 16 * 1024 * 1024;
/** The end record of an archive, with the longest comment. */
const END_BYTES_MAX = 22 + 65_535;

/**
 * The entries of a zip archive, from the directory at its end; nothing is unpacked (APPNOTE.TXT 4.3.12 and 4.3.16, with
 * the 64-bit records of 4.3.14).
 */
export async function readZipDirectory(file: RangedFile): Promise<ArchiveList> {
  const tail = await file.read(Math.max(0, file.sizeBytes - END_BYTES_MAX), file.sizeBytes);
  try {
    const { offset, length } = await findDirectory(file, tail);
    if (length > DIRECTORY_BYTES_MAX) throw new PreviewProblem("tooLarge");
    if (offset + length > file.sizeBytes) throw new PreviewProblem("damaged");
    return readEntries(await file.read(offset, offset + length));
  } catch (cause) {
    if (cause instanceof RangeError) throw new PreviewProblem("damaged", { cause });
    throw cause;
  }
}

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** A record starts with these four bytes. */
const SIGNATURES = { end: 0x06054b50, end64Locator: 0x07064b50, end64: 0x06064b50, entry: 0x02014b50 };

async function findDirectory(file: RangedFile, tail: Uint8Array): Promise<{ offset: number; length: number }> {
  const view = viewOf(tail);
  let at = tail.length - 22;
  while (at >= 0 && view.getUint32(at, true) !== SIGNATURES.end) at -= 1;
  if (at < 0) throw new PreviewProblem("damaged");
  const [length, offset] = [view.getUint32(at + 12, true), view.getUint32(at + 16, true)];
  if (offset !== 0xffff_ffff && length !== 0xffff_ffff) return { offset, length };
  const locator = at - 20;
  if (locator < 0 || view.getUint32(locator, true) !== SIGNATURES.end64Locator) throw new PreviewProblem("damaged");
  const recordAt = Number(view.getBigUint64(locator + 8, true));
  const record = viewOf(await file.read(recordAt, recordAt + 56));
  if (record.getUint32(0, true) !== SIGNATURES.end64) throw new PreviewProblem("damaged");
  return { length: Number(record.getBigUint64(40, true)), offset: Number(record.getBigUint64(48, true)) };
}

function readEntries(directory: Uint8Array): ArchiveList {
  const view = viewOf(directory);
  const entries: ArchiveEntry[] = [];
  for (let at = 0; at + 46 <= directory.length; ) {
    if (view.getUint32(at, true) !== SIGNATURES.entry) throw new PreviewProblem("damaged");
    if (entries.length === ENTRIES_MAX) return { entries, hasMore: true };
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((field) => view.getUint16(at + field, true));
    const name = directory.subarray(at + 46, at + 46 + (nameLength ?? 0));
    const extraAt = at + 46 + (nameLength ?? 0);
    entries.push({
      path: readName(name, view.getUint16(at + 8, true)),
      sizeBytes: readSize(view, at, { extraAt, extraEnd: extraAt + (extraLength ?? 0) }),
      modifiedAt: readTime(view.getUint16(at + 14, true), view.getUint16(at + 12, true)),
    });
    at = extraAt + (extraLength ?? 0) + (commentLength ?? 0);
  }
  return { entries, hasMore: false };
}

/** Bit 11 says that a name is UTF-8. Many programs write UTF-8 without it. */
function readName(bytes: Uint8Array, flags: number): string {
  if (flags & 0x800) return new TextDecoder().decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

/** A size beyond 32 bits is in the first field of the extra record 1. */
function readSize(view: DataView, at: number, { extraAt, extraEnd }: { extraAt: number; extraEnd: number }): number {
  const size = view.getUint32(at + 24, true);
  if (size !== 0xffff_ffff) return size;
  for (let field = extraAt; field + 4 <= extraEnd; field += 4 + view.getUint16(field + 2, true)) {
    if (view.getUint16(field, true) === 1) return Number(view.getBigUint64(field + 4, true));
  }
  return size;
}

/** A date and a time of MS-DOS; null if there is none. They have no time zone; they are shown as they are. */
function readTime(date: number, time: number): Date | null {
  if (date === 0) return null;
  const [year, month, day] = [(date >> 9) + 1980, ((date >> 5) & 15) - 1, date & 31];
  return new Date(year, month, day, time >> 11, (time >> 5) & 63, (time & 31) * 2);
}
