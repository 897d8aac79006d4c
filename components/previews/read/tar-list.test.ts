import { buffer } from "node:stream/consumers";
import { gzipSync } from "node:zlib";
import { pack } from "tar-stream";
import { describe, expect, test } from "vitest";
import { memoryFile } from "../testing/memory-file";
import { readTarList } from "./tar-list";

const mtime = new Date("2024-02-29T12:30:10Z");
const longPath = `${"long/".repeat(60)}größe.txt`;

async function aTar(): Promise<Buffer> {
  const tar = pack();
  tar.entry({ name: "dir/", type: "directory", mtime });
  tar.entry({ name: "dir/big.bin", mtime }, Buffer.alloc(5_000_001));
  tar.entry({ name: longPath, mtime }, "hi");
  tar.entry({ name: "link", type: "symlink", linkname: "dir/big.bin", mtime });
  tar.finalize();
  return buffer(tar);
}

const entries = [
  { path: "dir/", sizeBytes: 0, modifiedAt: mtime },
  { path: "dir/big.bin", sizeBytes: 5_000_001, modifiedAt: mtime },
  { path: longPath, sizeBytes: 2, modifiedAt: mtime },
  { path: "link", sizeBytes: 0, modifiedAt: mtime },
];

describe("readTarList", () => {
  test("lists the entries without loading their contents", async () => {
    const file = memoryFile(await aTar());
    expect(await readTarList(file, "a.tar")).toEqual({ hasMore: false, entries });
    expect(file.readBytes).toBeLessThan(1_000_000);
  });

  test("lists a compressed archive", async () => {
    expect((await readTarList(memoryFile(gzipSync(await aTar())), "a.tar.gz")).entries).toEqual(entries);
  });

  test("lists a limited number of entries", async () => {
    const tar = pack();
    for (let index = 0; index <= 10_000; index += 1) tar.entry({ name: `${index}`, mtime }, "");
    tar.finalize();
    const list = await readTarList(memoryFile(await buffer(tar)), "a.tar");
    expect(list).toMatchObject({ hasMore: true, entries: { length: 10_000 } });
  });

  test("refuses what is not an archive, and a size that no file has", async () => {
    await expect(readTarList(memoryFile("no tar"), "a.tar")).rejects.toMatchObject({ code: "damaged" });
    await expect(readTarList(memoryFile("no tar"), "a.tgz")).rejects.toMatchObject({ code: "damaged" });
    const lying = await aTar();
    lying.write("zzzzzzz", 124, "latin1");
    await expect(readTarList(memoryFile(lying), "a.tar")).rejects.toMatchObject({ code: "damaged" });
  });
});
