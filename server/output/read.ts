import { z } from "zod";
import { pg } from "@/db/client";
import { outputStreams } from "@/db/schema/jobs";
import { t } from "@/server/language/text";
import type { OutputChunk, OutputStream, TimedChunk } from "./chunk";
import { maskChunks } from "./mask-chunks";
import { findPlainSecrets } from "./plain-secrets";
import { blockAt, readBlocks, type StoredOutput } from "./stored";

/** How many bytes of output are read at once. */
const BATCH_BYTES = 256 * 1024;

/** An attempt of a job. `showsSecrets`: the caller is API v1, which returns to owners what was written. */
export interface OutputRun {
  id: number;
  attempt: number;
  showsSecrets?: true;
}

/**
 * The next chunks of a run's output from `position` on, about 256 KiB, in order; empty while there are none. Secrets that
 * were not masked when the output was stored are masked now.
 */
export async function readOutput(run: OutputRun, position: number, stream?: OutputStream): Promise<TimedChunk[]> {
  const [chunks, secrets] = await Promise.all([
    readStoredChunks(run, position, stream && outputStreams[stream]),
    run.showsSecrets ? [] : findPlainSecrets(run.id),
  ]);
  if (secrets.length === 0) return chunks;
  return maskChunks(chunks, secrets, (from, of) => readStoredChunks(run, from, of));
}

/** The same as it is stored. */
async function readStoredChunks(run: OutputRun, position: number, stream?: number): Promise<TimedChunk[]> {
  const ofStream = stream ? pg`and stream = ${stream}` : pg``;
  const from = pg`job_id = ${run.id} and attempt = ${run.attempt} and position >= ${position} ${ofStream}`;
  // When the run's output is stored, its rows disappear at the same moment: one statement finds it in one of the two
  // places.
  const rows = await pg<(Omit<TimedChunk, "position"> & { position: string; stored: StoredOutput | null })[]>`
    select position, stream, at, content, null as stored from job_output
    where ${from} and position < ${BATCH_BYTES} + (
      select position from job_output where ${from} order by position limit 1)
    union all select null, null, null, null, ${storedOf()} from stored_outputs
    where job_id = ${run.id} and attempt = ${run.attempt}
    order by position`;
  const stored = rows.at(-1)?.stored;
  if (stored) return readStored(stored, position, stream);
  return rows.map(({ stream, at, content, ...row }) => ({ position: Number(row.position), stream, at, content }));
}

const storedOf = () => pg`jsonb_build_object('sha256', sha256, 'blocks', blocks)`;

async function readStored(stored: StoredOutput, position: number, stream?: number): Promise<TimedChunk[]> {
  const found: TimedChunk[] = [];
  for await (const block of readBlocks(stored, position)) {
    for (const chunk of block) {
      if (chunk.position < position || (stream !== undefined && chunk.stream !== stream)) continue;
      if (chunk.position >= (found[0]?.position ?? chunk.position) + BATCH_BYTES) return found;
      found.push(chunk);
    }
  }
  return found;
}

/** Where a run's output is in storage; null while it is in the table. */
export async function findStoredOutput(run: { id: number; attempt: number }): Promise<StoredOutput | null> {
  const [row] = await pg<{ stored: StoredOutput }[]>`
    select ${storedOf()} as stored from stored_outputs where job_id = ${run.id} and attempt = ${run.attempt}`;
  return row?.stored ?? null;
}

const position = z
  .string()
  .regex(/^\d{1,15}$/, { error: () => t("Enter a whole number.") })
  .transform(Number);

/** The query for a part of a run's output. */
export const outputRangeQuery = z.object({
  stream: z
    .enum(["stdout", "stderr", "note"], {
      error: () => t("Choose {names}, or leave it out.", { names: Object.keys(outputStreams).join(", ") }),
    })
    .optional(),
  start: position.default(0),
  end: position.default(Number.MAX_SAFE_INTEGER),
});

/**
 * A run's output as it was written so far, from byte `start` (inclusive) to `end` (exclusive) by position. It includes
 * all streams, even the runner's notes, unless one is given.
 */
export async function* readOutputBytes(
  run: OutputRun,
  range: { stream?: OutputStream | undefined; start: number; end: number },
): AsyncGenerator<Buffer> {
  const { stream, start, end } = range;
  for (let next = await findChunkStart(run, start); next < end; ) {
    const chunks = await readOutput(run, next, stream);
    const last = chunks.at(-1);
    if (!last) return;
    for (const { position, content } of chunks) {
      const part = content.subarray(Math.max(0, start - position), Math.max(0, end - position));
      if (part.length > 0) yield part;
    }
    next = last.position + last.content.length;
  }
}

/** Where to start reading so that the byte at `position` is included: the start of its chunk, or of one before it. */
export async function findChunkStart(run: { id: number; attempt: number }, position: number): Promise<number> {
  const [before] = await pg<{ position: string | null }[]>`
    select max(position) as position from (
      select position from job_output
      where job_id = ${run.id} and attempt = ${run.attempt} and position <= ${position}
      union all select (block ->> 'position')::bigint
      from stored_outputs, jsonb_array_elements(blocks) as block
      where job_id = ${run.id} and attempt = ${run.attempt} and (block ->> 'position')::bigint <= ${position}) as starts`;
  return Number(before?.position ?? 0);
}

/**
 * For each stream, the bytes before `position` that start a UTF-8 character without ending it. A decoder that starts
 * there must receive them first.
 */
export async function readOpenCharacters(
  run: { id: number; attempt: number },
  position: number,
): Promise<Map<number, Buffer>> {
  if (position === 0) return new Map();
  const stored = await findStoredOutput(run);
  if (stored) return readStoredOpenCharacters(stored, position);
  const rows = await pg<{ stream: number; content: Buffer }[]>`
    select stream, content from unnest(${Object.values(outputStreams)}::int[]) as s(number), lateral (
      select position, stream, content from job_output
      where job_id = ${run.id} and attempt = ${run.attempt} and position < ${position} and stream = s.number
      order by position desc limit 3) as last
    order by stream, position`;
  const ends = new Map<number, Buffer>();
  for (const { stream, content } of rows) {
    ends.set(stream, Buffer.concat([ends.get(stream) ?? Buffer.alloc(0), content]).subarray(-3));
  }
  for (const [stream, end] of ends) ends.set(stream, openCharacter(end));
  return ends;
}

async function readStoredOpenCharacters(stored: StoredOutput, position: number): Promise<Map<number, Buffer>> {
  const { open = {} } = stored.blocks[blockAt(stored.blocks, position)] ?? {};
  const ends = new Map<number, Buffer>(
    Object.entries(open).map(([stream, hex]) => [Number(stream), Buffer.from(hex, "hex")]),
  );
  const { value: block } = await readBlocks(stored, position).next();
  for (const { stream, content } of (block ?? []).filter((chunk: OutputChunk) => chunk.position < position)) {
    ends.set(stream, Buffer.concat([ends.get(stream) ?? Buffer.alloc(0), content.subarray(-3)]).subarray(-3));
  }
  for (const [stream, end] of ends) ends.set(stream, openCharacter(end));
  return ends;
}

/** The unfinished character at the end, at most 3 bytes; empty if there is none (RFC 3629, section 3). */
export function openCharacter(end: Buffer): Buffer {
  for (let length = 1; length <= end.length; length++) {
    const byte = end[end.length - length] ?? 0;
    if (byte < 0x80) break;
    if (byte >= 0xc0) {
      const expected = lengthOf(byte);
      return expected > length ? end.subarray(-length) : Buffer.alloc(0);
    }
  }
  return Buffer.alloc(0);
}

/** The full text of a run's two streams; bytes that are not UTF-8 become U+FFFD. Notes of the runner are in neither. */
export async function readFullOutput(run: OutputRun): Promise<{ stdout: string; stderr: string }> {
  const chunks: OutputChunk[] = [];
  for (let next = 0; ; ) {
    const more = await readOutput(run, next);
    const last = more.at(-1);
    if (!last) break;
    chunks.push(...more);
    next = last.position + last.content.length;
  }
  const textOf = (stream: number) =>
    Buffer.concat(chunks.filter((chunk) => chunk.stream === stream).map((chunk) => chunk.content)).toString();
  return { stdout: textOf(outputStreams.stdout), stderr: textOf(outputStreams.stderr) };
}

/** The length of the UTF-8 character that starts with this byte. */
function lengthOf(firstByte: number): number {
  if (firstByte >= 0xf0) return 4;
  return firstByte >= 0xe0 ? 3 : 2;
}
