import { pg } from "@/db/client";
import { sendJobSubmitted } from "@/inngest/client";

/** How old a submission must be before its event counts as lost. */
const lostAfter = "10 seconds";

/**
 * Resends the event of jobs that have been `submitted` for 10 s. With an Inngest server, and for a re-run, the row is
 * committed first, so a process that dies right afterwards leaves the event unsent. A repeated event has no effect.
 * Sends the oldest first, 500 at a time, and returns how many were sent.
 */
export async function resendLostSubmissions(): Promise<number> {
  const lost = await pg<{ id: number; attempt: number }[]>`
    select id, attempt from jobs
    where status = 'submitted' and created_at < now() - ${lostAfter}::interval order by id limit 500`;
  for (const job of lost) await sendJobSubmitted(job.id, job.attempt);
  return lost.length;
}
