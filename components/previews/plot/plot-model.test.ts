import { describe, expect, test } from "vitest";
import type { PlotColumn } from "./plot-choice";
import { makePlot } from "./plot-model";
import { numberLabels } from "./scale";

const columns: PlotColumn[] = [
  { name: "x", type: "number" },
  { name: "y", type: "number" },
  { name: "group", type: "text" },
];
const rows = [
  ["0", "10", "b"],
  ["10", "30", "a"],
  ["5", "20", "b"],
  ["", "15", "a"],
];

describe("makePlot", () => {
  test("positions points between the smallest and the largest value, and omits rows without one", () => {
    const model = makePlot(rows, columns, { kind: "points", x: 0, y: 1, colour: null });
    expect(model.rowCount).toBe(3);
    expect(model.series[0]?.points).toEqual([
      { x: 0, y: 0 },
      { x: 1, y: 1 },
      { x: 0.5, y: 0.5 },
    ]);
    expect(model.xLabels.map(({ label }) => label)).toEqual(["0", "2", "4", "6", "8", "10"]);
  });

  test("colours by the values of a column, and connects a line from left to right", () => {
    const model = makePlot(rows, columns, { kind: "line", x: 0, y: 1, colour: 2 });
    expect(model.series.map(({ label }) => label)).toEqual(["a", "b"]);
    expect(model.series[1]?.points.map(({ x }) => x)).toEqual([0, 0.5]);
  });

  test("colours by ranges of numbers, and by at most eight texts", () => {
    const many = Array.from({ length: 100 }, (_, index) => [String(index), "1", `t${index}`]);
    const coloured = (colour: number) => makePlot(many, columns, { kind: "points", x: 0, y: 1, colour }).series;
    expect(coloured(0).map(({ label }) => label)).toHaveLength(5);
    expect(coloured(2)).toHaveLength(8);
  });

  test("draws bars of the number of rows and of averages, from zero", () => {
    const counted = makePlot(rows, columns, { kind: "bars", x: 2, y: null, colour: null });
    expect(counted.bars.map(({ label, value }) => [label, value])).toEqual([
      ["b", 2],
      ["a", 2],
    ]);
    const averages = makePlot(rows, columns, { kind: "bars", x: 2, y: 1, colour: null });
    expect(averages.bars.map(({ value, bottom }) => [value, bottom])).toEqual([
      [15, 0],
      [22.5, 0],
    ]);
  });

  test("groups many numbers into ranges", () => {
    const many = Array.from({ length: 1_000 }, (_, index) => [String(index)]);
    const model = makePlot(many, columns, { kind: "bars", x: 0, y: null, colour: null });
    expect(model.bars).toHaveLength(20);
    expect(model.bars.every(({ value }) => value === 50)).toBe(true);
  });

  test("draws nothing where there are no values", () => {
    const empty = makePlot([["", "", ""]], columns, { kind: "points", x: 0, y: 1, colour: null });
    expect(empty).toMatchObject({ rowCount: 0, xLabels: [] });
    expect(makePlot([], columns, { kind: "bars", x: 0, y: null, colour: null }).bars).toEqual([]);
  });
});

test.each([
  [0, 10, ["0", "2", "4", "6", "8", "10"]],
  [-0.3, 0.3, ["-0.2", "0", "0.2"]],
  [1_234, 5_678, ["2000", "3000", "4000", "5000"]],
])("the labels between %d and %d are round", (min, max, labels) =>
  expect(numberLabels(min, max).map(({ label }) => label)).toEqual(labels),
);
