import fs from "node:fs";
import path from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { listingPath, type OpenedFolder, openFolder } from "./open-beneath";

/** A regular file in a run's folder or one of its subfolders. */
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
  /** The user id of the folder's owner. */
  owner: number;
  /** How much space all found files take up on disk. For a sparse file, only its written parts count. */
  diskBytes: number;
  /** Whether there are more files than are kept. */
  isCut: boolean;
  /** Whether there are more files and folders than were visited. */
  hasMoreEntries: boolean;
}

/** The maximum number of files of one run that are kept. */
export const FILES_MAX = 10_000;
const ENTRIES_AT_A_TIME = 500;
const BLOCK_BYTES = 512;

interface ScanState extends Scan {
  entries: number;
  entriesMax: number;
}

/**
 * Finds the regular files in a folder, in the order of their names, folder by folder. Files in `otherFolders` count
 * only for the size. Links are not followed, even if a script replaces a folder with one during the scan. Special files
 * and unreadable folders are skipped. The scan ends after `entriesMax` files and folders.
 */
export async function scanFolder(
  folder: string,
  { otherFolders = [], entriesMax }: { otherFolders?: string[]; entriesMax: number },
): Promise<Scan> {
  const owner = fs.lstatSync(folder).uid;
  const state: ScanState = {
    files: [],
    owner,
    diskBytes: 0,
    isCut: false,
    hasMoreEntries: false,
    entries: 0,
    entriesMax,
  };
  await scanInto(state, folder, { countsOnly: false });
  for (const other of otherFolders) await scanInto(state, other, { countsOnly: true });
  return state;
}

async function scanInto(scan: ScanState, folder: string, { countsOnly }: { countsOnly: boolean }): Promise<void> {
  // The folder itself belongs to the script, so only its parent is resolved.
  const root = path.join(fs.realpathSync(path.dirname(folder)), path.basename(folder));
  const rootLength = Buffer.byteLength(root) + 1;
  const queue: Buffer[] = [Buffer.from(root)];
  for (let location = queue.shift(); location !== undefined && !scan.hasMoreEntries; location = queue.shift()) {
    const opened = openFolder(location);
    if (opened === null) continue;
    const folders = await scanEntries(scan, { opened, location }, (found, stat) => {
      if (countsOnly) return;
      scan.isCut ||= scan.files.length >= FILES_MAX;
      if (scan.isCut) return;
      const text = toText(found.subarray(rootLength)).split(path.sep).join("/");
      scan.files.push({ path: text, location: found, sizeBytes: stat.size, changedAt: stat.mtimeMs });
    }).finally(() => fs.closeSync(opened));
    queue.push(...folders);
  }
}

/** Counts the entries of a folder, passes each regular file to `onFile`, and returns the folders in it. */
async function scanEntries(
  scan: ScanState,
  folder: OpenedFolder,
  onFile: (location: Buffer, stat: fs.Stats) => void,
): Promise<Buffer[]> {
  const folders: Buffer[] = [];
  for (const name of namesIn(folder, scan.entriesMax - scan.entries + 1)) {
    scan.entries += 1;
    if (scan.entries > scan.entriesMax) {
      scan.hasMoreEntries = true;
      break;
    }
    if (scan.entries % ENTRIES_AT_A_TIME === 0) await nextTurn();
    const location = Buffer.concat([folder.location, Buffer.from("/"), name]);
    const stat = statOf(location);
    if (stat === null) continue;
    scan.diskBytes += stat.blocks * BLOCK_BYTES;
    if (stat.isDirectory()) folders.push(location);
    if (stat.isFile()) onFile(location, stat);
  }
  return folders;
}

/** The type and size of an entry; null if it is gone, or if the script has closed its folder to this process. */
function statOf(location: Buffer): fs.Stats | null {
  try {
    return fs.lstatSync(location);
  } catch {
    return null;
  }
}

/** The first names in a folder, sorted. It never reads all of them, because a script may create millions. */
function namesIn(folder: OpenedFolder, namesMax: number): Buffer[] {
  const directory = openListing(folder);
  if (directory === null) return [];
  const names: Buffer[] = [];
  try {
    for (let entry = directory.readSync(); entry && names.length < namesMax; entry = directory.readSync()) {
      names.push(Buffer.from(entry.name));
    }
  } finally {
    directory.closeSync();
  }
  return names.sort(Buffer.compare);
}

/** Opens a folder for listing; null if the script has closed it to this process in the meantime. */
function openListing(folder: OpenedFolder): fs.Dir | null {
  // The type declares names as strings, but with this encoding they are buffers.
  const encoding = "buffer" as BufferEncoding;
  try {
    return fs.opendirSync(listingPath(folder), { encoding, bufferSize: 512 });
  } catch {
    return null;
  }
}

/**
 * A name as text that PostgreSQL can store and a page can show. If it contains escaped bytes, so are its backslashes.
 */
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
