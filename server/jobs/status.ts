import type { JobStatus } from "@/db/schema/jobs";

/** Whether a job in this state will not change by itself any more. */
export function hasEnded(status: JobStatus): boolean {
  return status !== "submitted" && status !== "queued" && status !== "running";
}
