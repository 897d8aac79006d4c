import { env } from "@/server/env";
import { StartError } from "@/server/errors";
import { insertEvents, sendEvents } from "./engine/send";

/** A job of this id was committed and is to be run; `attempt` counts its runs. */
export const jobSubmitted = "job/submitted";
/** This attempt of the job has ended; its row says how. */
export const jobEnded = "job/ended";

/** A type, not an interface: the SDK wants an index signature. */
export type JobEventData = { jobId: number; attempt: number };

/**
 * Where durable functions are executed: by the engine inside Wooey's worker, or by an Inngest server.
 * @throws StartError when a server is named and its keys are not.
 */
export function inngestMode(): "embedded" | "server" {
  const { INNGEST_BASE_URL, INNGEST_EVENT_KEY, INNGEST_SIGNING_KEY } = env();
  if (!INNGEST_BASE_URL) return "embedded";
  if (INNGEST_EVENT_KEY && INNGEST_SIGNING_KEY) return "server";
  throw new StartError("INNGEST_BASE_URL needs INNGEST_EVENT_KEY and INNGEST_SIGNING_KEY.");
}

/** Tells the durable flow of a committed job. Sent again it has no effect, so a lost one may always be repeated. */
export async function sendJobSubmitted(jobId: number, attempt: number): Promise<void> {
  await send([submittedEvent(jobId, attempt)]);
}

/**
 * SQL that does the same for the jobs (`id`, `attempt`) of `source`, in the statement that commits them. Null where an
 * Inngest server executes: it is told afterwards.
 */
export function insertJobSubmitted(source: string): string | null {
  if (inngestMode() === "server") return null;
  const data = "json_build_object('jobId', id, 'attempt', attempt) as data";
  return insertEvents(
    jobSubmitted,
    `select 'job-' || id || '-' || attempt || '-submitted' as id, ${data} from ${source}`,
  );
}

/**
 * Tells the durable flow that this attempt has ended. To be repeated as a `reminder` (1, 2, …) until the job's
 * `acknowledged_at` is set: a flow hears only what is sent while it waits.
 */
export async function sendJobEnded(jobId: number, attempt: number, reminder = 0): Promise<void> {
  await sendJobsEnded([{ jobId, attempt, reminder }]);
}

/**
 * The same for many attempts at once. From the second reminder on the submission goes with it: where that was lost, no
 * flow has ever waited.
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
  // Loaded only here: the SDK costs 20 MB, which a web process with the embedded engine can do without.
  const { inngest } = await import("./sdk");
  await inngest.send(events);
}
