import { sql } from "@/db/client";
import type { JobStatus } from "@/db/schema";
import { liveChannel } from "./live-channel";

/** The NOTIFY channel workers listen to; the payload is the id of a job that may be claimed. */
export const jobsChannel = "wooey_jobs";

/**
 * Lets workers claim this attempt of a submitted job, and wakes them and the job's open pages. Gives back the job's status after it, null when
 * the attempt is not there (any more). Called again it does no harm.
 */
export async function queueJob(jobId: number, attempt: number): Promise<JobStatus | null> {
  const [job] = await sql<{ status: JobStatus }[]>`
    with moved as (
      update jobs set status = 'queued' where id = ${jobId} and attempt = ${attempt} and status = 'submitted'
      returning status),
    told as (
      select pg_notify(${jobsChannel}, ${String(jobId)}), pg_notify(${liveChannel}, ${`${jobId}:status`}) from moved)
    select coalesce((select status from moved), status) as status, (select count(*) from told) as told
    from jobs where id = ${jobId} and attempt = ${attempt}`;
  return job?.status ?? null;
}
