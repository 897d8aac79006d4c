import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { memoryFile } from "../testing/memory-file";
import { gunzip } from "./gunzip";
import { readChunks } from "./ranged-file";

async function sizeOf(bytes: Buffer, bytesMax?: number): Promise<number> {
  let size = 0;
  for await (const chunk of gunzip(readChunks(memoryFile(bytes)), bytesMax)) size += chunk.bytes.length;
  return size;
}

test("a file is unpacked", async () => {
  expect(await sizeOf(gzipSync(Buffer.alloc(10_000_000)))).toBe(10_000_000);
});

test("a bomb stops at the limit, and a broken file at once", async () => {
  await expect(sizeOf(gzipSync(Buffer.alloc(10_000_000)), 1_000_000)).rejects.toMatchObject({
    code: "tooMuchUnpacked",
  });
  await expect(sizeOf(Buffer.from("no gzip at all"))).rejects.toMatchObject({ code: "damaged" });
});
