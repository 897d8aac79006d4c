import { z } from "zod";
import type { JobStatus } from "@/db/job-state";
import { hasEnded } from "@/db/job-state";

/** A job's state in Wooey's words, as API v1 returns it. */
export const wooeyState = z.object({
  status: z.enum(["submitted", "running", "completed", "FAILURE", "error", "REVOKED", "deleted"]).meta({
    description:
      "`FAILURE`: the script ended with an exit code other than 0 or exceeded a limit. `error`: the job could not run or was lost. `REVOKED`: the job was stopped.",
  }),
  is_complete: z.boolean().meta({ description: "Whether the job has ended." }),
});
export type WooeyState = z.infer<typeof wooeyState>;

/** Everything about a job as API v1 returns it. */
export const wooeyDetails = wooeyState.extend({
  uuid: z.uuid().meta({ description: "The permalink: `/jobs/<uuid>/`." }),
  job_name: z.string(),
  job_description: z.string(),
  stdout: z.string(),
  stderr: z.string(),
  assets: z.array(z.object({ name: z.string(), url: z.url() })).meta({
    description:
      "Present once the job has ended. Each URL downloads its file without a key for one day, until the owner makes the job private, renews its link or unshares its inputs, or until the account or API key that asked is disabled.",
  }),
});
export type WooeyDetails = z.infer<typeof wooeyDetails>;

/** What an action on a job returns. */
export const wooeyJobId = z.object({ valid: z.literal(true), job_id: z.int32() });
/** The same with the job's new state. */
export const wooeyJobState = wooeyJobId.extend(wooeyState.shape);

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

/** The state as Wooey 0.14 spells it. Every ended state is complete; in Wooey, `deleted` and `REVOKED` never are. */
export function toWooeyState(job: { status: JobStatus; deletedAt: Date | null }): WooeyState {
  if (job.deletedAt) return { status: "deleted", is_complete: true };
  return { status: words[job.status], is_complete: hasEnded(job.status) };
}
