import { type OutputPiece, readOpenCharacters } from "./read";

/** Output as text: `position` is that of its first byte. */
export interface TextPiece {
  position: number;
  stream: number;
  text: string;
}

/**
 * A decoder of a run's output from `position` on, which keeps what begins a character until the rest of it comes, for
 * each stream apart. Neighbours of one stream become one piece; what is no UTF-8 becomes U+FFFD.
 */
export async function toCharacters(
  run: { id: number; attempt: number },
  position: number,
): Promise<(pieces: OutputPiece[], isLast: boolean) => TextPiece[]> {
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
  return (pieces, isLast) => {
    const texts = merge(pieces).map(({ content, ...piece }) => ({
      ...piece,
      text: decoderOf(piece.stream).decode(content, { stream: true }),
    }));
    const last = pieces.at(-1);
    if (last) end = last.position + last.content.length;
    if (isLast) {
      for (const stream of [...open.keys()]) decoderOf(stream);
      for (const [stream, decoder] of decoders) texts.push({ position: end, stream, text: decoder.decode() });
      decoders.clear();
      open.clear();
    }
    return texts.filter((piece) => piece.text !== "");
  };
}

function merge(pieces: OutputPiece[]): OutputPiece[] {
  const merged: (Omit<OutputPiece, "content"> & { parts: Buffer[] })[] = [];
  for (const { position, stream, content } of pieces) {
    const last = merged.at(-1);
    if (last?.stream === stream) last.parts.push(content);
    else merged.push({ position, stream, parts: [content] });
  }
  return merged.map(({ parts, ...piece }) => ({ ...piece, content: Buffer.concat(parts) }));
}
