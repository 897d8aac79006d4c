import type { Actor } from "@/server/auth/actor";
import { AppError } from "@/server/errors";
import type { Waiting } from "@/server/workers/queue";
import { accessRowsOf, rememberWhileUnchanged } from "./access-state";
import { mergeStreams } from "./merge-streams";
import { getJobHandle, type JobHandle } from "./queries";
import { isUpToDate, type JobCursor, type JobEvent, streamJob } from "./stream";
import { streamJobList } from "./stream-list";

export interface JobStreamOptions {
  cursor: JobCursor;
  /** Whether a browser reconnects: then there is no stream if it has everything. */
  isReconnect: boolean;
  /**
   * For how many seconds the page has received no events of its job list, if they come along: a browser has few
   * connections to a server. Null if they do not.
   */
  list: { missedSeconds: number } | null;
  /** Explains to the reader why a job waits. */
  explainWaiting: (waiting: Waiting) => string;
  /** Finds the actor again while the stream is open. */
  findActor: () => Promise<Actor>;
}

/** The events of a job from a cursor on; null if there are none to come. @throws not_found */
export async function findJobStream(
  actor: Actor,
  job: string,
  { cursor, isReconnect, list, explainWaiting, findActor }: JobStreamOptions,
): Promise<((signal: AbortSignal) => AsyncIterable<JobEvent[]>) | null> {
  const handle = await getJobHandle(actor, job);
  if (isReconnect && (await isUpToDate(handle, cursor))) return null;
  const find = rememberWhileUnchanged(accessRowsOf(actor, handle.id), async (): Promise<JobHandle | null> => {
    try {
      return await getJobHandle(await findActor(), job);
    } catch (error) {
      if (error instanceof AppError && error.code === "not_found") return null;
      throw error;
    }
  });
  const hasOwnJobs = actor.kind !== "anonymous" || actor.browserHash !== null;
  return (signal) => {
    const events = streamJob(find, cursor, { explainWaiting, signal });
    if (!list || !hasOwnJobs) return events;
    return mergeStreams(events, (end) => streamJobList(findActor, { ...list, signal: end }), signal);
  };
}
