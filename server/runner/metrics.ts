import fs from "node:fs/promises";
import path from "node:path";
import { METRIC_PREFIX, type Metric, mergeMetrics, parseMetricLine, parseMetricsFile } from "@/server/jobs/metrics";
import { maskBytes } from "@/server/output/mask";
import type { StoredContent } from "@/server/storage/content-store";
import { openStored } from "@/server/storage/store";

/** A longer output is searched up to here, and its kept end. */
const SEARCHED_BYTES_MAX = 64 * 1024 * 1024;
const CHUNK_BYTES = 1024 * 1024;
const LINE_BYTES_MAX = 500;
const LINES_MAX = 10_000;
const FILE_BYTES_MAX = 256 * 1024;

interface MetricSources {
  /** The run folder, which contains the output. */
  folder: string;
  /** The secrets that are masked wherever they are printed. */
  secrets: Buffer[];
  /** The `metrics.json` that the script has written. */
  file: StoredContent | null;
}

/** The metrics that a run has reported: those of its file, then those of its output. Null if there are none. */
export async function readMetrics({ folder, secrets, file }: MetricSources): Promise<Metric[] | null> {
  const ofFile = file && file.sizeBytes <= FILE_BYTES_MAX ? await readFileMetrics(file) : [];
  const lines: string[] = [];
  for (const name of ["stderr", "stdout"]) {
    for (const part of [name, `${name}.end`]) await findLines(path.join(folder, part), lines);
  }
  const printed = lines.flatMap((line) => {
    const { content } = maskBytes(Buffer.from(line), secrets, "end");
    return parseMetricLine(content.toString()) ?? [];
  });
  const metrics = mergeMetrics(ofFile, printed);
  return metrics.length > 0 ? metrics : null;
}

async function readFileMetrics({ sha256 }: StoredContent): Promise<Metric[]> {
  return parseMetricsFile(Buffer.concat(await openStored(sha256).toArray()).toString());
}

/** Adds the lines of a file that start with the prefix. A file that does not exist has none. */
async function findLines(location: string, lines: string[]): Promise<void> {
  const opened = await fs.open(location, "r").catch(() => null);
  if (!opened) return;
  try {
    const { size } = await opened.stat();
    const buffer = Buffer.allocUnsafe(Math.min(size, CHUNK_BYTES));
    let at = 0;
    while (at < Math.min(size, SEARCHED_BYTES_MAX)) {
      const { bytesRead } = await opened.read(buffer, 0, buffer.length, at);
      if (bytesRead === 0) return;
      const isLast = at + bytesRead >= size;
      const used = findInChunk(buffer.subarray(0, bytesRead), { isFirst: at === 0, isLast }, lines);
      // The end of a chunk may be the start of a line.
      at += used > 0 ? used : bytesRead;
    }
  } finally {
    await opened.close();
  }
}

/** Adds the lines in a chunk that starts at the end of a line. Returns how many bytes were searched. */
function findInChunk(
  chunk: Buffer,
  { isFirst, isLast }: { isFirst: boolean; isLast: boolean },
  lines: string[],
): number {
  const lineFeed = 10;
  const end = isLast ? chunk.length : chunk.lastIndexOf(lineFeed);
  for (let at = chunk.indexOf(METRIC_PREFIX); at >= 0 && at < end; at = chunk.indexOf(METRIC_PREFIX, at + 1)) {
    const startsLine = at === 0 ? isFirst : chunk[at - 1] === lineFeed;
    if (!startsLine) continue;
    const next = chunk.indexOf(lineFeed, at);
    const lineEnd = next < 0 ? chunk.length : next;
    if (lineEnd - at <= LINE_BYTES_MAX && lines.length < LINES_MAX)
      lines.push(chunk.subarray(at, lineEnd).toString().trimEnd());
  }
  return isLast ? chunk.length : end;
}
