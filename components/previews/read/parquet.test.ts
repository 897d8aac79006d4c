import { parquetWriteBuffer } from "hyparquet-writer";
import { describe, expect, test } from "vitest";
import { summarizeTable } from "../summary/summarize-table";
import { allRows, memoryFile } from "../testing/memory-file";
import { openParquet } from "./parquet";
import { RowPages } from "./table-source";

const small = () =>
  new Uint8Array(
    parquetWriteBuffer({
      columnData: [
        { name: "name", data: ["a", null, "größe"], type: "STRING" },
        { name: "n", data: [1n, 2n, 9_007_199_254_740_993n], type: "INT64" },
        { name: "day", data: [new Date("2024-02-29"), new Date("2024-02-29T12:30:00Z"), null], type: "TIMESTAMP" },
        { name: "list", data: [[1, 2], [], null], type: "JSON" },
      ],
    }),
  );

/** A file of some megabytes: a page is written after every 10,000 rows. */
function large(rowCount: number): Uint8Array {
  const numbers = Array.from({ length: rowCount }, (_, index) => (index * 7919) % 1_000_003);
  const columnData = Array.from({ length: 10 }, (_, column) => ({
    name: `c${column}`,
    data: numbers.map((number) => number + column / 10),
    type: "DOUBLE" as const,
  }));
  return new Uint8Array(parquetWriteBuffer({ columnData, rowGroupSize: rowCount, pageSize: 64 * 1024 }));
}

describe("openParquet", () => {
  test("reads typed values as text", async () => {
    const table = await openParquet(memoryFile(small()));
    expect(table).toMatchObject({ columns: ["name", "n", "day", "list"], rowCount: 3 });
    expect(await allRows(table)).toEqual([
      ["a", "1", "2024-02-29", "[1,2]"],
      ["", "2", "2024-02-29T12:30:00", "[]"],
      ["größe", "9007199254740993", "", ""],
    ]);
  });

  test("reads the first rows of a large file without loading the file", async () => {
    const file = memoryFile(large(200_000));
    const { rows, hasMore } = await new RowPages(await openParquet(file)).next();
    expect(rows).toHaveLength(200);
    expect(rows[1]?.slice(0, 2)).toEqual(["7919", "7919.1"]);
    expect(hasMore).toBe(true);
    expect(file.readBytes).toBeLessThan(file.sizeBytes / 5);
  });

  test("reads all rows for the statistics", async () => {
    const summary = await summarizeTable(await openParquet(memoryFile(large(20_000))), () => {});
    expect(summary).toMatchObject({ rowCount: 20_000, columns: { length: 10 } });
  });

  test("refuses what is not Parquet", async () => {
    await expect(openParquet(memoryFile("no parquet file"))).rejects.toMatchObject({ code: "damaged" });
    await expect(openParquet(memoryFile(""))).rejects.toMatchObject({ code: "damaged" });
  });

  test("refuses a footer that claims to be longer than the file, or longer than any", async () => {
    const lying = small();
    new DataView(lying.buffer).setUint32(lying.length - 8, 0x7fff_ffff, true);
    await expect(openParquet(memoryFile(lying))).rejects.toMatchObject({ code: "damaged" });
    await expect(openParquet({ ...memoryFile(lying), sizeBytes: 3e9, read: async () => lying })).rejects.toMatchObject({
      code: "tooLarge",
    });
  });

  test("refuses a footer with a list of two billion elements", async () => {
    // A structure whose second field is a list (0x29) of structures with a length in five bytes.
    const footer = [0x29, 0xfc, 0xff, 0xff, 0xff, 0xff, 0x07];
    const bytes = Buffer.concat([
      Buffer.from("PAR1"),
      Buffer.from(footer),
      Buffer.from([footer.length, 0, 0, 0]),
      Buffer.from("PAR1"),
    ]);
    await expect(openParquet(memoryFile(bytes))).rejects.toMatchObject({ code: "damaged" });
  });

  test("ends with a problem for a footer with any byte changed", async () => {
    const bytes = small();
    const footerLength = new DataView(bytes.buffer).getUint32(bytes.length - 8, true);
    for (let at = bytes.length - 8 - footerLength; at < bytes.length; at += 1) {
      const broken = Uint8Array.from(bytes);
      broken[at] = 255 - (broken[at] ?? 0);
      const opening = openParquet(memoryFile(broken)).then(() => "opened");
      expect(await opening.catch((error: { code?: string }) => error.code)).toBeDefined();
    }
  });
});
