import type { JobStatus } from "@/db/schema/jobs";

/** What people call a state; the API keeps Wooey's own words. */
export const stateWords: Record<JobStatus, string> = {
  submitted: "Waiting",
  queued: "Waiting",
  running: "Running",
  completed: "Completed",
  failed: "Failed",
  error: "Error",
  stopped: "Stopped",
  interrupted: "Interrupted",
};

const open: ReadonlySet<JobStatus> = new Set(["submitted", "queued", "running"]);

/** Whether a job may still change by itself. */
export function isOpen(status: JobStatus): boolean {
  return open.has(status);
}

/** Whether a job has not begun. */
export function isWaiting(status: JobStatus): boolean {
  return status === "submitted" || status === "queued";
}
