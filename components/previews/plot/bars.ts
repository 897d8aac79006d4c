import { COLOURS_MAX, type Group, groupRows } from "./groups";
import type { PlotChoice, PlotColumn, PlotModel } from "./plot-choice";
import { type AxisLabel, CATEGORIES_MAX, frequentValues, makeScale, numberReader } from "./scale";

const RANGES = 20;
/** The part of a band that bars fill. */
const FILLED = 0.8;

/** Bars: for each value or range of x, the mean of y or the number of rows; next to each other by colour. */
export function makeBars(rows: string[][], columns: PlotColumn[], choice: PlotChoice): PlotModel {
  const bandOf = makeBands(rows, choice.x, { isNumber: columns[choice.x]?.type === "number" });
  const groups = groupRows(rows, columns, choice.colour).slice(0, COLOURS_MAX);
  const heights = groups.map((group) => measureBands(group, choice, bandOf));
  const values = heights.flatMap((bands) => [...bands.values()]);
  const yScale = makeScale(values.map(String), "number", { fromZero: true });
  const position = (value: number) => yScale.position(String(value)) ?? 0;
  const bandWidth = 1 / Math.max(1, bandOf.labels.length);
  const width = (bandWidth * FILLED) / groups.length;
  const bars = heights.flatMap((bands, series) =>
    [...bands].map(([band, value]) => ({
      left: band * bandWidth + (bandWidth * (1 - FILLED)) / 2 + series * width,
      width,
      bottom: Math.min(position(0), position(value)),
      top: Math.max(position(0), position(value)),
      series,
      label: bandOf.labels[band] ?? "",
      value,
    })),
  );
  const xLabels: AxisLabel[] = bandOf.labels.map((label, index) => ({ label, position: (index + 0.5) * bandWidth }));
  const rowCount = rows.filter((row) => bandOf.find(row) !== null).length;
  const series = groups.map(({ label }) => ({ label, points: [] }));
  return { kind: "bars", xLabels, yLabels: yScale.labels, series, bars, rowCount };
}

interface Bands {
  labels: string[];
  /** The index of a row's band; null for a row without one. */
  find: (row: string[]) => number | null;
}

function makeBands(rows: string[][], x: number, { isNumber }: { isNumber: boolean }): Bands {
  const cells = rows.map((row) => row[x] ?? "");
  const isContinuous = isNumber && frequentValues(cells, CATEGORIES_MAX + 1).length > CATEGORIES_MAX;
  if (isContinuous) return makeRanges(cells, x);
  const labels = frequentValues(cells, CATEGORIES_MAX);
  if (isNumber) labels.sort((a, b) => Number(a) - Number(b));
  const bands = new Map(labels.map((label, index) => [label, index]));
  return { labels, find: (row) => bands.get((row[x] ?? "").trim()) ?? null };
}

function makeRanges(cells: string[], x: number): Bands {
  const scale = makeScale(cells, "number");
  const read = numberReader(cells);
  const values = cells.map(read).filter(Number.isFinite);
  const min = values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const max = values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  const labels = Array.from({ length: RANGES }, (_, index) =>
    String(Number((min + ((max - min) * index) / RANGES).toPrecision(3))),
  );
  return {
    labels,
    find: (row) => {
      const position = scale.position(row[x] ?? "");
      return position === null ? null : Math.min(RANGES - 1, Math.floor(position * RANGES));
    },
  };
}

/** The height of each band's bar. */
function measureBands({ rows }: Group, { y }: PlotChoice, bands: Bands): Map<number, number> {
  const read = y === null ? () => 1 : numberReader(rows.map((row) => row[y] ?? ""));
  const sums = new Map<number, { sum: number; count: number }>();
  for (const row of rows) {
    const band = bands.find(row);
    const value = read(row[y ?? 0] ?? "");
    if (band === null || !Number.isFinite(value)) continue;
    const total = sums.get(band) ?? { sum: 0, count: 0 };
    sums.set(band, { sum: total.sum + value, count: total.count + 1 });
  }
  return new Map([...sums].map(([band, { sum, count }]) => [band, y === null ? count : sum / count]));
}
