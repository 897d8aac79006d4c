import type { JobStatus } from "@/db/schema/jobs";

/** A job's state in Wooey's words, as API v1 answers it. */
export interface WooeyState {
  status: "submitted" | "running" | "completed" | "FAILURE" | "error" | "REVOKED" | "deleted";
  is_complete: boolean;
}

const words: Record<JobStatus, WooeyState["status"]> = {
  submitted: "submitted",
  queued: "submitted",
  running: "running",
  completed: "completed",
  failed: "FAILURE",
  error: "error",
  interrupted: "error",
  stopped: "REVOKED",
};

/** The state as Wooey 0.14 spells it. Every ended state is complete, which in Wooey `deleted` and `REVOKED` never are. */
export function toWooeyState(job: { status: JobStatus; deletedAt: Date | null }): WooeyState {
  if (job.deletedAt) return { status: "deleted", is_complete: true };
  return { status: words[job.status], is_complete: hasEnded(job.status) };
}

/** Whether a job in this state will not change by itself any more. */
export function hasEnded(status: JobStatus): boolean {
  return status !== "submitted" && status !== "queued" && status !== "running";
}

/** A job's name as the name of its archives and the folder in them: Django's get_valid_filename, "job" where nothing is left. */
export function archiveName(jobName: string): string {
  const name = jobName
    .trim()
    .replace(/ /g, "_")
    .replace(/[^\p{L}\p{N}_.-]/gu, "");
  return /^\.*$/.test(name) ? "job" : name.slice(0, 100);
}
