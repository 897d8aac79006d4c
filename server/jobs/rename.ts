import { and, eq } from "drizzle-orm";
import { db, type Queryable } from "@/db/client";
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
export async function renameJob(actor: Actor, id: number, texts: JobTexts): Promise<void> {
  await db.transaction((tx) => renameJobIn(tx, actor, { id, texts }));
}

interface JobTexts {
  name?: string | undefined;
  description?: string | undefined;
}

/** `renameJob` in a transaction that changes more. @throws not_found, invalid */
export async function renameJobIn(tx: Queryable, actor: Actor, change: { id: number; texts: JobTexts }): Promise<void> {
  const { name, description } = change.texts;
  const checked = checkTexts({ name: name ?? "unchanged", description });
  const columns = {
    ...(name === undefined ? {} : { name: checked.name }),
    ...(description === undefined ? {} : { description: checked.description }),
  };
  if (Object.keys(columns).length === 0) return;
  const [job] = await tx
    .update(jobs)
    .set(columns)
    .where(and(eq(jobs.id, change.id), jobsManagedBy(actor)))
    .returning({ ...ownerColumns, name: jobs.name });
  if (!job) throw new AppError("not_found", t("Job not found."));
  await auditOthers(tx, actor, { action: "job.rename", job, detail: { name: job.name } });
  await notifyLive(tx, change.id, "status");
}
