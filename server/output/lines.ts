import { z } from "zod";
import { t } from "@/server/language/text";
import type { TerminalBuffer } from "@/terminal/buffer";
import { drawLines, firstChangeable, type ScreenState, saveScreens } from "@/terminal/drawn";
import type { OutputChunk } from "./chunk";
import { type DrawnOutput, drawnBytesMax, drawOutput } from "./drawn-output";
import {
  type Checkpoint,
  checkpointAfter,
  checkpointAt,
  indexLines,
  type LineIndex,
  streamOf,
  styleAfter,
} from "./line-index";
import { readOutput } from "./read";

/**
 * A line of output as it was written, without its line end. Lines with adjacent numbers may come from different
 * streams.
 */
export interface OutputLine {
  stream: number;
  /**
   * The text with its escapes. Text that a later carriage return overwrote may be missing. Bytes that are not UTF-8
   * become U+FFFD.
   */
  text: string;
  /** The colour codes in effect at its start. */
  style: string;
  /** How many bytes are missing in `text`, because the line is longer than is shown. */
  cut: number;
  /** Whether it is still being written. */
  isOpen: boolean;
  /** Of drawn lines: how many hidden lines this one stands for. */
  hidden?: number;
}

export interface OutputLines {
  /** The number of the first line, from 0. */
  from: number;
  lines: OutputLine[];
  /** Streams that, after the last of these lines, are still within a line that started before the first. */
  openBefore: number[];
  /** Whether the lines are as a terminal shows them at the end, so that their escape sequences were obeyed. */
  isDrawn?: boolean;
}

/** What a page shows at first: the number of lines, and the first and the last lines. */
export interface OutputEnds {
  lineCount: number;
  /** The position of the next byte. */
  next: number;
  /** Empty if `tail` contains all lines. */
  head: OutputLines;
  tail: OutputLines;
  /** The screens from which a page continues, if the tail is drawn. */
  screens?: ScreenState[];
}

type Run = { id: number; attempt: number };

const LINES_MAX = 1000;
/** How many bytes of a line are sent; colour codes count too. */
const LINE_BYTES_MAX = 8 * 1024;
const BYTES_AT_END = 512 * 1024;
const HEAD_LINES = 200;
const TAIL_LINES = 300;
/** A log up to this size is sent completely. */
const SHORT = { lines: 1000, bytes: 64 * 1024 };

/** Lines `from` to `from + count` (at most 1,000) of a run's output; fewer at the end. */
export async function readLines(run: Run, from: number, count: number): Promise<OutputLines> {
  const index = await indexLines(run);
  const range = { from, count: Math.min(count, LINES_MAX) };
  if (!isDrawable(index)) return readRange(run, index, range);
  const { buffer } = await drawOutput(run);
  return drawnRange(buffer, from, from + range.count);
}

/** How many lines a run's output has so far, as `readLines` numbers them. */
export async function countLines(run: Run): Promise<number> {
  const index = await indexLines(run);
  return isDrawable(index) ? (await drawOutput(run)).buffer.lines.length : index.lineCount;
}

function isDrawable({ movesCursor, position }: LineIndex): boolean {
  return movesCursor && position <= drawnBytesMax;
}

function drawnRange(buffer: TerminalBuffer, from: number, end: number): OutputLines {
  return { from, lines: drawLines(buffer, from, Math.min(end, buffer.lines.length)), openBefore: [], isDrawn: true };
}

/** The same as `readOutputEnds`, of an output that moves the cursor: lines are counted and shown as they are visible. */
function drawnEnds({ buffer, position }: DrawnOutput): OutputEnds {
  const { lines } = buffer;
  const visible = lines.filter((line) => !line.isHidden);
  const characters = visible.reduce((sum, line) => sum + line.text.length, 0);
  const isShort = visible.length <= SHORT.lines && characters <= SHORT.bytes;
  const first = visible.at(-TAIL_LINES)?.index ?? 0;
  const base = isShort ? 0 : Math.min(first, firstChangeable(buffer));
  return {
    lineCount: lines.length,
    next: position,
    head: drawnRange(buffer, 0, Math.min(HEAD_LINES, base)),
    tail: drawnRange(buffer, base, lines.length),
    screens: saveScreens(buffer, base),
  };
}

/** The start and the end of a run's output: all of a short output, some hundred lines of a long one. */
export async function readOutputEnds(run: Run): Promise<OutputEnds> {
  // The number of lines at this moment: the index may grow while they are read.
  const { lineCount, position: next, ...rest } = await indexLines(run);
  if (isDrawable({ lineCount, position: next, ...rest })) return drawnEnds(await drawOutput(run));
  const index = { ...rest, lineCount, position: next };
  const isShort = lineCount <= SHORT.lines && next <= SHORT.bytes;
  const base = isShort ? 0 : (checkpointAt(index, Math.max(0, lineCount - TAIL_LINES))?.line ?? 0);
  const [head, tail] = await Promise.all([
    readRange(run, index, { from: 0, count: Math.min(HEAD_LINES, base) }),
    readRange(run, index, { from: base, count: lineCount - base }),
  ]);
  return { lineCount, next, head, tail };
}

const integer = z
  .string({ error: () => t("Enter a whole number.") })
  .regex(/^\d{1,9}$/, { error: () => t("Enter a whole number.") })
  .transform(Number);

/** The query for a range of lines. */
export const lineRangeQuery = z.object({
  from: integer,
  count: integer.refine((count) => count <= LINES_MAX, {
    error: () => t("Request at most {count} lines.", { count: LINES_MAX }),
  }),
});

interface Reading {
  range: { from: number; end: number };
  streams: Checkpoint["streams"];
  lineCount: number;
  lines: Map<number, OpenLine>;
}

interface OpenLine {
  stream: number;
  style: string;
  bytes: Buffer;
  cut: number;
  isOpen: boolean;
}

async function readRange(
  run: Run,
  index: LineIndex,
  { from, count }: { from: number; count: number },
): Promise<OutputLines> {
  const end = Math.min(from + count, index.lineCount);
  const start = checkpointAt(index, from);
  if (!start || from >= end) return { from, lines: [], openBefore: [] };
  const reading: Reading = { range: { from, end }, streams: new Map(), lineCount: 0, lines: new Map() };
  enter(reading, start);
  let [chunk, offset] = [start.chunk, start.offset];
  while (chunk < index.position) {
    const chunks = await readOutput(run, chunk);
    if (chunks.length === 0) break;
    let jump: Checkpoint | null = null;
    for (const each of chunks) {
      if (each.position >= index.position) break;
      const content = each.position === chunk ? each.content.subarray(offset) : each.content;
      readChunk(reading, { ...each, content });
      chunk = each.position + each.content.length;
      offset = 0;
      jump = findJump(reading, index, chunk);
      if (jump) break;
    }
    if (jump) {
      skipTo(reading, jump, chunk);
      [chunk, offset] = [jump.chunk, jump.offset];
    }
    if (isComplete(reading, index)) break;
  }
  const lines = [...reading.lines].sort(([a], [b]) => a - b).map(([, line]) => toOutputLine(line));
  const openBefore = [...reading.streams].filter(([, { line }]) => line !== null && line < from);
  return { from, lines, openBefore: openBefore.map(([stream]) => stream) };
}

function enter(reading: Reading, checkpoint: Checkpoint): void {
  reading.lineCount = checkpoint.line;
  for (const [stream, state] of checkpoint.streams) reading.streams.set(stream, { ...state });
}

function readChunk(reading: Reading, chunk: OutputChunk): void {
  const { content } = chunk;
  const { range, lines } = reading;
  const stream = streamOf(reading.streams, chunk.stream);
  for (let at = 0; at < content.length; ) {
    if (stream.line === null) {
      stream.line = reading.lineCount++;
      if (stream.line >= range.from && stream.line < range.end) {
        lines.set(stream.line, { stream: chunk.stream, style: stream.style, bytes: none, cut: 0, isOpen: true });
      }
    }
    const newline = content.indexOf(10, at);
    const end = newline < 0 ? content.length : newline;
    const part = content.subarray(at, end);
    const line = lines.get(stream.line);
    if (line) append(line, part);
    stream.style = styleAfter(stream.style, part);
    if (newline >= 0) {
      if (line) line.isOpen = false;
      stream.line = null;
    }
    at = end + 1;
  }
}

const none = Buffer.alloc(0);

function append(line: OpenLine, part: Buffer): void {
  const bytes = line.bytes.length + part.length <= LINE_BYTES_MAX ? Buffer.concat([line.bytes, part]) : null;
  if (bytes) {
    line.bytes = bytes;
    return;
  }
  // Text before a carriage return is overwritten: of a progress bar with many steps, only the last one is visible.
  const returned = part.lastIndexOf(13, part.length - 2);
  if (returned >= 0) {
    line.cut = Math.max(0, part.length - returned - LINE_BYTES_MAX);
    line.bytes = part.subarray(returned, returned + LINE_BYTES_MAX);
    return;
  }
  const room = LINE_BYTES_MAX - line.bytes.length;
  line.bytes = Buffer.concat([line.bytes, part.subarray(0, room)]);
  line.cut += part.length - room;
}

/** Where to continue within or after a line that is longer than is shown, if that is far ahead. */
function findJump(reading: Reading, index: LineIndex, position: number): Checkpoint | null {
  const isLong = [...reading.lines.values()].some((line) => line.isOpen && line.cut > 0);
  if (!isLong) return null;
  const { lineCount: line, streams } = reading;
  // No further line starts, so reading the end of the output is enough; it shows the last state of a progress bar.
  const end = { line, chunk: index.position - BYTES_AT_END, offset: 0, streams };
  const next = line >= index.lineCount ? end : checkpointAfter(index, line - 1);
  return next && next.line === line && next.chunk > position + 64 * 1024 ? next : null;
}

function skipTo(reading: Reading, checkpoint: Checkpoint, position: number): void {
  for (const [number, line] of reading.lines) {
    if (!line.isOpen) continue;
    line.isOpen = checkpoint.streams.get(line.stream)?.line === number;
    line.cut += checkpoint.chunk + checkpoint.offset - position;
  }
  enter(reading, checkpoint);
}

function isComplete({ lineCount, lines, range }: Reading, index: LineIndex): boolean {
  if (lineCount < range.end || range.end === index.lineCount) return false;
  // Does not wait for an open line if another stream writes many lines after it.
  return lineCount >= range.end + LINES_MAX || ![...lines.values()].some((line) => line.isOpen);
}

function toOutputLine({ stream, style, bytes, cut, isOpen }: OpenLine): OutputLine {
  // A cut, or the end of an open line, may split a character; the incomplete one is omitted.
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes, { stream: isOpen || cut > 0 });
  return { stream, text, style, cut, isOpen };
}
