import { hasDecimalComma, toNumber } from "@/server/files/table-text";
import type { ColumnType } from "../summary/column-summary";
import { readDate } from "../summary/read-date";

export interface AxisLabel {
  /** From 0, the start of the axis, to 1, its end. */
  position: number;
  label: string;
}

/** How the cells of a column are placed on an axis. */
export interface Scale {
  /** From 0 to 1; null for a cell that has no position. */
  position: (cell: string) => number | null;
  labels: AxisLabel[];
  /** The values of a scale of texts, in their order; null for numbers and dates. */
  categories: string[] | null;
}

/** Further categories have no position. */
export const CATEGORIES_MAX = 24;
const LABELS = 5;

/** The scale for the cells of a column. A scale of numbers starts at zero if `fromZero`. */
export function makeScale(cells: string[], type: ColumnType, options: { fromZero?: boolean } = {}): Scale {
  if (type === "number") {
    const read = numberReader(cells);
    return measuredScale(cells.map(read), { read, labelsOf: numberLabels, ...options });
  }
  if (type === "date") {
    const read = (cell: string) => readDate(cell.trim());
    return measuredScale(cells.map(read), { read, labelsOf: dateLabels });
  }
  return categoryScale(cells);
}

/** Reads the numbers of a column, with whichever decimal mark it has. */
export function numberReader(cells: string[]): (cell: string) => number {
  const options = { decimalComma: hasDecimalComma(cells) };
  return (cell) => toNumber(cell, options);
}

interface Measure {
  read: (cell: string) => number;
  labelsOf: (min: number, max: number) => { value: number; label: string }[];
  fromZero?: boolean;
}

function measuredScale(values: number[], { read, labelsOf, fromZero }: Measure): Scale {
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  if (fromZero) [min, max] = [Math.min(0, min), Math.max(0, max)];
  if (min > max) return { position: () => null, labels: [], categories: null };
  if (min === max) [min, max] = [min - 1, max + 1];
  const toPosition = (value: number) => (value - min) / (max - min);
  return {
    position: (cell) => {
      const value = read(cell);
      return Number.isFinite(value) ? toPosition(value) : null;
    },
    labels: labelsOf(min, max).map(({ value, label }) => ({ position: toPosition(value), label })),
    categories: null,
  };
}

/** Round values between two numbers: multiples of 1, 2 or 5 times a power of ten. */
export function numberLabels(min: number, max: number): { value: number; label: string }[] {
  const rough = (max - min) / LABELS;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10);
  const first = Math.ceil(min / step);
  const count = Math.floor(max / step) - first + 1;
  return Array.from({ length: Math.max(0, Math.min(count, 2 * LABELS)) }, (_, index) => {
    const value = Number(((first + index) * step).toPrecision(12));
    return { value, label: String(value) };
  });
}

const DAY_MS = 86_400_000;

function dateLabels(min: number, max: number): { value: number; label: string }[] {
  const isShort = max - min < 2 * DAY_MS;
  return Array.from({ length: LABELS }, (_, index) => {
    const value = min + ((max - min) * index) / (LABELS - 1);
    const iso = new Date(value).toISOString();
    return { value, label: isShort ? iso.slice(11, 16) : iso.slice(0, 10) };
  });
}

/** The most frequent values of a column, in the order of the table, each in the middle of a band of equal width. */
function categoryScale(cells: string[]): Scale {
  const categories = frequentValues(cells, CATEGORIES_MAX);
  const positions = new Map(categories.map((label, index) => [label, (index + 0.5) / categories.length]));
  return {
    position: (cell) => positions.get(cell.trim()) ?? null,
    labels: [...positions].map(([label, position]) => ({ label, position })),
    categories,
  };
}

/** Up to `max` of the values that occur most often, in the order in which they occur. */
export function frequentValues(cells: string[], max: number): string[] {
  const counts = new Map<string, number>();
  for (const cell of cells) {
    const text = cell.trim();
    if (text !== "") counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  const kept = new Set(
    [...counts]
      .sort((a, b) => b[1] - a[1])
      .slice(0, max)
      .map(([text]) => text),
  );
  return [...counts.keys()].filter((text) => kept.has(text));
}
