import { z } from "zod";
import { hasEnded } from "@/db/job-state";
import { type Decode, toCharacters } from "@/server/output/characters";
import { readOutput } from "@/server/output/read";
import { createWakeUp } from "@/server/wake-up";
import { filesPerPage, findLastFileId, listFilesOf } from "./files";
import { followJob } from "./live";
import type { JobHandle } from "./queries";

/** An event for the pages of a job. `id` is a cursor: what a browser has that got this event and all before it. */
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
  /** The state it shows; null for none. */
  status: string | null;
  /** The id of the last file it shows; null for the files that exist when the stream opens. */
  fileId: number | null;
}

const integer = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number);

/** The query by which a page says what it has; parts that are missing or malformed count as not given. */
export const jobCursorQuery = z.object({
  attempt: integer.nullable().catch(null),
  position: integer.catch(0),
  status: z.string().nullable().catch(null),
  file: integer.nullable().catch(null),
});

/** How long after its permission was withdrawn a page may still receive events, if no notification says so earlier. */
const PERMISSION_CHECK_MS = 3_000;

/** The cursor in the id of an event; null for any other text. */
export function readCursor(text: string | null): JobCursor | null {
  const match = /^(\d{1,9}):(\d{1,15}):([a-z-]*):(\d{1,10})$/.exec(text ?? "");
  if (!match) return null;
  const [, attempt, position, status, fileId] = match;
  return { attempt: Number(attempt), position: Number(position), status: status || null, fileId: Number(fileId) };
}

/** Whether a browser with this cursor has nothing to wait for. */
export async function isUpToDate(job: JobHandle, cursor: JobCursor): Promise<boolean> {
  if (!hasEnded(job.status) || cursor.attempt !== job.attempt || cursor.status !== job.status) return false;
  return (await readOutput(job, cursor.position)).length === 0;
}

/**
 * What happens to a job, in batches of events: `output` {position, stream, text}, `status`, `files` (new ones), `end`
 * when it has ended and everything was sent, `gone` when the actor may no longer see it. The stream ends after the last
 * two, after a `status` of another attempt, and when `signal` fires. `find` looks the job up with the actor's current
 * permissions.
 */
export async function* streamJob(
  find: () => Promise<JobHandle | null>,
  start: JobCursor,
  signal: AbortSignal,
): AsyncGenerator<JobEvent[]> {
  const first = await find();
  if (!first) return;
  const changes = createChangeWaiter(signal);
  const unfollow = await followJob(first.id, (change) => changes.notify(change === "output" ? "output" : "state"));
  try {
    const sent = { ...start, attempt: start.attempt ?? first.attempt };
    const decode = await toCharacters(first, sent.position);
    sent.fileId ??= await findLastFileId(first.id);
    let wakeReason: WakeReason = "state";
    let job: JobHandle | null = first;
    while (!signal.aborted) {
      if (wakeReason !== "output") job = await find();
      if (!job) return yield [{ event: "gone", data: null }];
      if (job.attempt !== sent.attempt) return yield [{ event: "status", data: stateOf(job) }];
      yield* streamOutput(job, sent, decode);
      if (wakeReason !== "output") yield* streamFiles(job, sent);
      if (wakeReason !== "output") yield* streamState(job, sent);
      if (hasEnded(job.status)) return yield [toEvent("end", null, sent)];
      wakeReason = await changes.wait(PERMISSION_CHECK_MS);
    }
  } finally {
    unfollow();
    changes.stop();
  }
}

/** What this stream has sent. */
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
    // Only the last event of a batch has a cursor: whoever loses the connection within it gets the whole batch again.
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

/** The state as a page shows it: a running job that is being stopped counts as another one. */
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

type WakeReason = "output" | "state" | "timeout";

/** A wake-up that remembers which kind of change it was. */
function createChangeWaiter(signal: AbortSignal) {
  const wakeUp = createWakeUp();
  let pending: "output" | "state" | null = null;
  const notify = (change: "output" | "state") => {
    pending = pending === "state" ? pending : change;
    wakeUp.wake();
  };
  const onAbort = () => notify("state");
  signal.addEventListener("abort", onAbort);
  const wait = async (ms: number): Promise<WakeReason> => {
    if (!pending && !signal.aborted) await wakeUp.wait(ms);
    const wakeReason = pending ?? "timeout";
    pending = null;
    return wakeReason;
  };
  return { notify, wait, stop: () => signal.removeEventListener("abort", onAbort) };
}
