import { engineChannel, insertEvents, sendEvents } from "./engine/send";
import { type JobEventData, jobEnded, jobSubmitted } from "./events";
import { inngestMode } from "./mode";

/** Notifies the durable flow of a committed job. It can be sent any number of times: repetitions have no effect. */
export async function sendJobSubmitted(jobId: number, attempt: number): Promise<void> {
  await send([submittedEvent(jobId, attempt)]);
}

/**
 * SQL that does the same for the jobs (`id`, `attempt`) of `source`, inside the statement that commits them. Returns
 * null when an Inngest server executes the functions: it is notified after the commit.
 */
export function insertJobSubmitted(source: string): string | null {
  if (inngestMode() === "server") return null;
  const data = "json_build_object('jobId', id, 'attempt', attempt) as data";
  return insertEvents(
    jobSubmitted,
    `select 'job-' || id || '-' || attempt || '-submitted' as id, ${data} from ${source}`,
  );
}

/** What to send by NOTIFY once that statement is committed, so that the embedded engine receives the events at once. */
export const submittedNotification = { channel: engineChannel, payload: "events" };

/**
 * Notifies the durable flow that an attempt has ended. It must be repeated as a `reminder` (1, 2, …) until the job's
 * `acknowledged_at` is set, because a flow receives only what is sent while it waits.
 */
export async function sendJobEnded(jobId: number, attempt: number, reminder = 0): Promise<void> {
  await sendJobsEnded([{ jobId, attempt, reminder }]);
}

/**
 * Does the same for many attempts at once. From the second reminder on, the submission is sent as well: if the first
 * one was lost, no flow has ever waited.
 */
export async function sendJobsEnded(ends: (JobEventData & { reminder: number })[]): Promise<void> {
  const events = ends.flatMap(({ jobId, attempt, reminder }) => [
    ...(reminder > 1 ? [submittedEvent(jobId, attempt)] : []),
    toEvent(`job-${jobId}-${attempt}-ended${reminder > 0 ? `-${reminder}` : ""}`, jobEnded, { jobId, attempt }),
  ]);
  if (events.length > 0) await send(events);
}

function submittedEvent(jobId: number, attempt: number) {
  return toEvent(`job-${jobId}-${attempt}-submitted`, jobSubmitted, { jobId, attempt });
}

function toEvent(id: string, name: string, data: JobEventData) {
  return { id, name, data: { ...data } };
}

async function send(events: ReturnType<typeof toEvent>[]): Promise<void> {
  if (inngestMode() === "embedded") {
    await sendEvents(events);
    return;
  }
  // Imported only here: the SDK costs 20 MB of memory, which a web process with the embedded engine does not need.
  const { inngest } = await import("./sdk");
  await inngest.send(events);
}
