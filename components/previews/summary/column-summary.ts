import { hasDecimalComma, toNumber } from "@/server/files/table-text";
import { type Bar, toHistogram } from "./histogram";
import { medianOf, NumberList } from "./number-list";
import { readDate } from "./read-date";

export type ColumnType = "number" | "date" | "boolean" | "text" | "empty";

/** What the values of a column are. */
export interface ColumnFigures {
  name: string;
  type: ColumnType;
  /** Cells without a value, and those with a mark for a missing one, such as NA. */
  empty: number;
  distinct: number;
  /** There are more distinct values than were counted. */
  hasMoreDistinct: boolean;
  /** Of numbers and dates. */
  min: string | null;
  median: string | null;
  max: string | null;
  /** The median and the bars are those of a sample. */
  isEstimate: boolean;
  /** Of numbers and dates: equal ranges of values. Otherwise the most frequent values. */
  bars: Bar[];
}

const DISTINCT_MAX = 10_000;
const FREQUENT_MAX = 8;
/** Of the cells at the start, by which the decimal mark is determined. */
const PROBED_CELLS = 1_000;
const missing = new Set(["", "NA", "N/A", "NaN", "nan", "NULL", "null", "None", "."]);
/** Most numbers, which need no conversion. With a decimal comma, a point separates thousands. */
const plainNumber = /^-?\d+$|^-?\d+\.\d+(e[-+]?\d+)?$/;
const booleans = new Set(["true", "false", "yes", "no", "t", "f"]);

/** Collects the values of a column, and summarises them in the end. Its memory does not grow with the number of rows. */
export class ColumnSummary {
  #cells = 0;
  #empty = 0;
  #dates = 0;
  #numbers = 0;
  #booleans = 0;
  readonly #probed: string[] = [];
  #decimalComma = false;
  readonly #counts = new Map<string, number>();
  #hasMoreDistinct = false;
  readonly #values: NumberList;
  #min = Number.POSITIVE_INFINITY;
  #max = Number.NEGATIVE_INFINITY;

  constructor(
    readonly name: string,
    valuesMax: number,
  ) {
    this.#values = new NumberList(valuesMax);
  }

  add(cell: string): void {
    if (this.#probed.length < PROBED_CELLS) {
      this.#probed.push(cell);
      if (this.#probed.length === PROBED_CELLS) this.#addProbed();
      return;
    }
    this.#addCell(cell);
  }

  finish(): ColumnFigures {
    if (this.#probed.length < PROBED_CELLS) this.#addProbed();
    const type = this.#type();
    const isMeasured = type === "number" || type === "date";
    const sorted = isMeasured ? this.#values.sorted() : new Float64Array();
    const show = type === "date" ? showDate : String;
    return {
      name: this.name,
      type,
      empty: this.#empty,
      distinct: this.#counts.size,
      hasMoreDistinct: this.#hasMoreDistinct,
      min: isMeasured ? show(this.#min) : null,
      median: isMeasured ? show(medianOf(sorted)) : null,
      max: isMeasured ? show(this.#max) : null,
      isEstimate: isMeasured && !this.#values.isComplete,
      bars: isMeasured ? toHistogram(sorted, show) : this.#frequent(),
    };
  }

  #addProbed(): void {
    this.#decimalComma = hasDecimalComma(this.#probed);
    for (const cell of this.#probed) this.#addCell(cell);
  }

  #addCell(cell: string): void {
    const text = cell.trim();
    this.#cells++;
    if (missing.has(text)) {
      this.#empty++;
      return;
    }
    const value = this.#measure(text);
    // After so many distinct numbers, their frequency is of no interest, and to count them takes most of the time.
    if (!this.#hasMoreDistinct || Number.isNaN(value)) this.#count(text);
    if (Number.isNaN(value)) return;
    this.#values.add(value);
    if (value < this.#min) this.#min = value;
    if (value > this.#max) this.#max = value;
  }

  /** The number or the time that a text is; NaN if it is neither. */
  #measure(text: string): number {
    const number =
      !this.#decimalComma && plainNumber.test(text)
        ? Number(text)
        : toNumber(text, { decimalComma: this.#decimalComma });
    if (Number.isFinite(number)) {
      this.#numbers++;
      return number;
    }
    if (booleans.has(text.toLowerCase())) this.#booleans++;
    const time = readDate(text);
    if (!Number.isNaN(time)) this.#dates++;
    return time;
  }

  #count(text: string): void {
    const count = this.#counts.get(text);
    if (count !== undefined) this.#counts.set(text, count + 1);
    else if (this.#counts.size < DISTINCT_MAX) this.#counts.set(text, 1);
    else this.#hasMoreDistinct = true;
  }

  #type(): ColumnType {
    const filled = this.#cells - this.#empty;
    if (filled === 0) return "empty";
    if (this.#numbers === filled) return "number";
    if (this.#dates === filled) return "date";
    return this.#booleans === filled ? "boolean" : "text";
  }

  #frequent(): Bar[] {
    const all = [...this.#counts].map(([label, count]) => ({ label, count }));
    return all.sort((a, b) => b.count - a.count).slice(0, FREQUENT_MAX);
  }
}

/** A time as ISO 8601, without the time of day if it is midnight. */
function showDate(time: number): string {
  return new Date(time).toISOString().replace(/T00:00:00\.000Z$|\.000Z$/, "");
}
