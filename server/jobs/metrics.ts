/** A figure that a script reports about its run. */
export interface Metric {
  name: string;
  value: number | string;
}

/** The file among a job's results whose contents are metrics. */
export const METRICS_FILE = "metrics.json";
/** What a line of output starts with that reports a metric: `::metric accuracy=0.93`. */
export const METRIC_PREFIX = "::metric ";

/** Further metrics are ignored. */
export const METRICS_MAX = 50;
const NAME_MAX = 60;
const TEXT_MAX = 100;
/** Objects in the file may contain objects: `{"train": {"loss": 0.1}}` is the metric `train.loss`. */
const DEPTH_MAX = 4;

/** The metric in a line of output that starts with the prefix; null if the line is not `::metric name=value`. */
export function parseMetricLine(line: string): Metric | null {
  if (!line.startsWith(METRIC_PREFIX)) return null;
  const at = line.indexOf("=");
  if (at < 0) return null;
  return toMetric(line.slice(METRIC_PREFIX.length, at), line.slice(at + 1));
}

/**
 * The metrics in the contents of `metrics.json`: an object of names and values, or a list of `{"name", "value"}`. Empty for
 * anything else.
 */
export function parseMetricsFile(text: string): Metric[] {
  let content: unknown;
  try {
    content = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    return [];
  }
  const metrics: Metric[] = [];
  if (Array.isArray(content)) {
    for (const entry of content.slice(0, METRICS_MAX)) {
      if (typeof entry === "object" && entry !== null && "name" in entry && "value" in entry)
        collect(String(entry.name), entry.value, { metrics, depth: DEPTH_MAX });
    }
  } else if (typeof content === "object" && content !== null) collect("", content, { metrics, depth: 0 });
  return metrics;
}

/** Metrics by name in the order in which the names first occur, with their last values. */
export function mergeMetrics(...lists: Metric[][]): Metric[] {
  const values = new Map<string, Metric["value"]>();
  for (const { name, value } of lists.flat()) {
    if (values.has(name) || values.size < METRICS_MAX) values.set(name, value);
  }
  return [...values].map(([name, value]) => ({ name, value }));
}

function collect(name: string, value: unknown, { metrics, depth }: { metrics: Metric[]; depth: number }): void {
  if (metrics.length >= METRICS_MAX) return;
  if (typeof value === "object" && value !== null) {
    if (Array.isArray(value) || depth >= DEPTH_MAX) return;
    for (const [key, inner] of Object.entries(value).slice(0, METRICS_MAX))
      collect(name === "" ? key : `${name}.${key}`, inner, { metrics, depth: depth + 1 });
    return;
  }
  if (!["number", "string", "boolean"].includes(typeof value)) return;
  const metric = toMetric(name, typeof value === "number" ? value : String(value));
  if (metric) metrics.push(metric);
}

function toMetric(rawName: string, rawValue: string | number): Metric | null {
  const name = clean(rawName).replaceAll(",", " ").trim();
  const value = typeof rawValue === "number" ? rawValue : toValue(clean(rawValue).trim());
  if (name === "" || name.length > NAME_MAX || value === "") return null;
  return { name, value: typeof value === "string" ? value.slice(0, TEXT_MAX) : value };
}

/** Without characters that have no width or change the direction of text. */
function clean(text: string): string {
  return text.replace(/\p{C}|[\u2028\u2029]/gu, "");
}

function toValue(text: string): number | string {
  const isNumber = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i.test(text);
  return isNumber && Number.isFinite(Number(text)) ? Number(text) : text;
}
