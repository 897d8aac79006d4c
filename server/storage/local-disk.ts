import { randomUUID } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import type { Readable } from "node:stream";
import {
  type ByteRange,
  type ContentStore,
  isContentName,
  keyOf,
  type ListedContent,
  shardName,
} from "./content-store";

/** Contents as files below a folder of this machine. Only the server may read them: no other account, and no script. */
export function openLocalDisk(folder: string): ContentStore {
  const pathOf = (sha256: string) => path.join(folder, keyOf(sha256));
  const pathOfText = (name: string) => path.join(folder, "texts", name);
  return {
    location: folder,
    put: (file, { sha256 }) => moveInto(file, pathOf(sha256)),
    keepCopy: async () => undefined, // It is the file itself.
    open: (sha256, range) => openFile(pathOf(sha256), range),
    size: async (sha256) => (await statOf(pathOf(sha256)))?.size ?? null,
    remove: (sha256) => fs.promises.rm(pathOf(sha256), { force: true }),
    list: (shard) => listContents(path.join(folder, shardName(shard))),
    localFile: async (sha256) => pathOf(sha256),
    sendable: async (sha256) => ({ file: pathOf(sha256) }),
    downloadUrl: async () => null,
    removeUnfinished: async () => 0, // What is received is on the disk of this machine as well.
    readText: (name) => readText(pathOfText(name)),
    writeText: (name, text) => writeText(pathOfText(name), text),
    listTexts: (prefix) => listTexts(path.join(folder, "texts"), prefix),
  };
}

/** Opens a file of this machine for reading, a quarter of a megabyte at a time. */
export function openFile(file: string, range?: ByteRange): Readable {
  return fs.createReadStream(file, { highWaterMark: 256 * 1024, ...range });
}

/** Moves a complete file to its final path, in a folder that only the server may enter. */
export async function moveInto(file: string, target: string): Promise<void> {
  await fs.promises.mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
  await fs.promises.rename(file, target).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== "EXDEV") throw error;
    // Another file system. The content must appear at once there as well.
    const incoming = incomingName(target);
    await fs.promises.copyFile(file, incoming);
    await fs.promises.rename(incoming, target);
    await fs.promises.rm(file);
  });
}

async function* listContents(folder: string): AsyncGenerator<ListedContent> {
  for (const name of await namesIn(folder)) {
    if (!isContentName(name)) continue;
    const stat = await statOf(path.join(folder, name));
    if (stat) yield { sha256: name, sizeBytes: stat.size, storedAt: stat.mtime };
  }
}

/** Removes files in a folder that have not been written to since `before`. Returns how many. */
export async function removeOldFiles(folder: string, before: Date): Promise<number> {
  let removed = 0;
  for (const name of await namesIn(folder)) {
    const file = path.join(folder, name);
    const stat = await statOf(file);
    if (!stat || stat.mtime >= before) continue;
    await fs.promises.rm(file, { force: true });
    removed += 1;
  }
  return removed;
}

async function readText(file: string): Promise<string | null> {
  return fs.promises.readFile(file, "utf8").catch(ifMissing(null));
}

async function writeText(file: string, text: string): Promise<void> {
  await fs.promises.mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const incoming = incomingName(file);
  await fs.promises.writeFile(incoming, text, { mode: 0o600 });
  await fs.promises.rename(incoming, file);
}

async function listTexts(folder: string, prefix: string): Promise<string[]> {
  return (await namesIn(folder)).filter((name) => name.startsWith(prefix) && !name.endsWith(INCOMING));
}

const INCOMING = ".incoming";

/** A file beside `file` for this write alone: processes of several machines may write to the same folder. */
function incomingName(file: string): string {
  return `${file}.${randomUUID()}${INCOMING}`;
}

/** The names in a folder, sorted; none if it does not exist. */
async function namesIn(folder: string): Promise<string[]> {
  return (await fs.promises.readdir(folder).catch(ifMissing<string[]>([]))).sort();
}

function statOf(file: string): Promise<fs.Stats | null> {
  return fs.promises.stat(file).catch(ifMissing(null));
}

function ifMissing<Value>(value: Value) {
  return (error: NodeJS.ErrnoException): Value => {
    if (error.code === "ENOENT") return value;
    throw error;
  };
}
