import { expect, test } from "vitest";
import { isPlotlyFigure, toPlotlyPage } from "./plotly-figure";

test.each([
  ['{"data":[{"hovertemplate":"x=%{x}","x":[1],"type":"scatter"}],"layout":{}}', true],
  ['{ "layout": {}, "data": [ {"type": "heatmap", "z": [[1]]} ] }', true],
  ['{"data":[{"mode":"lines+markers","x":[1]}]}', true],
  ['{"data":[{"id":1,"type":"user"}]}', false],
  ['{"name":"run","type":"scatter"}', false],
  ["[1]", false],
])("%s is a figure: %s", (text, expected) => expect(isPlotlyFigure(text)).toBe(expected));

test("a figure cannot leave its element", () => {
  const page = toPlotlyPage(JSON.stringify({ data: [], layout: { title: "</script><script>alert(1)</script><!--" } }));
  const json = /<script type="application\/json" id="figure">([\s\S]*?)<\/script>/.exec(page)?.[1] ?? "";
  expect(JSON.parse(json)).toEqual({ data: [], layout: { title: "</script><script>alert(1)</script><!--" } });
  expect(page.match(/<script/g)).toHaveLength(3);
});
