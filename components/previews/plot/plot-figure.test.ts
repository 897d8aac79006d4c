import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import type { PlotChoice, PlotColumn } from "./plot-choice";
import { PlotFigure } from "./plot-figure";
import { makePlot } from "./plot-model";

const columns: PlotColumn[] = [
  { name: "x", type: "number" },
  { name: "group", type: "text" },
];
const rows = Array.from({ length: 5_000 }, (_, index) => [String(index), index % 2 ? "<b>odd</b>" : "even"]);

const render = (choice: Partial<PlotChoice>) => {
  const model = makePlot(rows, columns, { kind: "points", x: 0, y: 0, colour: null, ...choice });
  return renderToStaticMarkup(createElement(PlotFigure, { model, label: "x by x", xTitle: "x", yTitle: "x" }));
};

describe("PlotFigure", () => {
  test("draws thousands of points with few elements, and names the picture", () => {
    const svg = render({});
    expect(svg).toContain('role="img" aria-label="x by x"');
    expect(svg.match(/<path/g)).toHaveLength(1);
    expect(svg.match(/M[\d.]+ [\d.]+h0/g)).toHaveLength(5_000);
  });

  test("has a legend if it has colours, and shows values as text", () => {
    expect(render({})).not.toContain("<circle");
    const svg = render({ colour: 1 });
    expect(svg.match(/<circle/g)).toHaveLength(2);
    expect(svg).toContain("&lt;b&gt;odd&lt;/b&gt;");
  });

  test("draws a line for each colour, and a bar for each value", () => {
    expect(render({ kind: "line", colour: 1 }).match(/<polyline/g)).toHaveLength(2);
    expect(render({ kind: "bars", x: 1, y: null }).match(/<rect/g)).toHaveLength(2);
  });
});
