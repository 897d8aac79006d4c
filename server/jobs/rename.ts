import { and, eq } from "drizzle-orm";
import { db } from "@/db/client";
import { jobs } from "@/db/schema/jobs";
import type { Actor } from "@/server/auth/actor";
import { AppError } from "@/server/errors";
import { t } from "@/server/language/text";
import { auditOthers, ownerColumns } from "./audit-others";
import { notifyLive } from "./live-channel";
import { jobsManagedBy } from "./policy";
import { checkTexts } from "./submit";

/**
 * Changes a job's name, description or both. Missing texts stay as they are.
 * @throws not_found, invalid (on `job_name`, `job_description`)
 */
export async function renameJob(
  actor: Actor,
  id: number,
  texts: { name?: string; description?: string },
): Promise<void> {
  const checked = checkTexts({ ...texts, name: texts.name ?? "unchanged" });
  const columns = {
    ...(texts.name === undefined ? {} : { name: checked.name }),
    ...(texts.description === undefined ? {} : { description: checked.description }),
  };
  if (Object.keys(columns).length === 0) return;
  await db.transaction(async (tx) => {
    const [job] = await tx
      .update(jobs)
      .set(columns)
      .where(and(eq(jobs.id, id), jobsManagedBy(actor)))
      .returning({ ...ownerColumns, name: jobs.name });
    if (!job) throw new AppError("not_found", t("Job not found."));
    await auditOthers(tx, actor, { action: "job.rename", job, detail: { name: job.name } });
    await notifyLive(tx, id, "status");
  });
}
