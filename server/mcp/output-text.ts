import { findInOutput } from "@/server/output/find";
import { countLines, type OutputLine, readLines } from "@/server/output/lines";
import { toPlainLine } from "@/server/output/plain-line";

/** Part of a run's output as text. */
export interface OutputText {
  text: string;
  /** The number of the first line, from 1; null if the lines are not adjacent. */
  from: number | null;
  /** How many lines the output has so far. */
  lineCount: number;
  /** The number of the next line; null if there is none so far. */
  next: number | null;
}

type Run = { id: number; attempt: number };

/** More of a line is left out. */
const LINE_LENGTH_MAX = 2_000;
/** More lines than these are not read at once. */
export const linesMax = 1_000;

/** The last lines of a run's output: at most `count`, and no more than fit into `lengthMax` characters. */
export async function readTail(run: Run, count: number, lengthMax: number): Promise<OutputText> {
  const lineCount = await countLines(run);
  const start = Math.max(0, lineCount - count);
  const lines = (await readTexts(run, start, count)).reverse();
  const fitting = takeFitting(lines, lengthMax).reverse();
  const from = start + lines.length - fitting.length + 1;
  return { text: fitting.join("\n"), from, lineCount, next: null };
}

/** Lines from `from` (from 1) on: at most `count`, and no more than fit into `lengthMax` characters, but at least one. */
export async function readFrom(
  run: Run,
  { from, count }: { from: number; count: number },
  lengthMax: number,
): Promise<OutputText> {
  const lineCount = await countLines(run);
  const lines = takeFitting(await readTexts(run, from - 1, count), lengthMax);
  const next = from + lines.length;
  return { text: lines.join("\n"), from, lineCount, next: next <= lineCount ? next : null };
}

/**
 * The lines from `from` (from 1) on that contain `text` in any case, each behind its number: at most `count` of them, and no
 * more than fit into `lengthMax` characters. `matches` counts all of them, up to 10,000.
 */
export async function grepOutput(
  run: Run,
  { text, from, count }: { text: string; from: number; count: number },
  lengthMax: number,
): Promise<OutputText & { matches: number }> {
  const { lines, lineCount } = await findInOutput(run, text);
  const found = lines.filter((index) => index >= from - 1);
  const numbered: string[] = [];
  for (const range of rangesOf(found.slice(0, count))) {
    const texts = await readTexts(run, range.from, range.count);
    for (const index of range.hits) numbered.push(`${index + 1}: ${texts[index - range.from] ?? ""}`);
  }
  const fitting = takeFitting(numbered, lengthMax);
  const after = found[fitting.length];
  return {
    text: fitting.join("\n"),
    from: null,
    lineCount,
    next: after === undefined ? null : after + 1,
    matches: lines.length,
  };
}

/** Lines that are close to each other are read together. */
function rangesOf(hits: number[]): { from: number; count: number; hits: number[] }[] {
  const ranges: { from: number; count: number; hits: number[] }[] = [];
  for (const hit of hits) {
    const last = ranges.at(-1);
    if (last && hit < last.from + linesMax) {
      last.count = hit - last.from + 1;
      last.hits.push(hit);
    } else ranges.push({ from: hit, count: 1, hits: [hit] });
  }
  return ranges;
}

async function readTexts(run: Run, from: number, count: number): Promise<string[]> {
  const { lines } = await readLines(run, from, Math.min(count, linesMax));
  return lines.flatMap(toTexts);
}

/** A line of the output; several empty ones for lines that a terminal no longer shows, so that the numbers stay right. */
function toTexts(line: OutputLine): string[] {
  if (line.hidden) return Array.from({ length: line.hidden }, () => "");
  const text = toPlainLine(line);
  const left = line.cut > 0 || text.length > LINE_LENGTH_MAX;
  return [left ? `${text.slice(0, LINE_LENGTH_MAX)}…` : text];
}

/** The first lines that fit; the first one always does. */
function takeFitting(lines: string[], lengthMax: number): string[] {
  let length = 0;
  const end = lines.findIndex((line, index) => {
    length += line.length + 1;
    return length > lengthMax && index > 0;
  });
  return end < 0 ? lines : lines.slice(0, end);
}
