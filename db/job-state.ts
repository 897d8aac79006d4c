// Pure, because components use it too: no SQL here. The same conditions for queries are in job-conditions.ts.

/**
 * submitted → running → one ended state. Workers claim `submitted` and `queued` alike; a job is `queued` after a worker
 * has given it back. `error` is our fault, `failed` the script's, `interrupted` a run whose process
 * has disappeared.
 */
export const jobStatuses = [
  "submitted",
  "queued",
  "running",
  "completed",
  "failed",
  "error",
  "stopped",
  "interrupted",
] as const;
export type JobStatus = (typeof jobStatuses)[number];

export const waitingStatuses = ["submitted", "queued"] as const satisfies JobStatus[];
export const openStatuses = [...waitingStatuses, "running"] as const satisfies JobStatus[];

/** Whether no worker has claimed the job yet. */
export function isWaiting(status: JobStatus): boolean {
  return status === "submitted" || status === "queued";
}

/** Whether the job waits or runs, so that its state will still change. */
export function isOpen(status: JobStatus): boolean {
  return isWaiting(status) || status === "running";
}

/** Whether the state is final, unless somebody re-runs the job. */
export function hasEnded(status: JobStatus): boolean {
  return !isOpen(status);
}
