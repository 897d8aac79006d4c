import fs from "node:fs";
import path from "node:path";
import type { Readable } from "node:stream";
import { AppError } from "@/server/errors";
import { t } from "@/server/language/text";
import type { StoredContent } from "./content-store";
import { contentStore } from "./location";
import { hashContent, incomingPath } from "./store";

/** How often the received bytes of a partial file are written to the disk and reported. */
const CHECKPOINT_MS = 5_000;

/** A file that arrives in several parts. It is no stored content until it is complete. */
export interface Part {
  /** The size of the complete file. */
  sizeBytes: number;
  /** How many bytes have already been received. Bytes of the file after these are overwritten. */
  startBytes: number;
  source: Readable;
  /** Receives how many bytes are safely on the disk: every few seconds, and when a part ends before the file is complete. */
  onCheckpoint(receivedBytes: number): Promise<void>;
}

/** Creates an empty partial file. */
export async function createPartial(id: string): Promise<void> {
  const file = incomingPath(id);
  await fs.promises.mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  await fs.promises.writeFile(file, "", { flag: "wx", mode: 0o600 });
}

/**
 * Appends a part to a partial file. Only one part of a file may be received at a time. Returns the content if the file is
 * now complete, otherwise null.
 * @throws not_found if bytes that have already been received are missing, invalid if the part is too long, and the error
 * of the source; all that arrived before is kept
 */
export async function appendPart(id: string, part: Part): Promise<StoredContent | null> {
  const { sizeBytes, startBytes } = part;
  const handle = await openPartial(id, startBytes);
  try {
    // After an interruption, the file is read once more when it is complete.
    const hash = startBytes === 0 ? hashContent() : null;
    const received = await receive(handle, part, hash?.pass);
    if (received < sizeBytes) return null;
    return hash ? hash.content() : await hashFile(incomingPath(id));
  } finally {
    await handle.close();
  }
}

/** Makes a complete partial file stored content. */
export async function storePartial(id: string, content: StoredContent): Promise<void> {
  await (await contentStore()).put(incomingPath(id), content);
  await removePartial(id);
}

/** Removes a partial file, if it exists. */
export async function removePartial(id: string): Promise<void> {
  await fs.promises.rm(incomingPath(id), { force: true });
}

async function openPartial(id: string, startBytes: number): Promise<fs.promises.FileHandle> {
  const handle = await fs.promises.open(incomingPath(id), "r+").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  const size = (await handle?.stat())?.size ?? -1;
  if (handle && size >= startBytes) {
    await handle.truncate(startBytes);
    return handle;
  }
  await handle?.close();
  throw new AppError("not_found", t("File not found."));
}

type Pass = (chunks: AsyncIterable<Buffer>) => AsyncIterable<Buffer>;

/** Writes the part to the file. Returns how many bytes of the file have been received. */
async function receive(handle: fs.promises.FileHandle, part: Part, pass: Pass = (chunks) => chunks): Promise<number> {
  const { sizeBytes, startBytes, source, onCheckpoint } = part;
  let receivedBytes = startBytes;
  const save = async () => {
    const bytes = receivedBytes;
    await handle.datasync();
    await onCheckpoint(bytes);
  };
  let savedAt = performance.now();
  try {
    for await (const chunk of pass(within(source, sizeBytes - startBytes))) {
      await writeFully(handle, chunk, receivedBytes);
      receivedBytes += chunk.length;
      if (performance.now() - savedAt < CHECKPOINT_MS) continue;
      await save();
      savedAt = performance.now();
    }
  } catch (error) {
    await save().catch(() => undefined); // The first error counts. What the last checkpoint says is still true.
    throw error;
  }
  if (receivedBytes < sizeBytes) await save();
  return receivedBytes;
}

/** The system may write less than it is asked to, for example because the disk is almost full. */
async function writeFully(handle: fs.promises.FileHandle, chunk: Buffer, position: number): Promise<void> {
  let written = 0;
  while (written < chunk.length) {
    const { bytesWritten } = await handle.write(chunk, written, chunk.length - written, position + written);
    written += bytesWritten;
  }
}

async function* within(chunks: Readable, bytesMax: number): AsyncGenerator<Buffer> {
  let left = bytesMax;
  for await (const chunk of chunks) {
    left -= chunk.length;
    if (left < 0) throw new AppError("invalid", t("The body is longer than the rest of the file."));
    yield chunk;
  }
}

async function hashFile(file: string): Promise<StoredContent> {
  const hash = hashContent();
  for await (const _ of hash.pass(fs.createReadStream(file, { highWaterMark: 256 * 1024 })));
  return hash.content();
}
