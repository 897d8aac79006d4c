import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { allRows, memoryFile } from "../testing/memory-file";
import { openDelimited } from "./delimited";
import { RowPages } from "./table-source";

const text = 'name;größe\n"a; ""b""\nc";1,5\nlast;2,25\n';

describe("a delimited table", () => {
  test.each([
    ["UTF-8", Buffer.from(text)],
    ["Latin-1", Buffer.from(text, "latin1")],
    ["UTF-16", Buffer.from(`\ufeff${text}`, "utf16le")],
  ])("is read in %s", async (_, bytes) => {
    const table = await openDelimited(memoryFile(bytes), "a.csv");
    expect(table.columns).toEqual(["name", "größe"]);
    expect(await allRows(table)).toEqual([
      ['a; "b"\nc', "1,5"],
      ["last", "2,25"],
    ]);
  });

  test.each([",", ";", "\t", "|"])("is read with the separator %j", async (separator) => {
    const table = await openDelimited(memoryFile(`a${separator}b\n1${separator}2`), "a.csv");
    expect(await allRows(table)).toEqual([["1", "2"]]);
  });

  test("is unpacked, also if it has many members, as bgzip writes it", async () => {
    const file = memoryFile(Buffer.concat([gzipSync("a,b\n1,"), gzipSync("2\n3,4\n")]));
    expect(await allRows(await openDelimited(file, "a.csv.gz"))).toEqual([
      ["1", "2"],
      ["3", "4"],
    ]);
  });

  test("of a large file is read only as far as its first rows need", async () => {
    const file = memoryFile(`a,b\n${"1,2\n".repeat(2_000_000)}`);
    const pages = new RowPages(await openDelimited(file, "a.csv"));
    const first = await pages.next();
    expect(first).toMatchObject({ hasMore: true, rows: { length: 200 } });
    expect(file.readBytes).toBeLessThan(2 * 1024 * 1024);
  });

  test("with a million columns shows the first hundred", async () => {
    const table = await openDelimited(memoryFile(`${"a,".repeat(1_000_000)}b\n1\n`), "a.csv");
    expect(table.columns).toHaveLength(100);
    expect(table.hiddenColumns).toBe(999_901);
  });

  test("with an endless line is refused", async () => {
    const file = memoryFile(`"${"a".repeat(20_000_000)}`);
    await expect(openDelimited(file, "a.csv")).rejects.toMatchObject({ code: "longLine" });
    expect(file.readBytes).toBeLessThan(16_000_000);
  });

  test("that is not what its name says is refused", async () => {
    await expect(openDelimited(memoryFile("no gzip"), "a.csv.gz")).rejects.toMatchObject({ code: "damaged" });
  });

  test("that is empty has no columns", async () => {
    expect((await openDelimited(memoryFile(""), "a.csv")).columns).toEqual([]);
  });
});
