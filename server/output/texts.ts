import { hasEnded, type JobStatus } from "@/db/job-state";
import { outputStreams } from "@/db/schema/jobs";
import { toCharacters } from "./characters";
import type { OutputStream, TimedChunk } from "./chunk";
import { findChunkStart, readOutput } from "./read";

/** A text of a run's output, for programs. Offsets count the bytes of all streams from the start of the run. */
export interface OutputText {
  stream: OutputStream;
  offset: number;
  /** When it arrived, in RFC 3339. */
  at: string;
  /** Bytes that are not UTF-8 become U+FFFD. */
  text: string;
  /** The offset from which to continue after this text. */
  next: number;
}

/** The part of a run's output to read: of all streams, unless one is given. */
export interface OutputPart {
  stream?: OutputStream | undefined;
  from: number;
}

/** Reads a run's output as texts or bytes, as far as it was written. */
export interface OutputReader<Item> {
  /** The next items; null while there is nothing new. */
  read: () => Promise<Item[] | null>;
  /** What is left at the end of the run: characters that are still incomplete. */
  readRest: () => Item[];
}

/** A reader from any offset on, which may be within a chunk and within a character. */
export async function openTexts(
  run: { id: number; attempt: number },
  { stream, from }: OutputPart,
): Promise<OutputReader<OutputText>> {
  let next = await findChunkStart(run, from);
  let lastAt: Date | null = null;
  const decode = await toCharacters(run, next);
  const toTexts = (chunk: TimedChunk): OutputText[] => {
    const end = chunk.position + chunk.content.length;
    const skipped = Math.max(0, Math.min(from - chunk.position, chunk.content.length));
    // The start of a character may be among the skipped bytes.
    if (skipped > 0) decode([{ ...chunk, content: chunk.content.subarray(0, skipped) }], { isLast: false });
    if (skipped === chunk.content.length) return [];
    const position = chunk.position + skipped;
    const texts = decode([{ ...chunk, position, content: chunk.content.subarray(skipped) }], { isLast: false });
    return texts.map((text) => ({ ...toText(text, chunk.at), next: end }));
  };
  return {
    read: async () => {
      const chunks = await readOutput(run, next, stream);
      const last = chunks.at(-1);
      if (!last) return null;
      next = last.position + last.content.length;
      lastAt = last.at;
      return chunks.flatMap(toTexts);
    },
    readRest: () => {
      const rest = decode([], { isLast: true }).map((text) => ({ ...toText(text, lastAt ?? new Date()), next }));
      return rest.filter((text) => stream === undefined || text.stream === stream);
    },
  };
}

/** A run's output as texts, as far as it was written, in batches. The caller has checked the permission. */
export async function* readTexts(run: EndedOrNot, part: OutputPart): AsyncGenerator<OutputText[]> {
  yield* readAll(run, await openTexts(run, part));
}

/** A run, and whether it still writes. */
export type EndedOrNot = { id: number; attempt: number; status: JobStatus };

/** All items of a reader, as far as the run has written them. */
export async function* readAll<Item>({ status }: EndedOrNot, reader: OutputReader<Item>): AsyncGenerator<Item[]> {
  for (let items = await reader.read(); items; items = await reader.read()) yield items;
  if (hasEnded(status)) yield reader.readRest();
}

const streamNames = new Map(
  // The entries of the object itself.
  (Object.entries(outputStreams) as [OutputStream, number][]).map(([name, number]) => [number, name]),
);

function toText({ position, stream, text }: { position: number; stream: number; text: string }, at: Date) {
  return { stream: nameOfStream(stream), offset: position, at: at.toISOString(), text };
}

/** The name of a stream by its number. */
export function nameOfStream(stream: number): OutputStream {
  return streamNames.get(stream) ?? "note";
}
