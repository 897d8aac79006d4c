import { pg } from "@/db/client";
import { sendJobsEnded } from "@/inngest/client";

const BATCH = 50;

/** SQL: whether a reminder is due. A cheap condition for the heartbeat. */
export const remindersAreDue = () => pg`
  exists (select 1 from jobs where ended_at is not null and acknowledged_at is null
    and (remind_at is null or remind_at <= now()) and deleted_at is null)`;

/**
 * Sends the unacknowledged ends of jobs again, with growing delays: after 1, 2, 4 … seconds, at most an hour. A durable
 * flow receives an event only while it waits for it, and a worker may have died after it stored the end and before it
 * sent the event.
 */
export async function sendReminders(): Promise<void> {
  const due = await pg<{ jobId: number; attempt: number; reminder: number }[]>`
    with due as materialized (
      select id from jobs where ended_at is not null and acknowledged_at is null
        and (remind_at is null or remind_at <= now()) and deleted_at is null
      limit ${BATCH} for update skip locked)
    update jobs set reminders = reminders + 1,
      remind_at = now() + least(power(2, reminders), 3600) * interval '1 second'
    where id in (select id from due)
    returning id as "jobId", attempt, reminders as reminder`;
  await sendJobsEnded(due);
}
