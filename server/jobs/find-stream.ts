import type { Actor } from "@/server/auth/actor";
import { AppError } from "@/server/errors";
import { accessRowsOf, rememberWhileUnchanged } from "./access-state";
import { mergeStreams } from "./merge-streams";
import { getJobHandle, type JobHandle } from "./queries";
import { isUpToDate, type JobCursor, type JobEvent, streamJob } from "./stream";
import { streamJobList } from "./stream-list";

export interface JobStreamOptions {
  cursor: JobCursor;
  /** Whether a browser reconnects: then there is no stream if it has everything. */
  isReconnect: boolean;
  /** Whether the events of the page's job list come along: a browser has few connections to a server. */
  withList: boolean;
  /** Finds the actor again while the stream is open. */
  findActor: () => Promise<Actor>;
}

/** The events of a job from a cursor on; null if there are none to come. @throws not_found */
export async function findJobStream(
  actor: Actor,
  job: string,
  { cursor, isReconnect, withList, findActor }: JobStreamOptions,
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
    const events = streamJob(find, cursor, signal);
    return withList && hasOwnJobs ? mergeStreams(events, (end) => streamJobList(findActor, end), signal) : events;
  };
}
