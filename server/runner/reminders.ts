import { pg } from "@/db/client";
import { sendJobsEnded } from "@/inngest/client";

const BATCH = 50;

/** Whether an end is to be reported again: one cheap query for the heartbeat to ask. */
export const remindersAreDue = () => pg`
  exists (select 1 from jobs where ended_at is not null and acknowledged_at is null
    and (remind_at is null or remind_at <= now()) and deleted_at is null)`;

/**
 * Reports ends that nothing has acknowledged, each later than the last time: after 1, 2, 4 … seconds, at most an hour. A
 * durable flow hears an event only while it waits for it, and a worker may have died between a job's end and its report.
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
