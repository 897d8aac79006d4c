import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";
import type { OutputBlock } from "@/db/schema/jobs";
import { openStored } from "@/server/storage/store";
import type { TimedChunk } from "./chunk";

/** A run's output in storage: blocks of chunks, each compressed separately, so that any part can be read alone. */
export interface StoredOutput {
  sha256: string;
  blocks: OutputBlock[];
}

/** Bytes of output in a block: small enough to unpack for one screen, large enough to compress well. */
export const BLOCK_BYTES = 256 * 1024;

/** Shorter output stays in its rows: a separate file would take as much space, and time at the end of every job. */
export const STORED_BYTES_MIN = 32 * 1024;

/** Fields of each chunk: position, milliseconds since 1970, stream, length. */
const HEAD_BYTES = 6 + 6 + 1 + 4;

/** A block's bytes in the file, a gzip member. */
export function packBlock(chunks: TimedChunk[]): Promise<Buffer> {
  const parts = chunks.flatMap(({ position, at, stream, content }) => {
    const head = Buffer.allocUnsafe(HEAD_BYTES);
    head.writeUIntBE(position, 0, 6);
    head.writeUIntBE(at.getTime(), 6, 6);
    head.writeUInt8(stream, 12);
    head.writeUInt32BE(content.length, 13);
    return [head, content];
  });
  return promisify(gzip)(Buffer.concat(parts), { level: 4 });
}

/**
 * The chunks of a run's stored output in the block that contains `position` and the later blocks, one block at a time.
 */
export async function* readBlocks(stored: StoredOutput, position: number): AsyncGenerator<TimedChunk[]> {
  const first = blockAt(stored.blocks, position);
  for (let n = first; n < stored.blocks.length; n++) yield unpack(await readBlock(stored, n));
}

/** The number of the block that contains a position: the last one that starts at or before it. */
export function blockAt(blocks: OutputBlock[], position: number): number {
  let [low, high] = [0, blocks.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((blocks[middle]?.position ?? 0) <= position) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}

async function readBlock({ sha256, blocks }: StoredOutput, n: number): Promise<Buffer> {
  const next = blocks[n + 1];
  const range = { start: blocks[n]?.offset ?? 0, ...(next ? { end: next.offset - 1 } : {}) };
  const parts: Buffer[] = [];
  for await (const part of openStored(sha256, range)) parts.push(part);
  return promisify(gunzip)(Buffer.concat(parts));
}

function unpack(bytes: Buffer): TimedChunk[] {
  const chunks: TimedChunk[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = at + HEAD_BYTES + bytes.readUInt32BE(at + 13);
    const content = bytes.subarray(at + HEAD_BYTES, end);
    const arrivedAt = new Date(bytes.readUIntBE(at + 6, 6));
    chunks.push({ position: bytes.readUIntBE(at, 6), at: arrivedAt, stream: bytes.readUInt8(at + 12), content });
    at = end;
  }
  return chunks;
}
