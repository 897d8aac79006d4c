import fs from "node:fs";
import path from "node:path";
import { pg } from "@/db/client";
import { outputStreams } from "@/db/schema";
import { liveChannel } from "@/server/jobs/live-channel";
import { secretsIn } from "@/server/jobs/secrets";
import type { ClaimedJob } from "./claim";
import { type Masked, maskBytes, maskEnd, takenBehind, toMasked } from "./mask";

const ROW_BYTES = 64 * 1024;
const ROWS_MAX = 8;

type StreamName = "stdout" | "stderr";
const streamNames = ["stdout", "stderr"] as const;

/** A piece of output on its way into the table. */
export interface OutputRow {
  position: number;
  stream: number;
  at: Date;
  content: Buffer;
  /** How many bytes of the script's it stands for, where secrets are masked in it. */
  takenBytes?: number;
}

export interface OutputLimits {
  startBytes: number;
  endBytes: number;
}

/** How far a run's output has been taken over from its files into the table. */
export interface OutputState {
  folder: string;
  limits: OutputLimits;
  /** Bytes in the table, notes included: the position of the next row. */
  position: number;
  /** What is masked wherever it is printed. */
  secrets: Buffer[];
  /** Bytes of each stream that are in the table. */
  read: Record<StreamName, number>;
  /** The first part is full; what follows is told about at the end. */
  isFull: boolean;
  files: Partial<Record<StreamName, number>>;
  /** What rows are read into, again and again. */
  buffers: Buffer[];
}

/** The state of a run whose output begins, or that was taken over by another worker (from what is stored). */
export async function openOutput(
  job: Pick<ClaimedJob, "id" | "attempt" | "outputBytes" | "sealedValues">,
  folder: string,
  limits: OutputLimits,
): Promise<OutputState> {
  const state: OutputState = {
    folder,
    limits,
    position: job.outputBytes,
    secrets: toMasked(secretsIn(job.sealedValues)),
    read: { stdout: 0, stderr: 0 },
    isFull: false,
    files: {},
    buffers: [],
  };
  if (job.outputBytes === 0) return state;
  const sums = await pg<{ stream: number; bytes: number; last: number }[]>`
    select stream, sum(length(content))::float8 as bytes, max(position)::float8 as last from job_output
    where job_id = ${job.id} and attempt = ${job.attempt} group by stream`;
  const bytesOf = (stream: number) => sums.find((row) => row.stream === stream)?.bytes ?? 0;
  const readOf = (name: StreamName) => takenOf(state, name, bytesOf(outputStreams[name]));
  state.read = { stdout: readOf("stdout"), stderr: readOf("stderr") };
  // Notes that come before the script's output are of its environment's build.
  const lastOf = (stream: number) => sums.find((row) => row.stream === stream)?.last ?? -1;
  const lastPrinted = Math.max(lastOf(outputStreams.stdout), lastOf(outputStreams.stderr));
  state.isFull = lastPrinted >= 0 && lastOf(outputStreams.note) > lastPrinted;
  return state;
}

/** How far a stream has been read, by how much of it is in the table: with secrets masked these differ. */
function takenOf(state: OutputState, name: StreamName, storedBytes: number): number {
  if (state.secrets.length === 0 || storedBytes === 0) return storedBytes;
  return takenBehind(readBytes(path.join(state.folder, name)), state.secrets, storedBytes);
}

/** Closes the files; what is stored stays. */
export function closeOutput(state: OutputState): void {
  for (const file of Object.values(state.files)) fs.closeSync(file);
  state.files = {};
}

/**
 * The next rows, of at most 64 KiB each and 512 KiB together; none when nothing new was written. They count as taken only
 * after `markStored`. The two streams follow each other within one call: only the order of calls is the order of arrival.
 */
export function nextRows(state: OutputState, isOver = false): OutputRow[] {
  const rows: OutputRow[] = [];
  if (state.isFull) return rows;
  const at = new Date();
  let room = state.limits.startBytes - state.read.stdout - state.read.stderr;
  let position = state.position;
  // So long that a secret is never all there is of a part.
  const partBytes = Math.max(ROW_BYTES, ...state.secrets.map((secret) => 2 * secret.length));
  for (const name of streamNames) {
    let offset = state.read[name];
    while (rows.length < ROWS_MAX && room > 0) {
      state.buffers[rows.length] ??= Buffer.allocUnsafe(partBytes);
      const part = readPart(state, name, offset, Math.min(partBytes, room), state.buffers[rows.length]);
      const isCut = part.length === room;
      const { content, takenBytes } = maskPart(state, part, isCut ? "cut" : isOver && part.length < partBytes);
      if (takenBytes === 0) break;
      rows.push({ position, stream: outputStreams[name], at, content, takenBytes });
      position += content.length;
      offset += takenBytes;
      room -= takenBytes;
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

/** Whether there were more rows to come when these were read. */
export function isFullBatch(rows: OutputRow[]): boolean {
  return rows.length >= ROWS_MAX;
}

/** Whether a row is the runner's own word. */
export function isNote(row: OutputRow): boolean {
  return row.stream === outputStreams.note;
}

/** Takes note that rows are in the table. */
export function markStored(state: OutputState, rows: OutputRow[]): void {
  for (const row of rows) {
    state.position = row.position + row.content.length;
    const takenBytes = row.takenBytes ?? row.content.length;
    if (row.stream === outputStreams.stdout) state.read.stdout += takenBytes;
    else if (row.stream === outputStreams.stderr) state.read.stderr += takenBytes;
    else state.isFull = true;
  }
}

/** After the end of a flood: the rows with its last bytes, and how many before them were dropped. */
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
 * A list of rows as a VALUES clause; never empty. The content goes as text in hex: the client would do so, too, after
 * copying it, and in a flood its copies outrun the garbage collector.
 */
export function rowValues(rows: OutputRow[]) {
  return pg(
    rows.map((row) => [String(row.position), String(row.stream), row.at, row.content.toString("hex")]) as never,
  );
}

/**
 * Adds rows to a running job's output, if it still is this worker's and nobody else has added any. Answers whether it
 * was so; then they are stored and open pages are told. The commit does not wait for the disk: should the database lose
 * it, rows and position go together, and the run's folder still has the bytes.
 */
export async function storeRows(
  job: { id: number; attempt: number },
  workerId: string,
  state: OutputState,
  rows: OutputRow[],
): Promise<boolean> {
  const last = rows.at(-1);
  if (!last) return true;
  const stored = await pg`
    with job as (
      update jobs set output_bytes = ${last.position + last.content.length}
      where id = ${job.id} and attempt = ${job.attempt} and worker_id = ${workerId} and status = 'running'
        and output_bytes = ${state.position}
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
    const taken = rows.reduce(
      (sum, row) => sum + (row.stream === outputStreams[name] ? (row.takenBytes ?? row.content.length) : 0),
      0,
    );
    const isFlood = fs.existsSync(path.join(state.folder, `${name}.rest`));
    return isFlood || (file !== null && fs.fstatSync(file).size > state.read[name] + taken);
  });
}

function maskPart(state: OutputState, part: Buffer, following: "cut" | boolean): Masked {
  if (state.secrets.length === 0) return { content: part, takenBytes: part.length };
  return maskBytes(part, state.secrets, following === "cut" ? "cut" : following ? "end" : "more");
}

function readPart(state: OutputState, name: StreamName, offset: number, bytesMax: number, into?: Buffer): Buffer {
  const file = openFile(state, name);
  if (file === null) return Buffer.alloc(0);
  const there = fs.fstatSync(file).size - offset;
  if (there <= 0) return Buffer.alloc(0);
  const content = (into ?? Buffer.allocUnsafe(bytesMax)).subarray(0, Math.min(there, bytesMax));
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
    return null; // not made yet
  }
}

/** The last bytes of one stream that are not in the table, from the end of its first file and what came after that. */
function endOf(state: OutputState, name: StreamName): { last: Buffer; droppedBytes: number } {
  const file = openFile(state, name);
  const size = file === null ? 0 : fs.fstatSync(file).size;
  const restBytes = Number(readText(path.join(state.folder, `${name}.rest`)) || 0);
  const end = readBytes(path.join(state.folder, `${name}.end`));
  const missing = size - state.read[name] + restBytes;
  const fromFile = Math.min(Math.max(state.limits.endBytes - end.length, 0), size - state.read[name]);
  const last =
    file === null || fromFile === 0
      ? end
      : Buffer.concat([readPart(state, name, size - fromFile, fromFile), end]).subarray(-state.limits.endBytes);
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
