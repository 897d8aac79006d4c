import type { OutputChunk } from "./chunk";
import { copyOutput } from "./copy";
import { emptyIndex, type LineIndex, scanChunk, streamOf } from "./line-index";
import { escapes } from "./plain-line";
import { findPlainSecrets } from "./plain-secrets";
import { type OutputRun, readOutput } from "./read";

export interface FoundLines {
  /** The numbers, from 0, of the lines that contain the text; at most 10,000. */
  lines: number[];
  /** How many lines were searched. */
  lineCount: number;
}

const HITS_MAX = 10_000;
/** How many characters of an unfinished line are searched again together with the next chunk. */
const CARRIED = 4096;

/** The lines of a run's output that contain `text`, in any case; colours and overwritten text are ignored. */
export async function findInOutput(run: { id: number; attempt: number }, text: string): Promise<FoundLines> {
  const search = startSearch(text);
  if ((await findPlainSecrets(run.id)).length === 0) await copyOutput(run, 0, search.read);
  else await readMasked(run, search.read);
  return search.result();
}

/** The chunks of a run's output with masked secrets, so that nobody finds a secret by searching for it. */
async function readMasked(run: OutputRun, onChunk: (chunk: OutputChunk) => void): Promise<void> {
  for (let next = 0; ; ) {
    const chunks = await readOutput(run, next);
    const last = chunks.at(-1);
    if (!last) return;
    for (const chunk of chunks) onChunk(chunk);
    next = last.position + last.content.length;
  }
}

/** A search that receives chunks in their order. */
export function startSearch(text: string): { read: (chunk: OutputChunk) => void; result: () => FoundLines } {
  const needle = text.slice(0, 200).toLowerCase();
  const index = emptyIndex();
  const hits = new Set<number>();
  const carried = new Map<number, { text: string; decoder: TextDecoder }>();
  const read = (chunk: OutputChunk) => {
    let open = carried.get(chunk.stream);
    if (!open) {
      open = { text: "", decoder: new TextDecoder("utf-8", { ignoreBOM: true }) };
      carried.set(chunk.stream, open);
    }
    if (needle !== "" && hits.size < HITS_MAX) {
      const hay = open.text + open.decoder.decode(chunk.content, { stream: true });
      const numberOf = numberer(index, chunk.stream);
      for (const newlines of findIn(hay, needle, HITS_MAX - hits.size)) hits.add(numberOf(newlines));
      open.text = hay.slice(Math.max(hay.lastIndexOf("\n") + 1, hay.length - CARRIED));
    }
    scanChunk(index, chunk);
    // A search does not need kilobytes of checkpoints.
    index.checkpoints.splice(0, index.checkpoints.length - 1);
  };
  return { read, result: () => ({ lines: [...hits].sort((a, b) => a - b), lineCount: index.lineCount }) };
}

/** The number of the line after the n-th newline of the next chunk. */
function numberer(index: LineIndex, stream: number): (newlines: number) => number {
  const open = streamOf(index.streams, stream).line;
  const first = index.lineCount;
  return (newlines) => {
    if (open === null) return first + newlines;
    return newlines === 0 ? open : first + newlines - 1;
  };
}

/** How many newlines precede each line of `hay` that contains the needle; at most `max` lines. */
function findIn(hay: string, needle: string, max: number): number[] {
  const hits: number[] = [];
  const text = hay.includes(esc) ? hay.replace(escapes, "") : hay;
  const lower = text.toLowerCase();
  let newlines = 0;
  let counted = 0;
  for (let at = lower.indexOf(needle); at >= 0 && hits.length < max; ) {
    for (let next = lower.indexOf("\n", counted); next >= 0 && next < at; next = lower.indexOf("\n", counted)) {
      newlines += 1;
      counted = next + 1;
    }
    const newline = lower.indexOf("\n", at);
    const end = newline < 0 ? lower.length : newline;
    if (isSeen(lower.slice(counted, end), needle)) hits.push(newlines);
    at = lower.indexOf(needle, end);
  }
  return hits;
}

/** Whether the needle is in what remains of a line after its carriage returns. */
function isSeen(line: string, needle: string): boolean {
  const returned = line.lastIndexOf("\r", line.length - 2);
  return returned < 0 || line.slice(returned + 1).includes(needle);
}

const esc = "\u001b";
