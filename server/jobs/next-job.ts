import type { Actor } from "@/server/auth/actor";
import { listJobs } from "./list";
import { findJobByPath } from "./queries";

/**
 * The id of the actor's newest job that is older than the job at `/jobs/<key>/`; null if there is none or if the actor
 * cannot see that job.
 */
export async function findNextJob(actor: Actor, key: string): Promise<number | null> {
  const job = await findJobByPath(actor, key);
  if (!job) return null;
  const { rows } = await listJobs(actor, { scope: "mine", before: job.id, limit: 1 });
  return rows[0]?.id ?? null;
}
