import { describe, expect, test } from "vitest";
import {
  countRows,
  createRowIndex,
  forgetResized,
  fullyRenderedMax,
  lineAtRow,
  linesWithRows,
  measureRows,
  rowHeight,
  scaleOf,
  spaceAround,
  visibleLines,
} from "./line-window";

describe("measureRows", () => {
  test("adds up the rows of lines, some of which have none", () => {
    const index = createRowIndex(80);
    measureRows(index, 4, (line) => [1, 0, 2, 1][line] ?? 0);
    expect(index.rows).toEqual([0, 1, 1, 3, 4]);
    expect(linesWithRows(index, 0, 4)).toEqual([0, 2, 3]);
    expect(linesWithRows(index, 1, 3)).toEqual([2]);
  });
  test("measures the last line again when it grows", () => {
    const index = createRowIndex(10);
    let last = 1;
    measureRows(index, 1, () => last);
    last = 4;
    measureRows(index, 2, (line) => (line === 0 ? last : 1));
    expect(index.rows).toEqual([0, 4, 5]);
  });
  test("measures earlier lines again only if they have another number of rows", () => {
    const index = createRowIndex(10);
    measureRows(index, 5, () => 1);
    forgetResized(index, [1, 2], () => 1);
    expect(index.rows).toHaveLength(6);
    forgetResized(index, [4, 3, 9], (line) => (line === 3 ? 0 : 1));
    expect(index.rows).toHaveLength(4);
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

test("countRows counts rows of the screen, wrapped or not", () => {
  const texts = ["", "x".repeat(80), "x".repeat(81), `a\n${"x".repeat(81)}\n`];
  expect(texts.map((text) => countRows(text, 80))).toEqual([1, 1, 2, 4]);
  expect(texts.map((text) => countRows(text, 0))).toEqual([1, 1, 1, 3]);
});

test("a log that is too high for a browser ends on its last line", () => {
  const index = createRowIndex(10);
  measureRows(index, 1_000_000, () => 3);
  const height = 500;
  const scale = scaleOf(index, height);
  expect(scale.height).toBeLessThan(10_000_000);
  const top = Math.floor((scale.height - height) / 200) * 200;
  const view = { top, height, columns: 10 };
  const { first, end } = visibleLines(index, view);
  expect(end).toBe(1_000_000);
  const { above, below } = spaceAround(index, view, { first, end });
  // The position is tracked in steps, so the height may differ by as much.
  const difference = above + (end - first) * 3 * rowHeight + below - scale.height;
  expect(Math.abs(difference)).toBeLessThan(2000);
  expect(scale.toPixels(scale.toScrollTop(12_345_678))).toBeCloseTo(12_345_678);
});

describe("lineAtRow", () => {
  test("finds the line that covers a row", () => {
    const index = createRowIndex(10);
    measureRows(index, 3, (line) => [3, 1, 2][line] ?? 0);
    expect([0, 2, 3, 4, 5, 99].map((row) => lineAtRow(index, row))).toEqual([0, 0, 1, 2, 2, 2]);
  });
});
