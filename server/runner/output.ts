import fs from "node:fs";
import path from "node:path";
import { pg } from "@/db/client";
import { outputStreams } from "@/db/schema";
import { liveChannel } from "@/server/jobs/live-channel";
import { secretsIn } from "@/server/jobs/secrets";
import { consumedBytesOf, type Following, type Masked, maskBytes, maskEnd, toMaskable } from "@/server/output/mask";
import { readPlainSecrets } from "@/server/output/plain-secrets";
import { type ClaimedJob, isClaimed, type JobClaim } from "./claim";

const ROW_BYTES = 64 * 1024;
const ROWS_MAX = 8;

type StreamName = "stdout" | "stderr";
const streamNames = ["stdout", "stderr"] as const;

/** A chunk of output on its way into the table. */
export interface OutputRow {
  position: number;
  stream: number;
  at: Date;
  content: Buffer;
  /** How many bytes of the script's output it stands for. This differs from its own length when it masks secrets. */
  consumedBytes?: number;
}

export interface OutputLimits {
  startBytes: number;
  endBytes: number;
}

/** How much of a run's output has been stored. */
export interface OutputState {
  folder: string;
  limits: OutputLimits;
  /** The number of stored bytes, including notes. This is the position of the next row. */
  position: number;
  /** The secrets that are masked wherever they are printed. */
  secrets: Buffer[];
  /** How many bytes of each stream have been consumed. */
  consumed: Record<StreamName, number>;
  /** Whether the first part is full. `lastRows` then describes the output after it. */
  isFull: boolean;
  files: Partial<Record<StreamName, number>>;
  /** The buffers that rows are read into. They are reused by every call. */
  buffers: Buffer[];
}

/** Opens the output of a run. For an adopted run, reading continues after the output that is already stored. */
export async function openOutput(
  job: Pick<ClaimedJob, "id" | "attempt" | "outputBytes" | "sealedValues">,
  folder: string,
  limits: OutputLimits,
): Promise<OutputState> {
  const state: OutputState = {
    folder,
    limits,
    position: job.outputBytes,
    secrets: toMaskable([...secretsIn(job.sealedValues), ...(await readPlainSecrets(job.id))]),
    consumed: { stdout: 0, stderr: 0 },
    isFull: false,
    files: {},
    buffers: [],
  };
  if (job.outputBytes === 0) return state;
  const sums = await pg<{ stream: number; bytes: number; last: number }[]>`
    select stream, sum(length(content))::float8 as bytes, max(position)::float8 as last from job_output
    where job_id = ${job.id} and attempt = ${job.attempt} group by stream`;
  const bytesOf = (stream: number) => sums.find((row) => row.stream === stream)?.bytes ?? 0;
  const consumedOf = (name: StreamName) => countConsumed(state, name, bytesOf(outputStreams[name]));
  state.consumed = { stdout: consumedOf("stdout"), stderr: consumedOf("stderr") };
  // Notes before the script's output come from the build of its environment.
  const lastOf = (stream: number) => sums.find((row) => row.stream === stream)?.last ?? -1;
  const lastPrinted = Math.max(lastOf(outputStreams.stdout), lastOf(outputStreams.stderr));
  state.isFull = lastPrinted >= 0 && lastOf(outputStreams.note) > lastPrinted;
  return state;
}

/** How many bytes of a stream have been consumed if `storedBytes` are stored: these differ when secrets are masked. */
function countConsumed(state: OutputState, name: StreamName, storedBytes: number): number {
  if (state.secrets.length === 0 || storedBytes === 0) return storedBytes;
  return consumedBytesOf(readBytes(path.join(state.folder, name)), state.secrets, storedBytes);
}

/** Closes the files. */
export function closeOutput(state: OutputState): void {
  for (const file of Object.values(state.files)) fs.closeSync(file);
  state.files = {};
}

/**
 * Reads the next rows, of at most 64 KiB each and 512 KiB together; none when nothing new was printed. They count as
 * consumed only after `markStored`. Within one call stdout comes before stderr; only across calls is the output in the
 * order of its arrival. `isLast` means that the streams have ended, so an incomplete secret at their end is ordinary
 * text.
 */
export function nextRows(state: OutputState, { isLast }: { isLast: boolean } = { isLast: false }): OutputRow[] {
  const rows: OutputRow[] = [];
  if (state.isFull) return rows;
  const at = new Date();
  let room = state.limits.startBytes - state.consumed.stdout - state.consumed.stderr;
  let position = state.position;
  // Long enough for a chunk to contain more than one secret.
  const chunkBytes = Math.max(ROW_BYTES, ...state.secrets.map((secret) => 2 * secret.length));
  for (const name of streamNames) {
    let offset = state.consumed[name];
    while (rows.length < ROWS_MAX && room > 0) {
      state.buffers[rows.length] ??= Buffer.allocUnsafe(chunkBytes);
      const range = { offset, bytesMax: Math.min(chunkBytes, room), buffer: state.buffers[rows.length] };
      const chunk = readChunk(state, name, range);
      const following = isLast && chunk.length < chunkBytes ? "end" : "more";
      const { content, consumedBytes } = maskChunk(state, chunk, chunk.length === room ? "cut" : following);
      if (consumedBytes === 0) break;
      rows.push({ position, stream: outputStreams[name], at, content, consumedBytes });
      position += content.length;
      offset += consumedBytes;
      room -= consumedBytes;
    }
  }
  if (room <= 0 && hasMore(state, rows)) {
    const content = Buffer.from(
      `\nOnly the first ${state.limits.startBytes} bytes of output are kept, and the last.\n`,
    );
    rows.push({ position, stream: outputStreams.note, at, content });
  }
  return rows;
}

/** Whether more rows may have been available when these were read. */
export function isFullBatch(rows: OutputRow[]): boolean {
  return rows.length >= ROWS_MAX;
}

/** Whether a row is a note of the runner. */
export function isNote(row: OutputRow): boolean {
  return row.stream === outputStreams.note;
}

/** Records that rows have been stored. */
export function markStored(state: OutputState, rows: OutputRow[]): void {
  for (const row of rows) {
    state.position = row.position + row.content.length;
    const consumedBytes = row.consumedBytes ?? row.content.length;
    if (row.stream === outputStreams.stdout) state.consumed.stdout += consumedBytes;
    else if (row.stream === outputStreams.stderr) state.consumed.stderr += consumedBytes;
    else state.isFull = true;
  }
}

/** The rows with the last bytes of a long output after its end, and how many bytes before them were dropped. */
export function lastRows(state: OutputState): { rows: OutputRow[]; droppedBytes: number } {
  const rows: OutputRow[] = [];
  if (!state.isFull) return { rows, droppedBytes: 0 };
  const at = new Date();
  const ends = streamNames.map((name) => ({ name, ...endOf(state, name) }));
  const droppedBytes = ends.reduce((sum, end) => sum + end.droppedBytes, 0);
  let position = state.position;
  const push = (stream: number, content: Buffer) => {
    rows.push({ position, stream, at, content });
    position += content.length;
  };
  if (droppedBytes > 0) push(outputStreams.note, Buffer.from(`${droppedBytes} bytes were dropped here.\n`));
  for (const { name, last: plain } of ends) {
    const last = state.secrets.length === 0 ? plain : maskEnd(plain, state.secrets);
    for (let offset = 0; offset < last.length; offset += ROW_BYTES)
      push(outputStreams[name], last.subarray(offset, offset + ROW_BYTES));
  }
  return { rows, droppedBytes };
}

/**
 * SQL: rows as a VALUES clause. There must be at least one. The content is passed as hex text. The client would also
 * convert it, but would copy it first, and when a script prints a lot, copies pile up faster than they are collected.
 */
export function rowValues(rows: OutputRow[]) {
  const values = rows.map((row) => [String(row.position), String(row.stream), row.at, row.content.toString("hex")]);
  return pg(values as never); // The driver's types do not support lists of values of different types.
}

/**
 * Adds rows to the output of a running job if this worker still holds the claim and nobody else has added rows, and
 * then notifies open pages. Returns whether it has added the rows. The commit does not wait for the disk: if the
 * database loses it, it loses rows and position together, and the run folder still contains the bytes.
 */
export async function storeRows(claim: JobClaim, state: OutputState, rows: OutputRow[]): Promise<boolean> {
  const last = rows.at(-1);
  if (!last) return true;
  const stored = await pg`
    with job as (
      update jobs set output_bytes = ${last.position + last.content.length}
      where ${isClaimed(claim)} and output_bytes = ${state.position}
      returning id, attempt),
    stored as (
      insert into job_output (job_id, attempt, position, stream, at, content)
      select job.id, job.attempt, row.position::bigint, row.stream::smallint, row.at, decode(row.content, 'hex')
      from job, (values ${rowValues(rows)}) as row (position, stream, at, content))
    select pg_notify(${liveChannel}, id || ':output'), set_config('synchronous_commit', 'off', true) from job`;
  if (stored.length === 0) return false;
  markStored(state, rows);
  return true;
}

function hasMore(state: OutputState, rows: OutputRow[]): boolean {
  return streamNames.some((name) => {
    const file = openFile(state, name);
    const consumed = rows.reduce(
      (sum, row) => sum + (row.stream === outputStreams[name] ? (row.consumedBytes ?? row.content.length) : 0),
      0,
    );
    const hasEnd = fs.existsSync(path.join(state.folder, `${name}.rest`));
    return hasEnd || (file !== null && fs.fstatSync(file).size > state.consumed[name] + consumed);
  });
}

function maskChunk(state: OutputState, chunk: Buffer, following: Following): Masked {
  if (state.secrets.length === 0) return { content: chunk, consumedBytes: chunk.length };
  return maskBytes(chunk, state.secrets, following);
}

/** The part of a stream to read, and the buffer to read it into; a new buffer unless one is given. */
interface Range {
  offset: number;
  bytesMax: number;
  buffer?: Buffer;
}

function readChunk(state: OutputState, name: StreamName, { offset, bytesMax, buffer }: Range): Buffer {
  const file = openFile(state, name);
  if (file === null) return Buffer.alloc(0);
  const available = fs.fstatSync(file).size - offset;
  if (available <= 0) return Buffer.alloc(0);
  const content = (buffer ?? Buffer.allocUnsafe(bytesMax)).subarray(0, Math.min(available, bytesMax));
  return content.subarray(0, fs.readSync(file, content, 0, content.length, offset));
}

function openFile(state: OutputState, name: StreamName): number | null {
  const known = state.files[name];
  if (known !== undefined) return known;
  try {
    const file = fs.openSync(path.join(state.folder, name), "r");
    state.files[name] = file;
    return file;
  } catch {
    return null; // The shim has not created it yet.
  }
}

/** The last bytes of one stream that are not stored yet: from the end of its first file and from its later output. */
function endOf(state: OutputState, name: StreamName): { last: Buffer; droppedBytes: number } {
  const file = openFile(state, name);
  const size = file === null ? 0 : fs.fstatSync(file).size;
  const restBytes = Number(readText(path.join(state.folder, `${name}.rest`)) || 0);
  const end = readBytes(path.join(state.folder, `${name}.end`));
  const missing = size - state.consumed[name] + restBytes;
  const fromFile = Math.min(Math.max(state.limits.endBytes - end.length, 0), size - state.consumed[name]);
  const last =
    file === null || fromFile === 0
      ? end
      : Buffer.concat([readChunk(state, name, { offset: size - fromFile, bytesMax: fromFile }), end]).subarray(
          -state.limits.endBytes,
        );
  return { last, droppedBytes: Math.max(missing - last.length, 0) };
}

function readText(file: string): string {
  return readBytes(file).toString("latin1").trim();
}

function readBytes(file: string): Buffer {
  try {
    return fs.readFileSync(file);
  } catch {
    return Buffer.alloc(0);
  }
}
