import { and, eq, isNull, ne, or, type SQL, sql } from "drizzle-orm";
import { type Job, jobs } from "@/db/schema/jobs";
import { isAccountUsable } from "@/server/auth/account";
import { type Actor, hasScope, isStaff, isStaffReader, scriptIdsOf, userOf } from "@/server/auth/actor";
import { env } from "@/server/env";
import type { AssetGrant } from "@/server/files/assets";

const everything = sql`true`;
const nothing = sql`false`;

/**
 * The jobs that an actor owns and may see, including deleted ones: a user's jobs, or those of the anonymous visitor's
 * browser.
 */
export function jobsOwnedBy(actor: Actor): SQL {
  return hasScope(actor, "read") ? ownedWithin(actor) : nothing;
}

/** The jobs that an actor may stop, rename, delete and so on: its own, or all for staff. Deleted jobs are excluded. */
export function jobsManagedBy(actor: Actor): SQL {
  const managed = hasScope(actor, "run") ? ownedWithin(actor) : nothing;
  return sql`(${isNull(jobs.deletedAt)} and ${isStaff(actor) ? everything : managed})`;
}

/** The jobs that an actor finds in lists and by number: its own, all for staff, and public results. */
export function jobsVisibleTo(actor: Actor): SQL {
  if (isStaffReader(actor)) return isNull(jobs.deletedAt);
  return sql`(${and(isNull(jobs.deletedAt), or(jobsOwnedBy(actor), publicResults(actor)))})`;
}

/** Results that are public, deleted ones included. */
export function publicResults(actor: Actor): SQL {
  if (!mayBrowse(actor) || !hasScope(actor, "read")) return nothing;
  return sql`(${eq(jobs.visibility, "public")} and ${isWithin(actor)})`;
}

/**
 * The jobs that an actor with their permalink may open: jobs that are shared by link, and jobs that are visible without
 * it.
 */
export function jobsLinkedTo(actor: Actor): SQL {
  const isShared = hasScope(actor, "read") ? and(ne(jobs.visibility, "private"), isWithin(actor)) : nothing;
  return sql`(${or(jobsVisibleTo(actor), and(isNull(jobs.deletedAt), isShared))})`;
}

/**
 * The jobs whose files a signed URL opens: API v1 issued it to the job's owner, and it ends as soon as the owner takes
 * access back, the account or API key no longer works, or the job is deleted.
 */
export function jobsGranted({ account, linkGeneration }: AssetGrant): SQL {
  const isOfAccount = and(eq(jobs.ownerId, account.userId), isAccountUsable(account));
  return sql`(${and(isNull(jobs.deletedAt), eq(jobs.linkGeneration, linkGeneration), isOfAccount)})`;
}

/**
 * Whether the actor may open the job: the same condition as `jobsVisibleTo` for one job, and with `byLink` as
 * `jobsLinkedTo`.
 */
export function canOpen(actor: Actor, job: OpenableJob, { byLink }: { byLink: boolean }): boolean {
  if (job.deletedAt !== null) return false;
  if (isStaffReader(actor)) return true;
  const scriptIds = scriptIdsOf(actor);
  if (!hasScope(actor, "read") || (scriptIds !== null && !scriptIds.includes(job.scriptId))) return false;
  const isShared = byLink ? job.visibility !== "private" : job.visibility === "public" && mayBrowse(actor);
  return ownsJob(actor, job) || isShared;
}

type OpenableJob = Pick<Job, "ownerId" | "browserHash" | "deletedAt" | "visibility"> & { scriptId: number };

/** Whether the actor may stop, rename, delete … the job; the same condition as `jobsManagedBy` for one job. */
export function canManage(actor: Actor, job: Pick<Job, "ownerId" | "browserHash">): boolean {
  return isStaff(actor) || (hasScope(actor, "run") && ownsJob(actor, job));
}

/** Whether an actor who may open the job also sees its inputs without their being shared. */
export function seesInputs(actor: Actor, job: Pick<Job, "ownerId" | "browserHash">): boolean {
  return isStaffReader(actor) || ownsJob(actor, job);
}

/** Whether the actor owns the job. */
export function ownsJob(actor: Actor, job: Pick<Job, "ownerId" | "browserHash">): boolean {
  const user = userOf(actor);
  if (user) return job.ownerId === user.id;
  if (actor.kind !== "anonymous") return actor.kind === "system";
  return job.ownerId === null && actor.browserHash !== null && job.browserHash === actor.browserHash;
}

/** Whether a job's script is one with which the actor has to do: true but for keys that are for certain scripts. */
export function isWithin(actor: Actor): SQL {
  const ids = scriptIdsOf(actor);
  if (ids === null) return everything;
  if (ids.length === 0) return nothing;
  return sql`exists (
    select 1 from script_versions as own_version where own_version.id = ${jobs.versionId} and own_version.script_id in ${ids})`;
}

function ownedWithin(actor: Actor): SQL {
  return scriptIdsOf(actor) === null ? ownedBy(actor) : sql`(${ownedBy(actor)} and ${isWithin(actor)})`;
}

function ownedBy(actor: Actor): SQL {
  if (actor.kind === "system") return everything;
  const user = userOf(actor);
  if (user) return eq(jobs.ownerId, user.id);
  if (actor.kind !== "anonymous" || !actor.browserHash) return nothing;
  return sql`(${isNull(jobs.ownerId)} and ${eq(jobs.browserHash, actor.browserHash)})`;
}

/** Whether the actor may see public results: anonymous visitors may only where they are allowed. */
export function mayBrowse(actor: Actor): boolean {
  return actor.kind !== "anonymous" || env().WOOEY_ALLOW_ANONYMOUS;
}
