import { z } from "zod";
import type { Actor } from "@/server/auth/actor";
import { requireUser } from "@/server/auth/policy";
import { deleteJob } from "@/server/jobs/delete";
import { readJobId } from "@/server/jobs/permalink";
import { getOwnJob } from "@/server/jobs/queries";
import { rerunJob } from "@/server/jobs/rerun";
import { resubmitJob } from "@/server/jobs/resubmit";
import { stopJob } from "@/server/jobs/stop";
import { toWooeyState, type wooeyJobId, type wooeyJobState } from "./job-answers";

// Actions that Wooey has only on its pages, for the owner of a job, in the style of its API: each throws
// unauthenticated, not_found, and forbidden for another user's job, also to staff.

type Answer = z.infer<typeof wooeyJobId>;
type AnswerWithState = z.infer<typeof wooeyJobState>;

/** The fields that `stop` accepts. */
export const stopFields = z.object({
  kill: z
    .unknown()
    .transform((value) => value === true || value === "true")
    .meta({ description: "`true` kills the job immediately, without time to clean up. Any other value is false." })
    .optional(),
});

/** Stops a job, at once with `kill`. Returns its state: a running job is stopped by its worker a moment later. */
export async function stopAsWooey(actor: Actor, id: string, fields: Record<string, unknown>): Promise<AnswerWithState> {
  const job = await getActedOn(actor, id);
  const { kill = false } = stopFields.parse(fields);
  if (job.deletedAt) return { valid: true, job_id: job.id, ...toWooeyState(job) };
  const status = await stopJob(actor, job.id, { kill });
  return { valid: true, job_id: job.id, ...toWooeyState({ status, deletedAt: null }) };
}

/** Runs an ended job again. @throws conflict, limit */
export async function rerunAsWooey(actor: Actor, id: string): Promise<Answer> {
  const job = await getActedOn(actor, id);
  await rerunJob(actor, job.id);
  return { valid: true, job_id: job.id };
}

/** Submits the same as a new job and returns its number. @throws limit */
export async function resubmitAsWooey(actor: Actor, id: string, idempotencyKey: string | undefined): Promise<Answer> {
  const job = await getActedOn(actor, id);
  const made = await resubmitJob(actor, job.id, idempotencyKey === undefined ? {} : { idempotencyKey });
  return { valid: true, job_id: made.id };
}

/** Deletes a job; a deleted one stays deleted. */
export async function deleteAsWooey(actor: Actor, id: string): Promise<AnswerWithState> {
  const job = await getActedOn(actor, id);
  if (!job.deletedAt) await deleteJob(actor, job.id);
  return { valid: true, job_id: job.id, status: "deleted", is_complete: true };
}

async function getActedOn(actor: Actor, id: string) {
  requireUser(actor);
  return getOwnJob(actor, readJobId(id), "run");
}
