import type { OutputChunk } from "./chunk";
import { copyOutput } from "./copy";

/** Where reading can start so that line `line` is complete: a chunk of output and an offset in it. */
export interface Checkpoint {
  line: number;
  chunk: number;
  offset: number;
  /** The state of the streams at this point. */
  streams: Map<number, StreamState>;
}

export interface StreamState {
  /** The number, from 0, of the line that is being written; null between lines. */
  line: number | null;
  /** The colour codes in effect. */
  style: string;
}

/** The lines of a run's output up to `position`. */
export interface LineIndex {
  lineCount: number;
  /** The position of the next byte. */
  position: number;
  checkpoints: Checkpoint[];
  streams: Map<number, StreamState>;
  /** Whether the output moves the cursor to other lines, so that lines change after they were written. */
  movesCursor: boolean;
}

const LINES_APART = 500;
const BYTES_APART = 128 * 1024;
/** How many indexes a process keeps; the index of a million lines takes less than 1 MB. */
const KEPT = 64;

// On globalThis, because Next gives pages and route handlers separate copies of a module.
const holder = globalThis as { wooeyLineIndexes?: Map<string, Promise<LineIndex>> };

/** The index of a run's output up to its current end. Reads only what is new since the last call. */
export async function indexLines(run: { id: number; attempt: number }): Promise<LineIndex> {
  holder.wooeyLineIndexes ??= new Map();
  const indexes = holder.wooeyLineIndexes;
  const key = `${run.id}:${run.attempt}`;
  const before = indexes.get(key);
  // One after the other: two calls that extend the same index would count lines twice.
  const next = extend(run, before);
  indexes.delete(key);
  indexes.set(key, next);
  for (const old of [...indexes.keys()].slice(0, Math.max(0, indexes.size - KEPT))) indexes.delete(old);
  return next;
}

async function extend(
  run: { id: number; attempt: number },
  before: Promise<LineIndex> | undefined,
): Promise<LineIndex> {
  const index = (await before?.catch(() => undefined)) ?? emptyIndex();
  await copyOutput(run, index.position, (chunk) => scanChunk(index, chunk));
  return index;
}

export function emptyIndex(): LineIndex {
  return { lineCount: 0, position: 0, checkpoints: [], streams: new Map(), movesCursor: false };
}

/** Counts a chunk's lines: a line starts with the first byte that its stream writes after a newline. */
export function scanChunk(index: LineIndex, chunk: OutputChunk): void {
  const { content } = chunk;
  const stream = streamOf(index.streams, chunk.stream);
  const isStyled = content.includes(ESC);
  index.movesCursor ||= isStyled && cursorMove.test(content.toString("latin1"));
  for (let at = 0; at < content.length; ) {
    if (stream.line === null) {
      if (isCheckpointDue(index, chunk.position + at)) addCheckpoint(index, chunk.position, at);
      stream.line = index.lineCount++;
    }
    const newline = content.indexOf(NEWLINE, at);
    const end = newline < 0 ? content.length : newline;
    if (isStyled) stream.style = styleAfter(stream.style, content.subarray(at, end));
    if (newline >= 0) stream.line = null;
    at = end + 1;
  }
  index.position = chunk.position + content.length;
}

/** A stream's state, created if it does not exist. */
export function streamOf(streams: Map<number, StreamState>, stream: number): StreamState {
  let state = streams.get(stream);
  if (!state) {
    state = { line: null, style: "" };
    streams.set(stream, state);
  }
  return state;
}

/** The colour codes in effect after some bytes, limited to as many as the page's terminal keeps. */
export function styleAfter(style: string, bytes: Buffer): string {
  if (!bytes.includes(ESC)) return style;
  let next = style;
  for (const [code] of bytes.toString("latin1").matchAll(colourCode)) {
    next = /^.\[0?m$/.test(code) ? "" : `${next}${code}`.slice(-64);
  }
  return next;
}

/** The last checkpoint at or before a line; null if there is no such line. */
export function checkpointAt(index: LineIndex, line: number): Checkpoint | null {
  return index.checkpoints[countUpTo(index, line) - 1] ?? null;
}

/** The first checkpoint after a line; null if there is none. */
export function checkpointAfter(index: LineIndex, line: number): Checkpoint | null {
  return index.checkpoints[countUpTo(index, line)] ?? null;
}

const NEWLINE = 10;
const ESC = 27;
const colourCode = new RegExp(`${String.fromCharCode(ESC)}\\[[0-9;:]*m`, "g");
const cursorMove = new RegExp(`${String.fromCharCode(ESC)}(?:\\[[0-9;]*[AFHfdLMu]|[M8])`);

/** How many checkpoints are at or before a line, found by bisection. */
function countUpTo({ checkpoints }: LineIndex, line: number): number {
  let [low, high] = [0, checkpoints.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((checkpoints[middle]?.line ?? 0) <= line) low = middle + 1;
    else high = middle;
  }
  return low;
}

function isCheckpointDue({ checkpoints, lineCount }: LineIndex, position: number): boolean {
  const last = checkpoints.at(-1);
  return !last || lineCount - last.line >= LINES_APART || position - last.chunk - last.offset >= BYTES_APART;
}

function addCheckpoint(index: LineIndex, chunk: number, offset: number): void {
  const streams = new Map([...index.streams].map(([stream, state]) => [stream, { ...state }]));
  index.checkpoints.push({ line: index.lineCount, chunk, offset, streams });
}
