import { createHash, randomUUID } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { AppError } from "@/server/errors";
import type { ByteRange, StoredContent } from "./content-store";
import { openFile } from "./local-disk";
import { contentStore, filesFolder, isOnLocalDisk, openedContentStore, storedPath } from "./location";

/** The path of a file that is being received: it is not stored yet. */
export function incomingPath(name: string): string {
  return path.join(filesFolder(), "incoming", name);
}

/**
 * Streams content into storage and returns its hashes and size. The file appears complete or not at all; equal content
 * is stored once. `check` gets the path of the complete file before it appears, and refuses it by throwing.
 * @throws limit if it is longer than `bytesMax`.
 */
export async function storeStream(
  source: Readable,
  bytesMax: number,
  check?: (file: string) => Promise<void>,
): Promise<StoredContent> {
  const temporary = incomingPath(randomUUID());
  // Only the server reads stored files: neither scripts that run under another user id nor other accounts may.
  await fs.promises.mkdir(path.dirname(temporary), { recursive: true, mode: 0o700 });
  try {
    const content = await writeHashed(source, temporary, bytesMax);
    await check?.(temporary);
    const store = await contentStore();
    await store.put(temporary, content);
    await store.keepCopy(temporary, content);
    return content;
  } finally {
    await fs.promises.rm(temporary, { force: true });
  }
}

/**
 * Opens stored content for reading, from `start` to `end` inclusive if given (bytes). The stream fails with the code ENOENT
 * if there is no such content.
 */
export function openStored(sha256: string, range?: ByteRange): Readable {
  if (isOnLocalDisk()) return openFile(storedPath(sha256), range);
  const store = openedContentStore();
  if (store) return store.open(sha256, range);
  return Readable.from(openLater(sha256, range), { objectMode: false });
}

async function* openLater(sha256: string, range?: ByteRange): AsyncGenerator<Buffer> {
  yield* (await contentStore()).open(sha256, range);
}

/** Whether the content exists. */
export async function isStored(sha256: string): Promise<boolean> {
  return (await (await contentStore()).size(sha256)) !== null;
}

/** Removes content, if it exists. The caller has made sure that no row refers to it. */
export async function removeStored(sha256: string): Promise<void> {
  await (await contentStore()).remove(sha256);
}

/**
 * The path of a file of this machine with the content, for programs that read files. Read it at once: it may be a copy that
 * is removed after some minutes.
 */
export async function localFileOf(sha256: string): Promise<string> {
  return (await contentStore()).localFile(sha256);
}

/** Closes the folder of stored files to other users. Older versions of Wooey left it open. */
export function closeStorage(): void {
  if (fs.existsSync(filesFolder())) fs.chmodSync(filesFolder(), 0o700);
}

/** Hashes content while it passes: `pass` yields the chunks that it gets, and `content` returns what has passed so far. */
export function hashContent() {
  const sha256 = createHash("sha256");
  const sha1 = createHash("sha1");
  let sizeBytes = 0;
  return {
    async *pass(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
      for await (const chunk of chunks) {
        sizeBytes += chunk.length;
        sha256.update(chunk);
        sha1.update(chunk);
        yield chunk;
      }
    },
    /** Call it once, at the end. */
    content: (): StoredContent => ({ sha256: sha256.digest("hex"), sha1: sha1.digest("hex"), sizeBytes }),
  };
}

/** Writes a stream to a new file. Returns the hashes and size of what it wrote. @throws limit */
export async function writeHashed(source: Readable, target: string, bytesMax: number): Promise<StoredContent> {
  const hash = hashContent();
  // Opens the file before anything can fail: a stream that opens it later could create it after it was removed.
  const handle = await fs.promises.open(target, "wx", 0o600);
  await pipeline(
    source,
    (chunks: AsyncIterable<Buffer>) => hash.pass(within(chunks, bytesMax)),
    handle.createWriteStream(),
  );
  return hash.content();
}

async function* within(chunks: AsyncIterable<Buffer>, bytesMax: number): AsyncGenerator<Buffer> {
  let sizeBytes = 0;
  for await (const chunk of chunks) {
    sizeBytes += chunk.length;
    if (sizeBytes > bytesMax)
      throw new AppError("limit", `The file is larger than the ${bytesMax} bytes allowed here.`);
    yield chunk;
  }
}
