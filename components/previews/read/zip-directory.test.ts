import { buffer } from "node:stream/consumers";
import { describe, expect, test } from "vitest";
import { ZipFile } from "yazl";
import { memoryFile } from "../testing/memory-file";
import { readZipDirectory } from "./zip-directory";

const mtime = new Date(2024, 1, 29, 12, 30, 10);

async function aZip({ zip64 = false } = {}): Promise<Buffer> {
  const zip = new ZipFile();
  const options = { mtime, forceZip64Format: zip64 };
  zip.addEmptyDirectory("données/", { mtime });
  zip.addBuffer(Buffer.alloc(5_000_000), "données/größe.bin", options);
  zip.addBuffer(Buffer.from("hi"), "read.me", options);
  zip.end({ forceZip64Format: zip64, comment: "a comment" });
  // yazl types its stream as Node's smallest stream interface; it is a Readable.
  return buffer(zip.outputStream as NodeJS.ReadableStream as AsyncIterable<Uint8Array> & NodeJS.ReadableStream);
}

describe("readZipDirectory", () => {
  test.each([false, true])("lists the entries (64-bit records: %s)", async (zip64) => {
    const list = await readZipDirectory(memoryFile(await aZip({ zip64 })));
    expect(list).toEqual({
      hasMore: false,
      entries: [
        { path: "données/", sizeBytes: 0, modifiedAt: mtime },
        { path: "données/größe.bin", sizeBytes: 5_000_000, modifiedAt: mtime },
        { path: "read.me", sizeBytes: 2, modifiedAt: mtime },
      ],
    });
  });

  test("reads only the end of the file", async () => {
    const file = memoryFile(Buffer.concat([Buffer.alloc(20_000_000), await aZip()]));
    await readZipDirectory(file).catch(() => null);
    expect(file.readBytes).toBeLessThan(100_000);
  });

  test("refuses what is not an archive, and a directory that lies outside the file", async () => {
    await expect(readZipDirectory(memoryFile("no zip"))).rejects.toMatchObject({ code: "damaged" });
    await expect(readZipDirectory(memoryFile(""))).rejects.toMatchObject({ code: "damaged" });
    const lying = await aZip();
    lying.writeUInt32LE(0x7fff_ffff, lying.length - "a comment".length - 22 + 16);
    await expect(readZipDirectory(memoryFile(lying))).rejects.toMatchObject({ code: "damaged" });
  });
});
