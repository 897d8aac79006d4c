import type { Queryable } from "@/db/client";
import { jobs } from "@/db/schema/jobs";
import { recordAudit } from "@/server/audit/record";
import type { Actor } from "@/server/auth/actor";
import { ownsJob } from "./policy";

/** The columns of a changed job that the audit needs. */
export const ownerColumns = { id: jobs.id, ownerId: jobs.ownerId, browserHash: jobs.browserHash };

interface JobAction {
  action: `job.${string}`;
  job: { id: number; ownerId: number | null; browserHash: string | null };
  detail?: Record<string, unknown>;
}

/** Records what staff do to the job of another user. What people do to their own jobs is not recorded. */
export async function auditOthers(tx: Queryable, actor: Actor, { action, job, detail }: JobAction): Promise<void> {
  if (ownsJob(actor, job)) return;
  await recordAudit(tx, actor, { action, target: `job:${job.id}`, detail: { ...detail, ownerId: job.ownerId } });
}
