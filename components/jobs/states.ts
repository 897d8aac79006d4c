import type { JobStatus } from "@/db/job-state";
import { phrase } from "@/server/language/text";

/** The labels of states on pages. The API keeps the names of Wooey. */
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
