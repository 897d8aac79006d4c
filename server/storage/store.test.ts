import fs from "node:fs";
import path from "node:path";
import { Readable } from "node:stream";
import { describe, expect, test } from "vitest";
import { env } from "@/server/env";
import { storedPath } from "./location";
import { isStored, openStored, storeStream } from "./store";

describe("storeStream", () => {
  test("stores content once, under its SHA-256", async () => {
    const first = await storeStream(Readable.from([Buffer.from("hel"), Buffer.from("lo")]), 100);
    const second = await storeStream(Readable.from([Buffer.from("hello")]), 100);
    expect(first).toEqual(second);
    expect(first).toEqual({
      sha256: "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824",
      sha1: "aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d",
      sizeBytes: 5,
    });
    const chunks: Buffer[] = [];
    for await (const chunk of openStored(first.sha256, { start: 1, end: 3 })) chunks.push(chunk);
    expect(Buffer.concat(chunks).toString()).toBe("ell");
  });

  test("leaves nothing behind when the content is too long", async () => {
    const refuse = () =>
      expect(storeStream(Readable.from([Buffer.alloc(11)]), 10)).rejects.toMatchObject({ code: "limit" });
    await Promise.all(Array.from({ length: 50 }, refuse));
    expect(fs.readdirSync(path.join(env().WOOEY_DATA_DIR, "files", "incoming"))).toEqual([]);
  });
});

describe("storedPath", () => {
  test("refuses what is not a SHA-256, especially a path", async () => {
    expect(() => storedPath("../../etc/passwd")).toThrow("File not found");
    expect(await isStored("0".repeat(64))).toBe(false);
  });
});
