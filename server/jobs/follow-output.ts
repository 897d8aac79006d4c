import { hasEnded } from "@/db/job-state";
import type { Actor } from "@/server/auth/actor";
import { AppError } from "@/server/errors";
import { type OutputBytes, type OutputEncoding, openOutputAs } from "@/server/output/bytes";
import type { OutputStream } from "@/server/output/chunk";
import type { OutputReader, OutputText } from "@/server/output/texts";
import { accessRowsOf, rememberWhileUnchanged } from "./access-state";
import { createChangeWaiter, type WakeReason } from "./change-waiter";
import { followJob } from "./live";
import { getJobHandle, type JobHandle } from "./queries";

/** An event for a program that follows a job. */
export interface OutputEvent {
  event: "output" | "state" | "end" | "gone";
  data: unknown;
  id?: string;
}

/** Where a program that follows a job has arrived. */
export interface OutputCursor {
  /** Null for the attempt that runs now. */
  attempt: number | null;
  from: number;
  /** Whether it has received the end. */
  hasEnd: boolean;
}

/** The cursor in the id of an event; null for any other text. */
export function readOutputCursor(text: string | null): OutputCursor | null {
  const [, attempt, from, end] = /^(\d{1,9}):(\d{1,15})(:end)?$/.exec(text ?? "") ?? [];
  return attempt && from ? { attempt: Number(attempt), from: Number(from), hasEnd: end !== undefined } : null;
}

export interface FollowOptions {
  cursor: OutputCursor;
  stream?: OutputStream | undefined;
  encoding?: OutputEncoding | undefined;
  /** Finds the actor again while the stream is open. */
  findActor: () => Promise<Actor>;
  /** More for the event `end`. */
  describeEnd?: (() => Promise<object>) | undefined;
}

/**
 * The events of a job for a program, from a cursor on, in batches: `state` at first and when it changes, `output`, and
 * `end` with the job's state and exit code when everything was sent; `gone` when the actor may no longer see the job.
 * Null if the program has received the end. @throws not_found
 */
export async function followOutput(
  actor: Actor,
  job: string,
  { findActor, ...options }: FollowOptions,
): Promise<((signal: AbortSignal) => AsyncGenerator<OutputEvent[]>) | null> {
  const handle = await getJobHandle(actor, job);
  const { cursor } = options;
  if (cursor.hasEnd && cursor.attempt === handle.attempt && hasEnded(handle.status)) return null;
  const find = rememberWhileUnchanged(accessRowsOf(actor, handle.id), async (): Promise<JobHandle | null> => {
    try {
      return await getJobHandle(await findActor(), job);
    } catch (error) {
      if (error instanceof AppError && error.code === "not_found") return null;
      throw error;
    }
  });
  return (signal) => eventsOf(find, { ...options, signal });
}

/** What a program has received of a run, and how the next output is read. */
interface Followed {
  attempt: number;
  next: number;
  state: string;
  reader: OutputReader<OutputText | OutputBytes>;
}

async function* eventsOf(
  find: () => Promise<JobHandle | null>,
  { cursor, signal, describeEnd, ...format }: Omit<FollowOptions, "findActor"> & { signal: AbortSignal },
): AsyncGenerator<OutputEvent[]> {
  let job = await find();
  if (!job) return yield [gone];
  const changes = createChangeWaiter(signal);
  const unfollow = await followJob(job.id, (change) => changes.notify(change === "output" ? "output" : "state"));
  try {
    // Read again, because it may have changed before the changes were followed.
    let wakeReason: WakeReason = "state";
    let followed: Followed | null = null;
    while (!signal.aborted) {
      const known: JobHandle = job;
      if (wakeReason !== "output") job = await find();
      if (!job) return yield [gone];
      const isIdle = wakeReason === "timeout" && job === known;
      if (followed?.attempt !== job.attempt) {
        followed = await openRun(job, followed ? { ...cursor, attempt: null, from: 0 } : cursor, format);
      }
      const batch = isIdle ? null : (newState(job, followed) ?? (await nextOutput(job, followed)));
      if (batch) {
        yield batch;
        // The program may have taken long to ask for more, so what it may see is found again.
        wakeReason = "state";
        continue;
      }
      if (hasEnded(job.status)) return yield [endOf(job, followed, await describeEnd?.())];
      wakeReason = await changes.wait();
    }
  } finally {
    unfollow();
    changes.stop();
  }
}

/** Starts with the output at the cursor, or with the first of an attempt that the cursor does not know. */
async function openRun(
  job: JobHandle,
  cursor: OutputCursor,
  format: Pick<FollowOptions, "stream" | "encoding">,
): Promise<Followed> {
  const { attempt } = job;
  const next = (cursor.attempt ?? attempt) === attempt ? cursor.from : 0;
  return { attempt, next, state: "", reader: await openOutputAs(job, { ...format, from: next }) };
}

const gone: OutputEvent = { event: "gone", data: null };

/** The state, if the program does not know it yet. */
function newState(job: JobHandle, followed: Followed): OutputEvent[] | null {
  const { attempt, status, startedAt, stopRequestedAt } = job;
  const state = `${status} ${stopRequestedAt}`;
  if (followed.state === state || hasEnded(status)) return null;
  followed.state = state;
  return [{ event: "state", data: { status, attempt, startedAt, stopRequestedAt }, id: `${attempt}:${followed.next}` }];
}

/** The next output that the program does not have; null if there is none. */
async function nextOutput(job: JobHandle, followed: Followed): Promise<OutputEvent[] | null> {
  const { attempt, reader } = followed;
  const toEvent = (data: OutputText | OutputBytes): OutputEvent => ({
    event: "output",
    data,
    id: `${attempt}:${data.next}`,
  });
  for (let texts = await reader.read(); texts; texts = await reader.read()) {
    followed.next = texts.at(-1)?.next ?? followed.next;
    if (texts.length > 0) return texts.map(toEvent);
  }
  const rest = hasEnded(job.status) ? reader.readRest() : [];
  return rest.length > 0 ? rest.map(toEvent) : null;
}

function endOf(job: JobHandle, { attempt, next }: Followed, more: object | undefined): OutputEvent {
  const { status, exitCode, signal, endedBy, startedAt, endedAt, outputBytes, outputDroppedBytes } = job;
  const end = { status, exitCode, signal, endedBy, startedAt, endedAt };
  return {
    event: "end",
    data: { attempt, ...end, outputBytes, outputDroppedBytes, ...more },
    id: `${attempt}:${next}:end`,
  };
}
