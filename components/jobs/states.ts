import type { JobStatus } from "@/db/schema/jobs";
import { phrase } from "@/server/language/text";

/** What people call a state; the API keeps Wooey's own words. */
export const stateLabels: Record<JobStatus, string> = {
  submitted: phrase("Waiting"),
  queued: phrase("Waiting"),
  running: phrase("Running"),
  completed: phrase("Completed"),
  failed: phrase("Failed"),
  error: phrase("Error"),
  stopped: phrase("Stopped"),
  interrupted: phrase("Interrupted"),
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
