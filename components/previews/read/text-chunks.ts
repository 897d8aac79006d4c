import { findEncoding } from "@/server/files/text-encoding";
import { gunzip } from "./gunzip";
import { PreviewProblem } from "./problem";
import { type RangedFile, readChunks } from "./ranged-file";

export interface TextChunk {
  text: string;
  progress: number;
  isLast: boolean;
}

/** A line or a row with more characters than this is not shown. */
export const LINE_CHARACTERS_MAX = 4 * 1024 * 1024;

/** The text of a file, chunk by chunk, in whichever encoding it is; unpacked if it is compressed. */
export async function* readTextChunks(file: RangedFile, path: string): AsyncGenerator<TextChunk> {
  const chunks = /\.b?gz$/i.test(path) ? gunzip(readChunks(file)) : readChunks(file);
  let decoder: TextDecoder | null = null;
  let last = { text: "", progress: 0 };
  for await (const { bytes, progress } of chunks) {
    decoder ??= new TextDecoder(findEncoding(bytes));
    const text = decoder.decode(bytes, { stream: true });
    if (last.text !== "") yield { ...last, isLast: false };
    last = { text, progress };
  }
  yield { text: last.text + (decoder?.decode() ?? ""), progress: 1, isLast: true };
}

/**
 * Splits a text that arrives in chunks. `take` consumes what is complete of the text so far, and returns the number of
 * characters that it consumed.
 */
export async function* splitChunks<Item>(
  chunks: AsyncIterable<TextChunk>,
  take: (chunk: Omit<TextChunk, "progress">) => { items: Item[]; used: number },
): AsyncGenerator<{ items: Item[]; progress: number }> {
  let pending = "";
  for await (const { text, progress, isLast } of chunks) {
    pending += text;
    const { items, used } = take({ text: pending, isLast });
    pending = pending.slice(used);
    if (pending.length > LINE_CHARACTERS_MAX) throw new PreviewProblem("longLine");
    yield { items, progress };
  }
}
