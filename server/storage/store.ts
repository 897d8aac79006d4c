import { createHash, randomUUID } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { env } from "@/server/env";
import { AppError } from "@/server/errors";
import { t } from "@/server/language/text";

/** Content in storage: its SHA-256 (the key) and SHA-1 (shown by Wooey) in hex, and its size. */
export interface StoredContent {
  sha256: string;
  sha1: string;
  sizeBytes: number;
}

const filesFolder = () => path.join(env().WOOEY_DATA_DIR, "files");

/** The path of the content with this SHA-256. @throws not_found if the text is not a SHA-256. */
export function storedPath(sha256: string): string {
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw new AppError("not_found", t("File not found."));
  return path.join(filesFolder(), sha256.slice(0, 2), sha256);
}

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
    await moveInto(temporary, storedPath(content.sha256));
    return content;
  } finally {
    await fs.promises.rm(temporary, { force: true });
  }
}

/** Opens stored content for reading, from `start` to `end` inclusive if given (bytes). */
export function openStored(sha256: string, range?: { start: number; end?: number }): Readable {
  return fs.createReadStream(storedPath(sha256), { highWaterMark: 256 * 1024, ...range });
}

/** Whether the content exists. */
export async function isStored(sha256: string): Promise<boolean> {
  return fs.promises.access(storedPath(sha256)).then(
    () => true,
    () => false,
  );
}

/** Removes content, if it exists. The caller has made sure that no row refers to it. */
export async function removeStored(sha256: string): Promise<void> {
  await fs.promises.rm(storedPath(sha256), { force: true });
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

async function writeHashed(source: Readable, target: string, bytesMax: number): Promise<StoredContent> {
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

/** Makes a file, complete and checked, stored content. Everything that is stored comes in by this function. */
export async function moveInto(temporary: string, target: string): Promise<void> {
  await fs.promises.mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
  await fs.promises.rename(temporary, target);
}
