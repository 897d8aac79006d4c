import { pg } from "@/db/client";
import type { OutputChunk } from "./chunk";
import { findStoredOutput } from "./read";
import { readBlocks } from "./stored";

/** The chunks of a run's output from `position` (of a chunk) on, in order, all there are. */
export async function copyOutput(run: Run, position: number, onChunk: (chunk: OutputChunk) => void): Promise<void> {
  let copied = 0;
  await copyRows(run, position, (chunk) => {
    copied += 1;
    onChunk(chunk);
  });
  // Asked afterwards: its rows may have gone into storage a moment before, and then there were none to copy.
  const stored = copied === 0 ? await findStoredOutput(run) : null;
  if (!stored) return;
  for await (const block of readBlocks(stored, position)) {
    for (const chunk of block) if (chunk.position >= position) onChunk(chunk);
  }
}

type Run = { id: number; attempt: number };

/**
 * Those in the table, by binary COPY: whole logs are read through several
 * times faster than by a query, whose answer would be hexadecimal text. It is read to its end: postgres.js has no way to
 * leave a COPY early.
 */
async function copyRows(run: Run, position: number, onChunk: (chunk: OutputChunk) => void): Promise<void> {
  // COPY takes no parameters; these are numbers, whatever a caller believes.
  const [id, attempt, from] = [run.id, run.attempt, position].map(Math.trunc);
  const source = await pg
    .unsafe(
      `copy (select position, stream, content from job_output
        where job_id = ${id} and attempt = ${attempt} and position >= ${from} order by position)
      to stdout (format binary)`,
    )
    .readable();
  // PostgreSQL sends a row a message, which postgres.js gives on as one message; the file's head comes with the first.
  let rest: Buffer = Buffer.alloc(0);
  let isHeadRead = false;
  // The driver's COPY stream yields nothing but buffers.
  for await (const message of source as AsyncIterable<Buffer>) {
    rest = rest.length === 0 ? message : Buffer.concat([rest, message]);
    if (!isHeadRead) {
      if (rest.length < HEAD_BYTES) continue;
      rest = rest.subarray(HEAD_BYTES + rest.readInt32BE(HEAD_BYTES - 4));
      isHeadRead = true;
    }
    rest = readRows(rest, onChunk);
  }
  // postgres.js pauses its socket when messages come fast, and forgets to go on where the last one made it pause.
  source._read(0);
}

/** Signature, flags, and the length of an extension (PostgreSQL, COPY, binary format). */
const HEAD_BYTES = 19;
/** Field count; then each field behind its length: bigint, smallint, bytea. */
const ROW_BYTES = 2 + 4 + 8 + 4 + 2 + 4;

/** Reads the whole rows; gives back what is left over. */
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
