import { and, eq, sql } from "drizzle-orm";
import { db, type Queryable } from "@/db/client";
import { haveEnded } from "@/db/job-conditions";
import { jobFiles, jobOutput, jobs, storedOutputs } from "@/db/schema/jobs";
import type { Actor } from "@/server/auth/actor";
import { AppError } from "@/server/errors";
import { t } from "@/server/language/text";
import { findVersionToRun } from "@/server/scripts/version-to-run";
import { auditOthers, ownerColumns } from "./audit-others";
import { checkWaitingJobs } from "./commit";
import { jobsManagedBy } from "./policy";
import { notifyWaiting } from "./queue";
import { requireOpenSecrets } from "./secrets";

/**
 * Runs an ended job again as its next attempt: the row and inputs stay, and output and files of the previous attempt
 * are removed.
 * @throws not_found, forbidden (the actor may no longer run the script), conflict (it has not ended, or its secrets can no longer be
 * read), limit
 */
export async function rerunJob(actor: Actor, id: number): Promise<{ attempt: number }> {
  const isManaged = and(eq(jobs.id, id), jobsManagedBy(actor));
  const { versionId, ownerId, networkHash, browserHash, argv } = jobs;
  const [job] = await db.select({ versionId, ownerId, networkHash, browserHash, argv }).from(jobs).where(isManaged);
  if (!job) throw new AppError("not_found", t("Job not found."));
  requireOpenSecrets(job.argv);
  const version = await findVersionToRun(actor, { versionId: job.versionId });
  if (!version)
    throw new AppError(
      "conflict",
      t("The version that this job ran with is disabled. Choose “Edit and run again” instead."),
    );
  return db.transaction(async (tx) => {
    await checkWaitingJobs(tx, job);
    const [restarted] = await tx
      .update(jobs)
      .set({ ...notStarted, attempt: sql`${jobs.attempt} + 1` })
      .where(and(isManaged, haveEnded()))
      .returning({ ...ownerColumns, attempt: jobs.attempt });
    if (!restarted) throw new AppError("conflict", t("The job has not ended yet."));
    await auditOthers(tx, actor, { action: "job.rerun", job: restarted, detail: { attempt: restarted.attempt } });
    await removeOutput(tx, id);
    await notifyWaiting(tx, id);
    return { attempt: restarted.attempt };
  });
}

/** The columns of a job before its run. */
const notStarted = {
  status: "submitted",
  exitCode: null,
  signal: null,
  endedBy: null,
  endMessages: null,
  metrics: null,
  isolationLevel: null,
  startedAt: null,
  endedAt: null,
  stopRequestedAt: null,
  killRequested: false,
  workerId: null,
  host: null,
  bootId: null,
  pid: null,
  pidStart: null,
  outputBytes: 0,
  outputDroppedBytes: 0,
} as const;

async function removeOutput(tx: Queryable, id: number): Promise<void> {
  await tx.delete(jobOutput).where(eq(jobOutput.jobId, id));
  await tx.delete(storedOutputs).where(eq(storedOutputs.jobId, id));
  await tx.delete(jobFiles).where(and(eq(jobFiles.jobId, id), eq(jobFiles.direction, "output")));
}
