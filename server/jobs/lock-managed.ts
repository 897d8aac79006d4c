import { and, eq } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { jobs } from "@/db/schema/jobs";
import type { Actor } from "@/server/auth/actor";
import { AppError } from "@/server/errors";
import { t } from "@/server/language/text";
import { ownerColumns } from "./audit-others";
import { jobsManagedBy } from "./policy";

/** Keeps a job that the actor may change for the rest of the transaction, and returns whose it is. @throws not_found */
export async function lockManagedJob(tx: Queryable, actor: Actor, id: number) {
  const [job] = await tx
    .select(ownerColumns)
    .from(jobs)
    .where(and(eq(jobs.id, id), jobsManagedBy(actor)))
    .for("update");
  if (!job) throw new AppError("not_found", t("Job not found."));
  return job;
}
