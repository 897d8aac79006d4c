import type { Job } from "./api-answers";
import type { ApiClient } from "./api-client";
import { ClientError, exitCodes } from "./exit-codes";

/** The server answers at the latest after so long, so that no proxy in between gives up. */
const WAIT_SECONDS = 45;

/**
 * Waits until a job has ended, without polling: the server answers when it does. @throws ClientError (try again) when
 * the time is over
 */
export async function waitForEnd(
  api: ApiClient,
  id: string | number,
  { until }: { until: number | null },
): Promise<Job> {
  for (;;) {
    const leftSeconds = until === null ? WAIT_SECONDS : Math.max(0, (until - Date.now()) / 1000);
    const timeout = Math.min(WAIT_SECONDS, Math.ceil(leftSeconds));
    const job = await api.json<Job>(`/api/v2/jobs/${id}/wait`, { query: { timeout }, idleMs: (timeout + 30) * 1000 });
    if (hasEnded(job)) return job;
    if (until !== null && Date.now() >= until)
      throw new ClientError("retryLater", `Job ${job.id} is ${job.status}. To wait again: wooey wait ${job.id}`);
  }
}

/** Whether a job will not change any more by itself. */
export function hasEnded({ status }: Job): boolean {
  return !["submitted", "queued", "running"].includes(status);
}

/** The exit code of a command that runs or waits for a job: that of its script, if there is one. */
export function exitCodeOf({ status, exitCode }: Pick<Job, "status" | "exitCode">): number {
  if (exitCode !== null) return exitCode;
  return status === "completed" ? exitCodes.done : exitCodes.noExitCode;
}
