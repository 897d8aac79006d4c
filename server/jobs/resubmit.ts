import { and, eq } from "drizzle-orm";
import { db } from "@/db/client";
import { jobs } from "@/db/schema/jobs";
import type { Actor } from "@/server/auth/actor";
import { AppError } from "@/server/errors";
import { t } from "@/server/language/text";
import { jobsManagedBy } from "./policy";
import { hasSealed, requireOpenSecrets } from "./secrets";
import { findStdinReference } from "./standard-input";
import { type Submission, type SubmittedJob, submitJob } from "./submit";
import { tagsOfJob } from "./tags";

/**
 * Submits the same job again as a new job of the actor, with the version, values, input files, standard input and tags of
 * the old one. Its notes stay with the old one, because they are about its result.
 * @throws not_found, forbidden, invalid, conflict (its secrets can no longer be read, or have to be given again), limit
 */
export async function resubmitJob(
  actor: Actor,
  id: number,
  options: Pick<Submission, "idempotencyKey" | "requestHash"> = {},
): Promise<SubmittedJob> {
  const [job] = await db
    .select({
      versionId: jobs.versionId,
      name: jobs.name,
      description: jobs.description,
      values: jobs.values,
      argv: jobs.argv,
      visibility: jobs.visibility,
      tags: tagsOfJob,
    })
    .from(jobs)
    .where(and(eq(jobs.id, id), jobsManagedBy(actor)));
  if (!job) throw new AppError("not_found", t("Job not found."));
  const { versionId, argv, ...submission } = job;
  requireOpenSecrets(argv);
  // Only the run opens secrets, so they are copied in their sealed form.
  const sealed = hasSealed(job.values) ? { sealedArgv: argv } : {};
  const stdin = await findStdinReference(id);
  return submitJob(actor, { versionId }, { ...submission, ...sealed, ...options, stdin });
}
