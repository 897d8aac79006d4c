import { createHash, randomBytes } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { buffer } from "node:stream/consumers";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type ContentStore, SHARDS, type StoredContent } from "../content-store";

const missing = "0".repeat(64);
/** More than one part of an upload to a bucket. */
const LARGE_BYTES = 17 * 1024 * 1024 + 3;

/** A file of this machine with these bytes, and the content that it is. */
export function fileOf(bytes: Buffer): { file: string; content: StoredContent } {
  const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "wooey-content-")), "file");
  fs.writeFileSync(file, bytes);
  const digest = (algorithm: string) => createHash(algorithm).update(bytes).digest("hex");
  return { file, content: { sha256: digest("sha256"), sha1: digest("sha1"), sizeBytes: bytes.length } };
}

/** Stores bytes. Returns their SHA-256. */
export async function putBytes(store: ContentStore, bytes: Buffer): Promise<string> {
  const { file, content } = fileOf(bytes);
  await store.put(file, content);
  fs.rmSync(path.dirname(file), { recursive: true });
  return content.sha256;
}

/** Everything that an iterable yields. */
export async function collect<Value>(values: AsyncIterable<Value>): Promise<Value[]> {
  const collected: Value[] = [];
  for await (const value of values) collected.push(value);
  return collected;
}

/** What every place for contents does. `open` makes an empty one. */
export function describeContentStore(name: string, open: () => Promise<ContentStore>): void {
  describe(name, () => {
    describeBytes(open);
    describeNames(open);
  });
}

function describeBytes(open: () => Promise<ContentStore>): void {
  test("returns what was stored, and nothing else", async () => {
    const store = await open();
    const bytes = randomBytes(100_000);
    const sha256 = await putBytes(store, bytes);
    expect(await buffer(store.open(sha256))).toEqual(bytes);
    expect(await store.size(sha256)).toBe(100_000);
    expect(fs.readFileSync(await store.localFile(sha256))).toEqual(bytes);
    await store.remove(sha256);
    expect(await store.size(sha256)).toBeNull();
  });

  test("a content that does not exist", async () => {
    const store = await open();
    const gone = { code: "ENOENT" };
    expect(await store.size(missing)).toBeNull();
    await store.remove(missing);
    await expect(buffer(store.open(missing))).rejects.toMatchObject(gone);
    await expect(buffer(store.open(missing, { start: 1, end: 5 }))).rejects.toMatchObject(gone);
  });

  test("an empty content", async () => {
    const store = await open();
    const sha256 = await putBytes(store, Buffer.alloc(0));
    expect(await store.size(sha256)).toBe(0);
    expect(await buffer(store.open(sha256))).toHaveLength(0);
    expect(await buffer(store.open(sha256, { start: 0, end: 4095 }))).toHaveLength(0);
    expect(fs.readFileSync(await store.localFile(sha256))).toHaveLength(0);
  });

  test("a large content", async () => {
    const store = await open();
    const bytes = randomBytes(LARGE_BYTES);
    const sha256 = await putBytes(store, bytes);
    expect(await putBytes(store, bytes)).toBe(sha256);
    expect((await buffer(store.open(sha256))).equals(bytes)).toBe(true);
    expect((await buffer(store.open(sha256, { start: LARGE_BYTES - 2 }))).equals(bytes.subarray(-2))).toBe(true);
  });

  test("any range is the part of the content", async () => {
    const store = await open();
    const bytes = randomBytes(5_000);
    const sha256 = await putBytes(store, bytes);
    const position = fc.integer({ min: 0, max: 6_000 });
    await fc.assert(
      fc.asyncProperty(position, fc.option(position, { nil: undefined }), async (start, length) => {
        const end = length === undefined ? undefined : start + length;
        const range = end === undefined ? { start } : { start, end };
        const read = await buffer(store.open(sha256, range));
        expect(read.equals(bytes.subarray(start, end === undefined ? undefined : end + 1))).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  test("many at the same time store the same content", async () => {
    const store = await open();
    const bytes = randomBytes(50_000);
    const stored = await Promise.all(Array.from({ length: 20 }, () => putBytes(store, bytes)));
    expect(new Set(stored).size).toBe(1);
    expect(await buffer(store.open(stored[0] ?? ""))).toEqual(bytes);
  });
}

function describeNames(open: () => Promise<ContentStore>): void {
  test("a listing has each content in one of the folders, with its size and time", async () => {
    const store = await open();
    const before = Date.now() - 5_000;
    const sizes = new Map<string, number>();
    for (const size of [0, 1, 999]) sizes.set(await putBytes(store, randomBytes(size)), size);
    await store.writeText("a-text", "not a content");
    const shards = [...new Set([...sizes.keys()].map((sha256) => Number.parseInt(sha256.slice(0, 2), 16)))];
    const listed = (await Promise.all(shards.map((shard) => collect(store.list(shard))))).flat();
    expect(new Map(listed.map(({ sha256, sizeBytes }) => [sha256, sizeBytes]))).toEqual(sizes);
    expect(listed.every(({ storedAt }) => storedAt.getTime() > before)).toBe(true);
    const other = shards.includes(SHARDS - 1) ? SHARDS - 2 : SHARDS - 1;
    expect(await collect(store.list(other))).toEqual([]);
  });

  test("texts have names", async () => {
    const store = await open();
    expect(await store.readText("a")).toBeNull();
    await store.writeText("a-1", "first");
    await store.writeText("a-2", "zweiter “Text”");
    await store.writeText("a-1", "changed");
    await store.writeText("b", "");
    expect([await store.readText("a-1"), await store.readText("a-2"), await store.readText("b")]).toEqual([
      "changed",
      "zweiter “Text”",
      "",
    ]);
    expect(await store.listTexts("a-")).toEqual(["a-1", "a-2"]);
  });

  test.each(["../../etc/passwd", "", "a".repeat(63), "A".repeat(64)])("refuses %j as a name", async (name) => {
    const store = await open();
    const refusal = "File not found.";
    expect(() => store.open(name)).toThrow(refusal);
    for (const use of [store.size, store.remove, store.localFile, store.sendable])
      await expect((async () => use(name))()).rejects.toThrow(refusal);
  });
}
