import { describe, expect, test } from "vitest";
import type { TableSource } from "../read/table-source";
import { summarizeTable } from "./summarize-table";

function aTable(columns: string[], rows: string[][]): TableSource {
  const batches = async function* () {
    for (let at = 0; at < rows.length; at += 1000)
      yield { rows: rows.slice(at, at + 1000), progress: at / rows.length };
  };
  return { columns, hiddenColumns: 0, rowCount: rows.length, batches };
}

const figuresOf = async (cells: string[]) => {
  const summary = await summarizeTable(
    aTable(
      ["c"],
      cells.map((cell) => [cell]),
    ),
    () => {},
  );
  return summary.columns[0];
};

describe("the statistics of a column", () => {
  test.each([
    ["numbers", ["3", "1", "NA", "2", ""], { type: "number", empty: 2, distinct: 3, min: "1", median: "2", max: "3" }],
    ["decimal commas", ["1,5", "2,5"], { type: "number", min: "1.5", median: "2", max: "2.5" }],
    ["dates", ["2024-03-01", "2024-01-01", "2024-02-01"], { type: "date", min: "2024-01-01", median: "2024-02-01" }],
    ["times", ["2024-03-01 12:30", "2024-03-01 12:31:30"], { type: "date", max: "2024-03-01T12:31:30" }],
    ["booleans", ["true", "False"], { type: "boolean", min: null, distinct: 2 }],
    ["texts", ["b", "a", "b", "1"], { type: "text", distinct: 3, median: null }],
    ["nothing", ["", "NA"], { type: "empty", empty: 2, distinct: 0, bars: [] }],
    ["hexadecimal texts", ["0x10", "0x11"], { type: "text" }],
  ])("of %s", async (_, cells, figures) => expect(await figuresOf(cells)).toMatchObject(figures));

  test("have the distribution of numbers, and the most frequent texts", async () => {
    const numbers = await figuresOf(Array.from({ length: 100 }, (_, index) => String(index)));
    expect(numbers?.bars).toHaveLength(20);
    expect(numbers?.bars.every(({ count }) => count === 5)).toBe(true);
    expect((await figuresOf(["b", "a", "b"]))?.bars).toEqual([
      { label: "b", count: 2 },
      { label: "a", count: 1 },
    ]);
  });

  test("count a limited number of distinct values", async () => {
    const figures = await figuresOf(Array.from({ length: 20_000 }, (_, index) => `id${index}`));
    expect(figures).toMatchObject({ distinct: 10_000, hasMoreDistinct: true });
  });
});

describe("summarizeTable", () => {
  test("takes a sample of 5,000 rows in their order, the same one each time", async () => {
    const rows = Array.from({ length: 20_000 }, (_, index) => [String(index)]);
    const { sample } = await summarizeTable(aTable(["n"], rows), () => {});
    const numbers = sample.map(([cell]) => Number(cell));
    expect(sample).toHaveLength(5_000);
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
    expect(Math.abs((numbers[2_500] ?? 0) - 10_000)).toBeLessThan(1_000);
    expect((await summarizeTable(aTable(["n"], rows), () => {})).sample).toEqual(sample);
  });

  test("reports its progress and stops after a million rows", async () => {
    const many = Array.from({ length: 1000 }, (_, index) => [String(index % 7)]);
    const source: TableSource = {
      ...aTable(["n"], []),
      batches: async function* () {
        for (let batch = 0; batch < 1_002; batch += 1) yield { rows: many, progress: batch / 1_002 };
      },
    };
    const progress: number[] = [];
    const summary = await summarizeTable(source, (value) => progress.push(value));
    expect(summary).toMatchObject({ rowCount: 1_000_000, hasMoreRows: true });
    expect(summary.columns[0]).toMatchObject({ median: "3", isEstimate: false });
    expect(progress.at(-1)).toBe(1);
  });
});
