import { gunzip } from "./gunzip";
import { PreviewProblem } from "./problem";
import { type RangedFile, readChunks } from "./ranged-file";
import { type ArchiveEntry, type ArchiveList, ENTRIES_MAX } from "./zip-directory";

const BLOCK_BYTES = 512;
/** A name in a record of its own; paths are shorter. */
const RECORD_BYTES_MAX = 64 * 1024;

/** Reads a file forwards. */
interface Cursor {
  /** The next bytes; fewer at the end of the file. */
  take: (length: number) => Promise<Uint8Array>;
  skip: (length: number) => Promise<void>;
}

/** The entries of a tar archive, from its headers (POSIX.1-2001 pax, and the long names of GNU tar). */
export async function readTarList(file: RangedFile, path: string): Promise<ArchiveList> {
  const cursor = /\.t?gz$/i.test(path) ? unpackingCursor(file) : rangeCursor(file);
  const entries: ArchiveEntry[] = [];
  let longName: string | null = null;
  for (let blocks = 0; entries.length < ENTRIES_MAX; blocks += 1) {
    const header = await cursor.take(BLOCK_BYTES);
    if (header.length < BLOCK_BYTES || header.every((byte) => byte === 0)) {
      if (blocks === 0) throw new PreviewProblem("damaged");
      return { entries, hasMore: false };
    }
    if (!hasChecksum(header)) throw new PreviewProblem("damaged");
    const size = readNumber(header, 124, 12);
    const padded = Math.ceil(size / BLOCK_BYTES) * BLOCK_BYTES;
    const type = String.fromCharCode(header[156] ?? 0);
    if (type === "L" || type === "x") {
      if (size > RECORD_BYTES_MAX) throw new PreviewProblem("damaged");
      const record = (await cursor.take(padded)).subarray(0, size);
      longName = type === "L" ? readText(record, 0, size) : (readPaxPath(record) ?? longName);
      continue;
    }
    // "g" is a record for the whole archive, "K" the long target of a link.
    if (type !== "g" && type !== "K") {
      entries.push(toEntry(header, { name: longName ?? readName(header), size, type }));
      longName = null;
    }
    await cursor.skip(type === "5" ? 0 : padded);
  }
  return { entries, hasMore: true };
}

function toEntry(header: Uint8Array, { name, size, type }: { name: string; size: number; type: string }): ArchiveEntry {
  const seconds = readNumber(header, 136, 12);
  const path = type === "5" && !name.endsWith("/") ? `${name}/` : name;
  return { path, sizeBytes: size, modifiedAt: seconds > 0 ? new Date(seconds * 1000) : null };
}

function readName(header: Uint8Array): string {
  const isPosix = readText(header, 257, 5) === "ustar" && header[262] === 0;
  const prefix = isPosix ? readText(header, 345, 155) : "";
  return prefix === "" ? readText(header, 0, 100) : `${prefix}/${readText(header, 0, 100)}`;
}

/** The sum of all bytes of a header, with spaces in place of the sum itself. */
function hasChecksum(header: Uint8Array): boolean {
  const sum = header.reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 32 : byte), 0);
  return sum === readNumber(header, 148, 8);
}

/** Octal digits, or binary if the first bit is set. */
function readNumber(header: Uint8Array, start: number, length: number): number {
  if ((header[start] ?? 0) & 0x80) {
    return header.subarray(start + 1, start + length).reduce((value, byte) => value * 256 + byte, 0);
  }
  const value = Number.parseInt(readText(header, start, length).trim() || "0", 8);
  if (!(value >= 0)) throw new PreviewProblem("damaged");
  return value;
}

function readText(bytes: Uint8Array, start: number, length: number): string {
  const field = bytes.subarray(start, start + length);
  const end = field.indexOf(0);
  return new TextDecoder().decode(end < 0 ? field : field.subarray(0, end));
}

/** The path in a pax record, whose lines are "length key=value". */
function readPaxPath(record: Uint8Array): string | null {
  return /(?:^|\n)\d+ path=([^\n]*)\n/.exec(new TextDecoder().decode(record))?.[1] ?? null;
}

/** Skips the contents of large files without loading them. */
function rangeCursor(file: RangedFile): Cursor {
  const windowBytes = 256 * 1024;
  let [at, windowAt, loaded] = [0, 0, new Uint8Array()];
  return {
    take: async (length) => {
      if (at < windowAt || at + length > windowAt + loaded.length) {
        loaded = await file.read(at, at + Math.max(length, windowBytes));
        windowAt = at;
      }
      const bytes = loaded.subarray(at - windowAt, at - windowAt + length);
      at += length;
      return bytes;
    },
    skip: async (length) => {
      at += length;
    },
  };
}

function unpackingCursor(file: RangedFile): Cursor {
  const chunks = gunzip(readChunks(file));
  let loaded = new Uint8Array();
  const load = async () => {
    const { value, done } = await chunks.next();
    if (done) return false;
    const joined = new Uint8Array(loaded.length + value.bytes.length);
    joined.set(loaded);
    joined.set(value.bytes, loaded.length);
    loaded = joined;
    return true;
  };
  const drop = (length: number) => {
    const bytes = loaded.subarray(0, length);
    loaded = loaded.subarray(bytes.length);
    return bytes;
  };
  return {
    take: async (length) => {
      while (loaded.length < length && (await load()));
      return drop(length);
    },
    skip: async (length) => {
      let left = length - drop(length).length;
      while (left > 0 && (await load())) left -= drop(left).length;
    },
  };
}
