import type { Queryable } from "@/db/client";
import { jobs } from "@/db/schema/jobs";
import { recordAudit } from "@/server/audit/record";
import type { Actor } from "@/server/auth/actor";
import { ownsJob } from "./policy";

/** What a change has to give back of the job, for the audit. */
export const ownerColumns = { id: jobs.id, ownerId: jobs.ownerId, browserHash: jobs.browserHash };

/** Writes down what staff do to a job of somebody else; what people do to their own is theirs. */
export async function auditOthers(
  tx: Queryable,
  actor: Actor,
  action: `job.${string}`,
  job: { id: number; ownerId: number | null; browserHash: string | null },
  detail: Record<string, unknown> = {},
): Promise<void> {
  if (ownsJob(actor, job)) return;
  await recordAudit(tx, actor, { action, target: `job:${job.id}`, detail: { ...detail, ownerId: job.ownerId } });
}
