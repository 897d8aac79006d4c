import { expect, test } from "vitest";
import { memoryFile } from "../testing/memory-file";
import { PreviewSession } from "./session";

test("a table is opened, read page by page, and summarized from its start", async () => {
  const session = new PreviewSession();
  const text = `n\n${Array.from({ length: 250 }, (_, index) => index).join("\n")}\n`;
  expect(await session.open(memoryFile(text), { reader: "delimited", path: "a.csv" })).toEqual({
    kind: "tables",
    tables: [{ name: null, columns: ["n"], hiddenColumns: 0, rowCount: null }],
  });
  expect(await session.nextRows(0)).toMatchObject({ rows: { length: 200 }, hasMore: true });
  expect(await session.nextRows(0)).toMatchObject({ rows: { length: 50, 0: ["200"] }, hasMore: false });
  expect(await session.summarize(0, () => {})).toMatchObject({ rowCount: 250, columns: [{ median: "124.5" }] });
  await expect(session.nextRows(1)).rejects.toMatchObject({ code: "damaged" });
});

test.each([
  ["notebook", "a.ipynb", '{"cells": []}', { kind: "notebook", notebook: { cells: [] } }],
  ["bed", "a.bed", "chr1\t1\t2\n", { kind: "tables", tables: [{ columns: ["chrom", "chromStart", "chromEnd"] }] }],
] as const)("%s is opened by its reader", async (reader, path, content, opened) => {
  expect(await new PreviewSession().open(memoryFile(content), { reader, path })).toMatchObject(opened);
});

test.each(["zip", "tar", "parquet", "workbook", "notebook"] as const)("%s refuses another file", async (reader) => {
  const opening = new PreviewSession().open(memoryFile("another file"), { reader, path: "a" });
  await expect(opening).rejects.toMatchObject({ code: "damaged" });
});
