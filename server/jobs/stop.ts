import { and, eq, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { areOpen, areWaiting } from "@/db/job-conditions";
import type { JobStatus } from "@/db/job-state";
import { jobs } from "@/db/schema/jobs";
import { insertEndsOf } from "@/inngest/client";
import type { Actor } from "@/server/auth/actor";
import { AppError } from "@/server/errors";
import { t } from "@/server/language/text";
import { auditOthers, ownerColumns } from "./audit-others";
import { notifyLive, notifyStop } from "./live-channel";
import { jobsManagedBy } from "./policy";

/**
 * Stops a job. A waiting job has ended when this returns. A running job is ended by its worker: at once with `kill`,
 * otherwise after a grace period. An ended job stays as it is. Returns the new state. @throws not_found
 */
export async function stopJob(actor: Actor, id: number, options: { kill?: boolean } = {}): Promise<JobStatus> {
  return db.transaction(async (tx) => {
    const isManaged = and(eq(jobs.id, id), jobsManagedBy(actor));
    const [waiting] = await tx
      .update(jobs)
      .set({
        status: "stopped",
        endedBy: "user",
        endedAt: sql`now()`,
        stopRequestedAt: sql`now()`,
      })
      .where(and(isManaged, areWaiting()))
      .returning(stopped);
    if (waiting) {
      await auditOthers(tx, actor, { action: "job.stop", job: waiting });
      await notifyLive(tx, id, "status");
      await tx.execute(sql.raw(insertEndsOf([id])));
      return waiting.status;
    }
    const [running] = await tx
      .update(jobs)
      .set({
        stopRequestedAt: sql`coalesce(${jobs.stopRequestedAt}, now())`,
        ...(options.kill ? { killRequested: true } : {}),
      })
      .where(and(isManaged, areOpen()))
      .returning(stopped);
    if (running) {
      await auditOthers(tx, actor, { action: "job.stop", job: running });
      await notifyStop(tx, id);
      await notifyLive(tx, id, "status");
      return running.status;
    }
    const [ended] = await tx.select({ status: jobs.status }).from(jobs).where(isManaged);
    if (!ended) throw new AppError("not_found", t("Job not found."));
    return ended.status;
  });
}

const stopped = { ...ownerColumns, status: jobs.status };
