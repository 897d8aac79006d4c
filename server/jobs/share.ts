import { and, eq, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { jobs, type Visibility, visibilities } from "@/db/schema/jobs";
import type { Actor } from "@/server/auth/actor";
import { AppError, invalidField } from "@/server/errors";
import { t } from "@/server/language/text";
import { auditOthers, ownerColumns } from "./audit-others";
import { notifyLive } from "./live-channel";
import { jobsManagedBy } from "./policy";

/** Who sees a job, and whether its input files too. What is not given stays. @throws not_found, invalid */
export async function setVisibility(
  actor: Actor,
  id: number,
  sharing: { visibility?: Visibility; inputsShared?: boolean },
): Promise<void> {
  const { visibility, inputsShared } = sharing;
  if (visibility !== undefined && !visibilities.includes(visibility)) {
    throw invalidField("visibility", t("Choose private, link or public."));
  }
  const changed = {
    ...(visibility === undefined ? {} : { visibility }),
    ...(inputsShared === undefined ? {} : { inputsShared }),
  };
  await change(actor, id, Object.keys(changed).length ? changed : { visibility: sql`${jobs.visibility}` }, changed);
}

/** Gives a job a new permalink; whoever has the old one finds nothing. Gives back the new uuid. @throws not_found */
export async function renewPermalink(actor: Actor, id: number): Promise<string> {
  return change(actor, id, { uuid: sql`gen_random_uuid()` }, { newLink: true });
}

async function change(
  actor: Actor,
  id: number,
  columns: Parameters<ReturnType<typeof db.update<typeof jobs>>["set"]>[0],
  detail: Record<string, unknown>,
): Promise<string> {
  return db.transaction(async (tx) => {
    const [job] = await tx
      .update(jobs)
      .set(columns)
      .where(and(eq(jobs.id, id), jobsManagedBy(actor)))
      .returning({ ...ownerColumns, uuid: jobs.uuid });
    if (!job) throw new AppError("not_found", t("Job not found."));
    await auditOthers(tx, actor, "job.share", job, detail);
    // Open streams look again at whether they may go on.
    await notifyLive(tx, id, "status");
    return job.uuid;
  });
}
