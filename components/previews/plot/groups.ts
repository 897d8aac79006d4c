import type { PlotColumn } from "./plot-choice";
import { CATEGORIES_MAX, frequentValues, numberReader } from "./scale";

/** Further values share the last colour. */
export const COLOURS_MAX = 8;
const COLOUR_RANGES = 5;

export interface Group {
  label: string | null;
  rows: string[][];
}

/** The rows by the value that determines their colour: one of the most frequent texts, or a range of numbers. */
export function groupRows(rows: string[][], columns: PlotColumn[], colour: number | null): Group[] {
  if (colour === null) return [{ label: null, rows }];
  const cells = rows.map((row) => row[colour] ?? "");
  const labelOf = columns[colour]?.type === "number" ? rangeLabels(cells) : textLabels(cells);
  const groups = new Map<string, string[][]>();
  for (const row of rows) {
    const label = labelOf(row[colour] ?? "");
    const members = groups.get(label) ?? [];
    members.push(row);
    groups.set(label, members);
  }
  return [...groups]
    .map(([label, members]) => ({ label, rows: members }))
    .sort((a, b) => compareLabels(a.label, b.label));
}

const { compare: compareLabels } = new Intl.Collator("en", { numeric: true });

/** The label of the values that share the last colour. */
export const OTHER = "…";

function textLabels(cells: string[]): (cell: string) => string {
  const frequent = frequentValues(cells, CATEGORIES_MAX);
  const kept = new Set(frequent.length > COLOURS_MAX ? frequentValues(cells, COLOURS_MAX - 1) : frequent);
  return (cell) => (kept.has(cell.trim()) ? cell.trim() : OTHER);
}

function rangeLabels(cells: string[]): (cell: string) => string {
  const distinct = frequentValues(cells, COLOURS_MAX + 1);
  if (distinct.length <= COLOURS_MAX) return textLabels(cells);
  const read = numberReader(cells);
  const values = cells.map(read).filter(Number.isFinite);
  const min = values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const max = values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  const width = (max - min) / COLOUR_RANGES;
  const show = (value: number) => String(Number(value.toPrecision(3)));
  return (cell) => {
    const value = read(cell);
    if (!Number.isFinite(value)) return OTHER;
    const index = Math.min(COLOUR_RANGES - 1, Math.floor((value - min) / width));
    return `${show(min + index * width)} – ${show(min + (index + 1) * width)}`;
  };
}
