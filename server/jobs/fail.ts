import { pg } from "@/db/client";
import { jobHasEnded, jobIsWaiting } from "@/db/job-conditions";
import { type Message, message } from "@/server/language/message";
import { liveChannel } from "./live-channel";

/** The note of a job that could not be handed to the workers, even after retries. */
export const NOT_QUEUED = message("The job could not be queued because of an error in Wooey.");

/**
 * Ends an attempt that no worker has started, with status `error` and a note for people. An attempt that has ended is
 * only acknowledged. A running script is left alone, because its worker will end it. Returns true if this call ended
 * it.
 */
export async function failJob(jobId: number, attempt: number, reason: Message): Promise<boolean> {
  // The driver's type of JSON values excludes interfaces, although the driver writes them.
  const messages = pg.json([reason] as never);
  const [job] = await pg<{ isFailed: boolean }[]>`
    with failed as (
      update jobs set status = 'error', ended_by = 'start', end_messages = ${messages}, ended_at = now(), acknowledged_at = now()
      where id = ${jobId} and attempt = ${attempt} and ${jobIsWaiting()} returning 1),
    recorded as (
      update jobs set acknowledged_at = now()
      where id = ${jobId} and attempt = ${attempt} and ${jobHasEnded()} and acknowledged_at is null),
    notified as (select pg_notify(${liveChannel}, ${`${jobId}:status`}) from failed)
    select exists (select 1 from notified) as "isFailed"`;
  return job?.isFailed ?? false;
}
