import { makeBars } from "./bars";
import { groupRows } from "./groups";
import type { PlotChoice, PlotColumn, PlotModel } from "./plot-choice";
import { makeScale } from "./scale";

/** Places the rows of a table on a plot. */
export function makePlot(rows: string[][], columns: PlotColumn[], choice: PlotChoice): PlotModel {
  if (choice.kind === "bars") return makeBars(rows, columns, choice);
  const y = choice.y ?? choice.x;
  const cellsOf = (column: number) => rows.map((row) => row[column] ?? "");
  const xScale = makeScale(cellsOf(choice.x), columns[choice.x]?.type ?? "text");
  const yScale = makeScale(cellsOf(y), columns[y]?.type ?? "text");
  const groups = groupRows(rows, columns, choice.colour);
  const series = groups.map(({ label, rows: members }) => {
    const points = members.flatMap((row) => {
      const [x, up] = [xScale.position(row[choice.x] ?? ""), yScale.position(row[y] ?? "")];
      return x === null || up === null ? [] : [{ x, y: up }];
    });
    return { label, points: choice.kind === "line" ? points.sort((a, b) => a.x - b.x) : points };
  });
  const rowCount = series.reduce((sum, { points }) => sum + points.length, 0);
  return { kind: choice.kind, xLabels: xScale.labels, yLabels: yScale.labels, series, bars: [], rowCount };
}
