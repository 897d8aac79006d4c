import fs from "node:fs";
import path from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";

/** A regular file below a run's folder. */
export interface FoundFile {
  /** The relative path with `/`. Control characters and bytes that are not UTF-8 are written as `\xNN`. */
  path: string;
  /** The absolute path, in the bytes of the file system. */
  location: Buffer;
  sizeBytes: number;
  /** Milliseconds since 1970. */
  changedAt: number;
}

export interface Scan {
  files: FoundFile[];
  /** How much space all found files take up on disk: of a sparse file, only what was written. */
  diskBytes: number;
  /** There are more files than are kept. */
  isCut: boolean;
}

/** The most files of one run that are kept. */
export const FILES_MAX = 10_000;
/** The most entries that are visited, because a script may create millions. */
const ENTRIES_MAX = 100_000;
const ENTRIES_AT_A_TIME = 500;
const BLOCK_BYTES = 512;

interface ScanState extends Scan {
  entries: number;
}

/**
 * Finds the regular files in a folder, in the order of their names, folder by folder. Files in `otherFolders` count
 * only for the size. Links are not followed. Special files and folders that cannot be read are skipped.
 */
export async function scanFolder(folder: string, otherFolders: string[] = []): Promise<Scan> {
  const state: ScanState = { files: [], diskBytes: 0, isCut: false, entries: 0 };
  await scanInto(state, fs.realpathSync(folder), { countsOnly: false });
  for (const other of otherFolders) await scanInto(state, fs.realpathSync(other), { countsOnly: true });
  return state;
}

async function scanInto(scan: ScanState, root: string, { countsOnly }: { countsOnly: boolean }): Promise<void> {
  const base = Buffer.from(`${root}/`);
  const queue: Buffer[] = [Buffer.from(root)];
  for (let folder = queue.shift(); folder !== undefined; folder = queue.shift()) {
    for (const name of namesIn(folder)) {
      scan.entries += 1;
      if (scan.entries > ENTRIES_MAX) {
        scan.isCut = true;
        return;
      }
      if (scan.entries % ENTRIES_AT_A_TIME === 0) await nextTurn();
      const location = Buffer.concat([folder, Buffer.from("/"), name]);
      const stat = fs.lstatSync(location, { throwIfNoEntry: false });
      if (!stat) continue;
      scan.diskBytes += stat.blocks * BLOCK_BYTES;
      if (stat.isDirectory()) queue.push(location);
      if (!stat.isFile() || countsOnly) continue;
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

/** A name as a text that PostgreSQL can store and a page can show. If bytes are escaped, so are backslashes. */
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
