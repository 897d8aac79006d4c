import { pg } from "@/db/client";
import { jobHasEnded } from "@/db/job-conditions";
import { findJobExpirations } from "@/server/settings/instance";

const BATCH = 200;
/**
 * How long a deleted job is kept as a row without files. During this time API v1 tells its owner that it was deleted.
 */
const TOMBSTONE_DAYS = 30;

/**
 * Removes one batch of what has expired: ended jobs that are older than WOOEY_JOB_EXPIRATION_ANONYMOUS or …_USER (since
 * their end; Wooey counts from the submission and removes running jobs too), jobs that were deleted a month ago, and
 * output and files of jobs that were deleted an hour ago. Returns how many were removed; 0 if nothing is left to do.
 */
export async function expireJobs(): Promise<number> {
  const { anonymous, user } = await findJobExpirations();
  const removed = await Promise.all([
    anonymous === null ? 0 : removeEnded(pg`owner_id is null`, anonymous),
    user === null ? 0 : removeEnded(pg`owner_id is not null`, user),
    removeTombstones(),
  ]);
  return removed.reduce((sum, each) => sum + each, await emptyDeleted());
}

async function removeEnded(whose: ReturnType<typeof pg>, seconds: number): Promise<number> {
  const gone = await pg`
    delete from jobs where id = any(array(
      select id from jobs where ended_at < now() - ${seconds} * interval '1 second' and ${whose}
      order by ended_at limit ${BATCH} for update skip locked))`;
  return gone.count;
}

async function removeTombstones(): Promise<number> {
  const gone = await pg`
    delete from jobs where id = any(array(
      select id from jobs where deleted_at < now() - ${TOMBSTONE_DAYS} * interval '1 day' and ${jobHasEnded()}
      order by deleted_at limit ${BATCH} for update skip locked))`;
  return gone.count;
}

/** Waits an hour, so that a download that has started can finish. */
async function emptyDeleted(): Promise<number> {
  const deleted = await pg<{ id: number }[]>`
    select id from jobs
    where deleted_at < now() - interval '1 hour' and ended_at < now() - interval '1 hour'
      and (exists (select from job_files where job_files.job_id = jobs.id)
        or exists (select from job_output where job_output.job_id = jobs.id)
        or exists (select from stored_outputs where stored_outputs.job_id = jobs.id))
    order by deleted_at limit ${BATCH}`;
  const ids = deleted.map((job) => job.id);
  if (ids.length === 0) return 0;
  await pg`delete from job_files where job_id = any(${ids})`;
  await pg`delete from job_output where job_id = any(${ids})`;
  await pg`delete from stored_outputs where job_id = any(${ids})`;
  return ids.length;
}
