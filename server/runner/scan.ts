import fs from "node:fs";
import path from "node:path";
import { setImmediate as breathe } from "node:timers/promises";

/** A regular file below a run's folder. */
export interface FoundFile {
  /** Relative, with `/`; bytes that are no UTF-8, and control characters, as `\xNN`. */
  path: string;
  /** Where it really lies, as the system names it. */
  location: Buffer;
  sizeBytes: number;
  /** Milliseconds since 1970. */
  changedAt: number;
}

export interface Scan {
  files: FoundFile[];
  /** What everything found takes up on disk: of a sparse file only what was written. */
  diskBytes: number;
  /** There were more files than are kept. */
  isCut: boolean;
}

/** Files of one run that are kept. */
export const FILES_MAX = 10_000;
/** Entries that are looked at: a script may make millions. */
const ENTRIES_MAX = 100_000;
const ENTRIES_AT_A_TIME = 500;
const BLOCK_BYTES = 512;

/**
 * Finds the regular files below a folder, in the order of their names, folder by folder; the further folders count for
 * the size only. Links are not followed, special files and folders that cannot be read are passed over.
 */
export async function scanFolder(folder: string, further: string[]): Promise<Scan> {
  const scan: Scan & { entries: number } = { files: [], diskBytes: 0, isCut: false, entries: 0 };
  await scanInto(scan, fs.realpathSync(folder), true);
  for (const other of further) await scanInto(scan, fs.realpathSync(other), false);
  return scan;
}

async function scanInto(scan: Scan & { entries: number }, root: string, isKept: boolean): Promise<void> {
  const base = Buffer.from(`${root}/`);
  const queue: Buffer[] = [Buffer.from(root)];
  for (let folder = queue.shift(); folder !== undefined; folder = queue.shift()) {
    for (const name of namesIn(folder)) {
      scan.entries += 1;
      if (scan.entries > ENTRIES_MAX) {
        scan.isCut = true;
        return;
      }
      if (scan.entries % ENTRIES_AT_A_TIME === 0) await breathe();
      const location = Buffer.concat([folder, Buffer.from("/"), name]);
      const stat = fs.lstatSync(location, { throwIfNoEntry: false });
      if (!stat) continue;
      scan.diskBytes += stat.blocks * BLOCK_BYTES;
      if (stat.isDirectory()) queue.push(location);
      if (!stat.isFile() || !isKept) continue;
      scan.isCut ||= scan.files.length >= FILES_MAX;
      if (scan.isCut) continue;
      const shown = toText(location.subarray(base.length)).split(path.sep).join("/");
      scan.files.push({ path: shown, location, sizeBytes: stat.size, changedAt: stat.mtimeMs });
    }
  }
}

function namesIn(folder: Buffer): Buffer[] {
  try {
    return fs.readdirSync(folder, { encoding: "buffer" }).sort(Buffer.compare);
  } catch {
    return [];
  }
}

/** A name as text that PostgreSQL can hold and a page can show; a backslash of its own is doubled when others are made. */
function toText(bytes: Buffer): string {
  const text = bytes.toString("utf8");
  const isPlain = Buffer.from(text).equals(bytes) && !hasControls(text);
  if (isPlain) return text;
  return [...bytes.toString("latin1")].map(escapeByte).join("");
}

function hasControls(text: string): boolean {
  return [...text].some((character) => character < " " || character === "\x7f");
}

function escapeByte(character: string): string {
  const code = character.charCodeAt(0);
  if (character === "\\") return "\\\\";
  return code < 32 || code > 126 ? `\\x${code.toString(16).padStart(2, "0")}` : character;
}
