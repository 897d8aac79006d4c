import { pg } from "@/db/client";
import { sendJobSubmitted } from "@/inngest/client";

/** How old a submission must be before its event counts as lost. */
const lostAfter = "10 seconds";

/**
 * Sends the event of jobs again that have been `submitted` for 10 s: with an Inngest server, and for a rerun, the row
 * commits first, so a process that dies right after it leaves its event unsent. One that did arrive has no effect the
 * second time. Gives back how many were sent; the oldest first, 500 at a time.
 */
export async function resendLostSubmissions(): Promise<number> {
  const lost = await pg<{ id: number; attempt: number }[]>`
    select id, attempt from jobs
    where status = 'submitted' and created_at < now() - ${lostAfter}::interval order by id limit 500`;
  for (const job of lost) await sendJobSubmitted(job.id, job.attempt);
  return lost.length;
}
