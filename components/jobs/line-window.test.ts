import { describe, expect, test } from "vitest";
import { createRowIndex, fullyRenderedMax, lineAtRow, measureRows, rowHeight, visibleLines } from "./line-window";

describe("measureRows", () => {
  test("counts one row per line without wrapping, and the rows of wrapped lines with it", () => {
    const plain = createRowIndex(0);
    measureRows(plain, 3, () => 500);
    expect(plain.rows).toEqual([0, 1, 2, 3]);
    const wrapped = createRowIndex(80);
    measureRows(wrapped, 3, (line) => [0, 80, 81][line] ?? 0);
    expect(wrapped.rows).toEqual([0, 1, 2, 4]);
  });
  test("measures the last line again when it grows", () => {
    const index = createRowIndex(10);
    let last = 5;
    measureRows(index, 1, () => last);
    last = 35;
    measureRows(index, 2, (line) => (line === 0 ? last : 1));
    expect(index.rows).toEqual([0, 4, 5]);
  });
});

describe("visibleLines", () => {
  test("draws all of a short log", () => {
    const index = createRowIndex(0);
    measureRows(index, 100, () => 1);
    expect(visibleLines(index, { top: 0, height: 200, columns: 0 })).toEqual({ first: 0, end: 100 });
  });
  test("draws only the part of a long log that is near the viewport", () => {
    const index = createRowIndex(0);
    measureRows(index, fullyRenderedMax * 10, () => 1);
    const { first, end } = visibleLines(index, { top: 5000 * rowHeight, height: 400, columns: 0 });
    expect(first).toBeLessThanOrEqual(5000);
    expect(end).toBeGreaterThanOrEqual(5020);
    expect(end - first).toBeLessThan(120);
  });
});

describe("lineAtRow", () => {
  test("finds the line that covers a row", () => {
    const index = createRowIndex(10);
    measureRows(index, 3, (line) => [25, 5, 15][line] ?? 0);
    expect([0, 2, 3, 4, 5, 99].map((row) => lineAtRow(index, row))).toEqual([0, 0, 1, 2, 2, 2]);
  });
});
