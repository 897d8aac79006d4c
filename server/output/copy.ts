import { pg } from "@/db/client";
import type { OutputChunk } from "./chunk";
import { findStoredOutput } from "./read";
import { readBlocks } from "./stored";

/** The chunks of a run's output from `position` on (the start of a chunk), in order, up to the current end. */
export async function copyOutput(run: Run, position: number, onChunk: (chunk: OutputChunk) => void): Promise<void> {
  let copied = 0;
  await copyRows(run, position, (chunk) => {
    copied += 1;
    onChunk(chunk);
  });
  // Read after the table, because the rows may have moved into storage just before, leaving none to copy.
  const stored = copied === 0 ? await findStoredOutput(run) : null;
  if (!stored) return;
  for await (const block of readBlocks(stored, position)) {
    for (const chunk of block) if (chunk.position >= position) onChunk(chunk);
  }
}

type Run = { id: number; attempt: number };

/**
 * The chunks in the table, by binary COPY. It reads full logs several times faster than a query, whose answer would be
 * hexadecimal text. The COPY is read to its end, because postgres.js cannot end it early.
 */
async function copyRows(run: Run, position: number, onChunk: (chunk: OutputChunk) => void): Promise<void> {
  // COPY takes no parameters. These are numbers, whatever type a caller claims.
  const [id, attempt, from] = [run.id, run.attempt, position].map(Math.trunc);
  const source = await pg
    .unsafe(
      `copy (select position, stream, content from job_output
        where job_id = ${id} and attempt = ${attempt} and position >= ${from} order by position)
      to stdout (format binary)`,
    )
    .readable();
  // PostgreSQL sends one message per row, and postgres.js passes each on; the file's header comes with the first.
  let rest: Buffer = Buffer.alloc(0);
  let isHeadRead = false;
  // The driver's COPY stream yields only buffers.
  for await (const message of source as AsyncIterable<Buffer>) {
    rest = rest.length === 0 ? message : Buffer.concat([rest, message]);
    if (!isHeadRead) {
      if (rest.length < HEAD_BYTES) continue;
      rest = rest.subarray(HEAD_BYTES + rest.readInt32BE(HEAD_BYTES - 4));
      isHeadRead = true;
    }
    rest = readRows(rest, onChunk);
  }
  // postgres.js pauses its socket when messages arrive fast, and does not resume it if the last message paused it.
  source._read(0);
}

/** Signature, flags, and the length of an extension (PostgreSQL, COPY, binary format). */
const HEAD_BYTES = 19;
/** Field count; then each field after its length: bigint, smallint, bytea. */
const ROW_BYTES = 2 + 4 + 8 + 4 + 2 + 4;

/** Reads the complete rows and returns the remaining bytes. */
function readRows(bytes: Buffer, onChunk: (chunk: OutputChunk) => void): Buffer {
  let at = 0;
  while (bytes.length - at >= ROW_BYTES && bytes.readInt16BE(at) === 3) {
    const end = at + ROW_BYTES + bytes.readInt32BE(at + ROW_BYTES - 4);
    if (end > bytes.length) break;
    onChunk({
      position: Number(bytes.readBigInt64BE(at + 6)),
      stream: bytes.readInt16BE(at + 18),
      content: bytes.subarray(at + ROW_BYTES, end),
    });
    at = end;
  }
  return bytes.subarray(at);
}
