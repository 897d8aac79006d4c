import { and, eq, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { jobs } from "@/db/schema/jobs";
import type { Actor } from "@/server/auth/actor";
import { AppError } from "@/server/errors";
import { t } from "@/server/language/text";
import { auditOthers, ownerColumns } from "./audit-others";
import { notifyLive } from "./live-channel";
import { jobsManagedBy } from "./policy";
import { stopJob } from "./stop";

/**
 * Deletes a job. It appears in no list and no link opens it; API v1 tells its owner that it is deleted. A waiting or
 * running job is stopped. @throws not_found
 */
export async function deleteJob(actor: Actor, id: number): Promise<void> {
  await stopJob(actor, id, { kill: true });
  await db.transaction(async (tx) => {
    const [job] = await tx
      .update(jobs)
      .set({ deletedAt: sql`now()` })
      .where(and(eq(jobs.id, id), jobsManagedBy(actor)))
      .returning({ ...ownerColumns, name: jobs.name });
    if (!job) throw new AppError("not_found", t("Job not found."));
    await auditOthers(tx, actor, { action: "job.delete", job, detail: { name: job.name } });
    await notifyLive(tx, id, "status");
  });
}
