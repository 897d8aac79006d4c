import { and, eq, isNull, ne, or, type SQL, sql } from "drizzle-orm";
import { type Job, jobs } from "@/db/schema/jobs";
import { isAccountUsable } from "@/server/auth/account";
import { type Actor, isStaff, userOf } from "@/server/auth/actor";
import { env } from "@/server/env";
import type { AssetGrant } from "@/server/files/assets";

const everything = sql`true`;
const nothing = sql`false`;

/** The jobs that an actor owns, including deleted ones: a user's jobs, or those of the anonymous visitor's browser. */
export function jobsOwnedBy(actor: Actor): SQL {
  if (actor.kind === "system") return everything;
  const user = userOf(actor);
  if (user) return eq(jobs.ownerId, user.id);
  if (actor.kind !== "anonymous" || !actor.browserHash) return nothing;
  return sql`(${isNull(jobs.ownerId)} and ${eq(jobs.browserHash, actor.browserHash)})`;
}

/** The jobs that an actor may stop, rename, delete and so on: its own, or all for staff. Deleted jobs are excluded. */
export function jobsManagedBy(actor: Actor): SQL {
  return sql`(${isNull(jobs.deletedAt)} and ${isStaff(actor) ? everything : jobsOwnedBy(actor)})`;
}

/** The jobs that an actor finds in lists and by number: those that it manages, and public results. */
export function jobsVisibleTo(actor: Actor): SQL {
  if (isStaff(actor)) return isNull(jobs.deletedAt);
  const isPublic = mayBrowse(actor) ? eq(jobs.visibility, "public") : nothing;
  return sql`(${and(isNull(jobs.deletedAt), or(jobsOwnedBy(actor), isPublic))})`;
}

/**
 * The jobs that an actor with their permalink may open: jobs that are shared by link, and jobs that are visible without
 * it.
 */
export function jobsLinkedTo(actor: Actor): SQL {
  return sql`(${and(isNull(jobs.deletedAt), or(ne(jobs.visibility, "private"), jobsManagedBy(actor)))})`;
}

/**
 * The jobs whose files a signed URL opens: API v1 issued it to the job's owner, and it ends as soon as the owner takes
 * access back, the account or API key no longer works, or the job is deleted.
 */
export function jobsGranted({ account, linkGeneration }: AssetGrant): SQL {
  const isOfAccount = and(eq(jobs.ownerId, account.userId), isAccountUsable(account));
  return sql`(${and(isNull(jobs.deletedAt), eq(jobs.linkGeneration, linkGeneration), isOfAccount)})`;
}

/** Whether the actor may stop, rename, delete … the job; the same condition as `jobsManagedBy` for one job. */
export function canManage(actor: Actor, job: Pick<Job, "ownerId" | "browserHash">): boolean {
  return isStaff(actor) || ownsJob(actor, job);
}

/** Whether the actor owns the job. */
export function ownsJob(actor: Actor, job: Pick<Job, "ownerId" | "browserHash">): boolean {
  const user = userOf(actor);
  if (user) return job.ownerId === user.id;
  if (actor.kind !== "anonymous") return actor.kind === "system";
  return job.ownerId === null && actor.browserHash !== null && job.browserHash === actor.browserHash;
}

/** Whether the actor may see public results: anonymous visitors may only where they are allowed. */
export function mayBrowse(actor: Actor): boolean {
  return actor.kind !== "anonymous" || env().WOOEY_ALLOW_ANONYMOUS;
}
