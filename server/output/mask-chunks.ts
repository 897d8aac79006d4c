import type { OutputChunk } from "./chunk";

/** Bytes that certainly contain the stored chunk before a position. */
const BEFORE_BYTES = 128 * 1024;
const NEWLINE = 10;
const STAR = "*".charCodeAt(0);

/** Reads chunks of one stream as they are stored. */
type ReadStream = (position: number, stream: number) => Promise<OutputChunk[]>;

/**
 * The chunks with a star for each byte of a secret, so that positions and lines stay as they are stored. A secret may
 * start before these chunks and end after them, with at most some 100 KiB of the other stream between its bytes.
 */
export async function maskChunks<Chunk extends OutputChunk>(
  chunks: Chunk[],
  secrets: readonly Buffer[],
  read: ReadStream,
): Promise<Chunk[]> {
  const masked = chunks.map((chunk) => ({ ...chunk, content: Buffer.from(chunk.content) }));
  const lengthMax = Math.max(...secrets.map((secret) => secret.length));
  for (const stream of new Set(masked.map((chunk) => chunk.stream))) {
    const ofStream = masked.filter((chunk) => chunk.stream === stream);
    const [before, after] = await readAround(ofStream, lengthMax, read);
    maskStream(before, ofStream, { after, secrets });
  }
  return masked;
}

/** The bytes of the stream before and after the chunks that may belong to a secret in them. */
async function readAround(chunks: OutputChunk[], lengthMax: number, read: ReadStream): Promise<[Buffer, Buffer]> {
  const [first, last] = [chunks[0], chunks.at(-1)];
  if (!first || !last) return [Buffer.alloc(0), Buffer.alloc(0)];
  const [before, after] = await Promise.all([
    readUntil(first, lengthMax, read),
    read(last.position + last.content.length, last.stream),
  ]);
  return [before, Buffer.concat(after.map((chunk) => chunk.content)).subarray(0, lengthMax - 1)];
}

async function readUntil({ position, stream }: OutputChunk, lengthMax: number, read: ReadStream): Promise<Buffer> {
  const parts: Buffer[] = [];
  for (let next = Math.max(0, position - BEFORE_BYTES - 2 * lengthMax); next < position; ) {
    const chunks = (await read(next, stream)).filter((chunk) => chunk.position < position);
    const last = chunks.at(-1);
    if (!last) break;
    parts.push(...chunks.map((chunk) => chunk.content));
    next = last.position + last.content.length;
  }
  const bytes = Buffer.concat(parts);
  return bytes.subarray(Math.max(0, bytes.length - lengthMax + 1));
}

/** Masks every occurrence in place, also overlapping ones: the result does not depend on where the chunks start. */
function maskStream(
  before: Buffer,
  chunks: OutputChunk[],
  { after, secrets }: { after: Buffer; secrets: readonly Buffer[] },
): void {
  const all = Buffer.concat([before, ...chunks.map((chunk) => chunk.content), after]);
  const isMasked = new Uint8Array(all.length);
  for (const secret of secrets) {
    let end = 0;
    for (let at = all.indexOf(secret); at >= 0; at = all.indexOf(secret, at + 1)) {
      isMasked.fill(1, Math.max(at, end), at + secret.length);
      end = at + secret.length;
    }
  }
  let offset = before.length;
  for (const { content } of chunks) {
    for (let at = 0; at < content.length; at += 1) {
      if (isMasked[offset + at] === 1 && content[at] !== NEWLINE) content[at] = STAR;
    }
    offset += content.length;
  }
}
