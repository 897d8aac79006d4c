import type { ColumnType } from "../summary/column-summary";
import type { AxisLabel } from "./scale";

export type PlotKind = "points" | "line" | "bars";

/** What is plotted; columns by their index. */
export interface PlotChoice {
  kind: PlotKind;
  x: number;
  /** Null for the number of rows; only bars show that. */
  y: number | null;
  colour: number | null;
}

export interface PlotColumn {
  name: string;
  type: ColumnType;
}

/** A point; x and y are from 0 to 1, y upwards. */
export interface Point {
  x: number;
  y: number;
}

/** The marks of one colour. */
export interface Series {
  /** The value of the column that determines the colour; null if there is none. */
  label: string | null;
  points: Point[];
}

/** A bar; all lengths are from 0 to 1, `top` and `bottom` upwards. */
export interface BarMark {
  left: number;
  width: number;
  bottom: number;
  top: number;
  /** The index of its series. */
  series: number;
  label: string;
  value: number;
}

/** What a plot draws, independent of its size. */
export interface PlotModel {
  kind: PlotKind;
  xLabels: AxisLabel[];
  yLabels: AxisLabel[];
  series: Series[];
  bars: BarMark[];
  /** How many rows have values in all chosen columns. */
  rowCount: number;
}
