import { sql } from "drizzle-orm";
import { pg, type Queryable } from "@/db/client";
import { jobHasEnded } from "@/db/job-conditions";
import type { JobStatus } from "@/db/job-state";
import { STORED_BYTES_MIN } from "@/server/output/stored";
import { liveChannel } from "./live-channel";

/** The NOTIFY channel that workers listen to; the payload is the id of a job that may be claimed. */
export const jobsChannel = "wooey_jobs";

/** Notifies workers of a waiting job, and its open pages, when the transaction commits. */
export async function notifyWaiting(tx: Queryable, jobId: number): Promise<void> {
  await tx.execute(sql`
    select pg_notify(${jobsChannel}, ${String(jobId)}), pg_notify(${liveChannel}, ${`${jobId}:status`})`);
}

/**
 * The durable flow accepts this attempt: it becomes `queued` unless a worker was quicker. If the attempt has already
 * ended, the end is acknowledged. Returns the job's new status and whether its output is long (long output of an ended
 * job must then be stored), or null if the attempt does not exist or no longer exists. Calling it again has no effect.
 */
export async function queueJob(jobId: number, attempt: number): Promise<{ status: JobStatus; isLong: boolean } | null> {
  const [job] = await pg<{ status: JobStatus; isLong: boolean }[]>`
    with moved as (
      update jobs set status = 'queued' where id = ${jobId} and attempt = ${attempt} and status = 'submitted'
      returning status),
    recorded as (
      update jobs set acknowledged_at = now()
      where id = ${jobId} and attempt = ${attempt} and ${jobHasEnded()} and acknowledged_at is null),
    notified as (
      select pg_notify(${jobsChannel}, ${String(jobId)}), pg_notify(${liveChannel}, ${`${jobId}:status`}) from moved)
    select coalesce((select status from moved), status) as status, output_bytes >= ${STORED_BYTES_MIN} as "isLong", (select count(*) from notified) as notified
    from jobs where id = ${jobId} and attempt = ${attempt}`;
  return job ? { status: job.status, isLong: job.isLong } : null;
}
