import { createHash, randomUUID } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { env } from "@/server/env";
import { AppError } from "@/server/errors";
import { t } from "@/server/language/text";

/** Content in storage: its SHA-256 (the key) and SHA-1 (which Wooey shows) in hex, and its size. */
export interface StoredContent {
  sha256: string;
  sha1: string;
  sizeBytes: number;
}

const filesFolder = () => path.join(env().WOOEY_DATA_DIR, "files");

/** Where the content with this SHA-256 lies on disk. @throws not_found when the text is no SHA-256. */
export function storedPath(sha256: string): string {
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw new AppError("not_found", t("File not found."));
  return path.join(filesFolder(), sha256.slice(0, 2), sha256);
}

/**
 * Streams content into storage and answers what it is. It appears whole or not at all; the same content is kept once.
 * @throws limit when it is longer than `bytesMax`.
 */
export async function storeStream(source: Readable, bytesMax: number): Promise<StoredContent> {
  const temporary = path.join(filesFolder(), "incoming", randomUUID());
  await fs.promises.mkdir(path.dirname(temporary), { recursive: true });
  try {
    const content = await writeHashed(source, temporary, bytesMax);
    await moveInto(temporary, storedPath(content.sha256));
    return content;
  } finally {
    await fs.promises.rm(temporary, { force: true });
  }
}

/** Opens stored content for reading, from `start` to `end` inclusive where given (bytes). */
export function openStored(sha256: string, range?: { start: number; end?: number }): Readable {
  return fs.createReadStream(storedPath(sha256), { highWaterMark: 256 * 1024, ...range });
}

/** Whether the content is there. */
export async function isStored(sha256: string): Promise<boolean> {
  return fs.promises.access(storedPath(sha256)).then(
    () => true,
    () => false,
  );
}

/** Removes content; nothing happens where there is none. The caller has made sure that no row names it. */
export async function removeStored(sha256: string): Promise<void> {
  await fs.promises.rm(storedPath(sha256), { force: true });
}

async function writeHashed(source: Readable, target: string, bytesMax: number): Promise<StoredContent> {
  const sha256 = createHash("sha256");
  const sha1 = createHash("sha1");
  let sizeBytes = 0;
  // Open before anything can fail: a stream that opens by itself may make the file after it was removed.
  const handle = await fs.promises.open(target, "wx", 0o644);
  await pipeline(
    source,
    async function* measure(chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        sizeBytes += chunk.length;
        if (sizeBytes > bytesMax)
          throw new AppError("limit", `The file is larger than the ${bytesMax} bytes allowed here.`);
        sha256.update(chunk);
        sha1.update(chunk);
        yield chunk;
      }
    },
    handle.createWriteStream(),
  );
  return { sha256: sha256.digest("hex"), sha1: sha1.digest("hex"), sizeBytes };
}

async function moveInto(temporary: string, target: string): Promise<void> {
  await fs.promises.mkdir(path.dirname(target), { recursive: true });
  await fs.promises.rename(temporary, target);
}
