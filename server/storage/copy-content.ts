import { randomUUID } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import type { Readable } from "node:stream";
import { type ContentStore, DamagedError, SHARDS, type StoredContent } from "./content-store";
import { incomingPath, writeHashed } from "./store";

/** How many contents are on their way at the same time. */
const COPIES_AT_ONCE = 6;

/** What a copy of many contents has done. */
export interface CopyResult {
  /** Contents that the other place did not have. */
  copied: number;
  copiedBytes: number;
  /** Contents that it had already. */
  present: number;
}

export type CopiedContent = Pick<StoredContent, "sha256" | "sizeBytes">;

/** Stores a stream, of any length, in a store. Returns its hashes and size. */
export async function putStream(store: ContentStore, source: Readable): Promise<StoredContent> {
  return spool(source, async (file, content) => {
    await store.put(file, content);
    return content;
  });
}

/**
 * Copies a content to another store. Returns its size. @throws StorageError if its bytes are not those of its name, or a
 * store cannot be used; an error with the code ENOENT if it does not exist
 */
export async function copyContent(from: ContentStore, to: ContentStore, sha256: string): Promise<number> {
  return spool(from.open(sha256), async (file, content) => {
    if (content.sha256 !== sha256) throw new DamagedError(from.location, sha256);
    await to.put(file, content);
    return content.sizeBytes;
  });
}

/** Writes a stream to a temporary file for `use`, which may take the file. */
async function spool<Result>(
  source: Readable,
  use: (file: string, content: StoredContent) => Promise<Result>,
): Promise<Result> {
  // Until there is a reader, which gets the error, an error without a listener would end the process.
  source.on("error", () => undefined);
  const file = incomingPath(randomUUID());
  await fs.promises.mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  try {
    return await use(file, await writeHashed(source, file, Number.MAX_SAFE_INTEGER));
  } finally {
    await fs.promises.rm(file, { force: true });
  }
}

/**
 * Copies every content of a store to another one, but those that it has with the same size, and its texts. It can be
 * interrupted and repeated. @throws StorageError
 */
export async function copyAll(
  from: ContentStore,
  to: ContentStore,
  onProgress: (result: CopyResult, shard: number) => void,
): Promise<CopyResult> {
  const result: CopyResult = { copied: 0, copiedBytes: 0, present: 0 };
  for (let shard = 0; shard < SHARDS; shard += 1) {
    const sizes = await sizesIn(to, shard);
    await eachAtOnce(from.list(shard), async ({ sha256, sizeBytes }) => {
      if (sizes.get(sha256) === sizeBytes) {
        result.present += 1;
        return;
      }
      const bytes = await copyContent(from, to, sha256);
      result.copiedBytes += bytes;
      result.copied += 1;
    });
    onProgress(result, shard);
  }
  for (const name of await from.listTexts("")) await to.writeText(name, (await from.readText(name)) ?? "");
  return result;
}

/** The sizes of the contents in one of the 256 folders of a store. */
export async function sizesIn(store: ContentStore, shard: number): Promise<Map<string, number>> {
  const sizes = new Map<string, number>();
  for await (const { sha256, sizeBytes } of store.list(shard)) sizes.set(sha256, sizeBytes);
  return sizes;
}

/** Does the same with each value, several at the same time. Stops at the first error. */
export async function eachAtOnce<Value>(
  values: AsyncIterable<Value>,
  work: (value: Value) => Promise<void>,
): Promise<void> {
  const working = new Set<Promise<void>>();
  const failures: unknown[] = [];
  for await (const value of values) {
    if (failures.length > 0) break;
    const job = work(value)
      .catch((error) => {
        failures.push(error);
      })
      .finally(() => working.delete(job));
    working.add(job);
    if (working.size >= COPIES_AT_ONCE) await Promise.race(working);
  }
  await Promise.all(working);
  if (failures.length > 0) throw failures[0];
}
