import type { Metric } from "@/server/jobs/metrics";
import { formatNumber, formatSignificant } from "@/server/language/format";
import { displayName } from "../ui/display-name";

/** The value of a metric for a page: numbers as the reader writes them, very large and very small ones with an exponent. */
export function formatMetric(value: Metric["value"]): string {
  if (typeof value === "string") return displayName(value);
  if (value !== 0 && (Math.abs(value) < 1e-4 || Math.abs(value) >= 1e15)) return value.toExponential(3);
  return Number.isInteger(value) ? formatNumber(value, 0) : formatSignificant(value, 5);
}
