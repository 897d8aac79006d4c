import { z } from "zod";
import { hasEnded, isWaiting } from "@/db/job-state";
import { type Decode, toCharacters } from "@/server/output/characters";
import { readOutput } from "@/server/output/read";
import type { Waiting } from "@/server/workers/queue";
import { createChangeWaiter, type WakeReason } from "./change-waiter";
import { filesPerPage, findLastFileId, listFilesOf } from "./files";
import { followJob } from "./live";
import type { JobHandle } from "./queries";
import { watchReason } from "./stream-reason";

/**
 * An event for the pages of a job. `id` is a cursor: the state of a browser that received all events up to this one.
 */
export interface JobEvent {
  event: string;
  data: unknown;
  id?: string;
}

/** What a browser already has of a job. */
export interface JobCursor {
  attempt: number | null;
  /** The position of the next byte of output. */
  position: number;
  /** The state that it shows; null if none. */
  status: string | null;
  /** The id of the last file it shows; null for the files that exist when the stream opens. */
  fileId: number | null;
}

const integer = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number);

/** Parses the query in which a page describes what it has. Missing and malformed parts count as not given. */
export const jobCursorQuery = z.object({
  attempt: integer.nullable().catch(null),
  position: integer.catch(0),
  status: z.string().nullable().catch(null),
  file: integer.nullable().catch(null),
});

/** The cursor in the id of an event; null for any other text. */
export function readCursor(text: string | null): JobCursor | null {
  const match = /^(\d{1,9}):(\d{1,15}):([a-z-]*):(\d{1,10})$/.exec(text ?? "");
  if (!match) return null;
  const [, attempt, position, status, fileId] = match;
  return { attempt: Number(attempt), position: Number(position), status: status || null, fileId: Number(fileId) };
}

/** Whether a browser with this cursor has nothing more to receive. */
export async function isUpToDate(job: JobHandle, cursor: JobCursor): Promise<boolean> {
  if (!hasEnded(job.status) || cursor.attempt !== job.attempt || cursor.status !== job.status) return false;
  return (await readOutput(job, cursor.position)).length === 0;
}

interface StreamOptions {
  /** Explains to the reader why the job waits. */
  explainWaiting: (waiting: Waiting) => string;
  signal: AbortSignal;
}

/**
 * The events of a job, in batches: `output` {position, stream, text}, `status`, `files` (new ones), `waiting` with the
 * reason when it changes, `end` when the job has ended and everything was sent, `gone` when the actor may no longer see
 * it. The stream ends after `end` and
 * `gone`, after a `status` of another attempt, and when `signal` fires. `find` looks the job up with the actor's
 * current permissions.
 */
export async function* streamJob(
  find: () => Promise<JobHandle | null>,
  start: JobCursor,
  { explainWaiting, signal }: StreamOptions,
): AsyncGenerator<JobEvent[]> {
  const first = await find();
  if (!first) return;
  const changes = createChangeWaiter(signal);
  const unfollow = await followJob(first.id, (change) => changes.notify(change === "output" ? "output" : "state"));
  const reasons = isWaiting(first.status) ? await watchReason(first.id, explainWaiting) : null;
  try {
    const sent = { ...start, attempt: start.attempt ?? first.attempt };
    const decode = await toCharacters(first, sent.position);
    sent.fileId ??= await findLastFileId(first.id);
    let wakeReason: WakeReason = "state";
    let job: JobHandle | null = first;
    while (!signal.aborted) {
      const known: JobHandle | null = job;
      if (wakeReason !== "output") job = await find();
      if (!job) return yield [{ event: "gone", data: null }];
      if (job.attempt !== sent.attempt) return yield [{ event: "status", data: stateOf(job) }];
      // Every change is announced; without one only the permission had to be checked.
      const isIdle = wakeReason === "timeout" && job === known;
      if (!isIdle) yield* streamOutput(job, sent, decode);
      if (!isIdle && wakeReason !== "output") yield* streamFiles(job, sent);
      if (!isIdle && wakeReason !== "output") yield* streamState(job, sent);
      if (hasEnded(job.status)) return yield [toEvent("end", null, sent)];
      if (reasons && isWaiting(job.status)) yield* reasons.next();
      wakeReason = await changes.wait();
    }
  } finally {
    unfollow();
    reasons?.stop();
    changes.stop();
  }
}

/** What this stream has sent so far. */
type Sent = JobCursor & { attempt: number };

async function* streamOutput(job: JobHandle, sent: Sent, decode: Decode): AsyncGenerator<JobEvent[]> {
  for (;;) {
    const chunks = await readOutput(job, sent.position);
    const last = chunks.at(-1);
    const isLast = !last && hasEnded(job.status);
    if (!last && !isLast) return;
    if (last) sent.position = last.position + last.content.length;
    const texts = decode(chunks, { isLast });
    const end = texts.pop();
    // Only the last event of a batch has a cursor: a browser that loses the connection within a batch receives it
    // again.
    if (end) yield [...texts.map((data) => ({ event: "output", data })), toEvent("output", end, sent)];
    if (!last) return;
  }
}

async function* streamFiles(job: JobHandle, sent: Sent): AsyncGenerator<JobEvent[]> {
  for (;;) {
    const files = await listFilesOf(job.id, { showsInputs: false, after: sent.fileId ?? 0 });
    const last = files.at(-1);
    if (!last) return;
    sent.fileId = last.id;
    yield [toEvent("files", files, sent)];
    if (files.length < filesPerPage) return;
  }
}

async function* streamState(job: JobHandle, sent: Sent): AsyncGenerator<JobEvent[]> {
  const shown = shownState(job);
  if (sent.status === shown) return;
  sent.status = shown;
  yield [toEvent("status", stateOf(job), sent)];
}

/** The state as a page shows it. A running job that is being stopped counts as a state of its own. */
function shownState(job: JobHandle): string {
  return job.status === "running" && job.stopRequestedAt ? "running-stopping" : job.status;
}

function stateOf(job: JobHandle) {
  const { status, attempt, startedAt, endedAt, exitCode, signal, endedBy, endMessages, stopRequestedAt } = job;
  const { outputBytes, outputDroppedBytes } = job;
  const end = { endedAt, exitCode, signal, endedBy, endMessages };
  return { status, attempt, startedAt, ...end, stopRequestedAt, outputBytes, outputDroppedBytes };
}

function toEvent(event: string, data: unknown, sent: Sent): JobEvent {
  return { event, data, id: `${sent.attempt}:${sent.position}:${sent.status ?? ""}:${sent.fileId ?? 0}` };
}
