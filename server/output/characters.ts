import type { OutputChunk } from "./chunk";
import { readOpenCharacters } from "./read";

/** Output as text: `position` is that of its first byte. */
export interface TextChunk {
  position: number;
  stream: number;
  text: string;
}

/** The text of a run's next chunks; with `isLast`, also of characters that remain incomplete. */
export type Decode = (chunks: OutputChunk[], position: { isLast: boolean }) => TextChunk[];

/**
 * A decoder of a run's output from `position` on. For each stream it keeps the start of a character until the other
 * bytes arrive. Adjacent chunks of one stream become one chunk. Bytes that are not UTF-8 become U+FFFD.
 */
export async function toCharacters(run: { id: number; attempt: number }, position: number): Promise<Decode> {
  const open = await readOpenCharacters(run, position);
  const decoders = new Map<number, TextDecoder>();
  const decoderOf = (stream: number) => {
    const known = decoders.get(stream);
    if (known) return known;
    const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
    decoder.decode(open.get(stream) ?? Buffer.alloc(0), { stream: true });
    decoders.set(stream, decoder);
    return decoder;
  };
  let end = position;
  return (chunks, { isLast }) => {
    const texts = merge(chunks).map(({ content, ...chunk }) => ({
      ...chunk,
      text: decoderOf(chunk.stream).decode(content, { stream: true }),
    }));
    const last = chunks.at(-1);
    if (last) end = last.position + last.content.length;
    if (isLast) {
      for (const stream of [...open.keys()]) decoderOf(stream);
      for (const [stream, decoder] of decoders) texts.push({ position: end, stream, text: decoder.decode() });
      decoders.clear();
      open.clear();
    }
    return texts.filter((chunk) => chunk.text !== "");
  };
}

function merge(chunks: OutputChunk[]): OutputChunk[] {
  const merged: (Omit<OutputChunk, "content"> & { parts: Buffer[] })[] = [];
  for (const { position, stream, content } of chunks) {
    const last = merged.at(-1);
    if (last?.stream === stream) last.parts.push(content);
    else merged.push({ position, stream, parts: [content] });
  }
  return merged.map(({ parts, ...chunk }) => ({ ...chunk, content: Buffer.concat(parts) }));
}
