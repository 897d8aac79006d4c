import { and, eq, isNull, ne, or, type SQL, sql } from "drizzle-orm";
import { type Job, jobs } from "@/db/schema/jobs";
import { type Actor, isStaff, userOf } from "@/server/auth/actor";
import { env } from "@/server/env";

const everything = sql`true`;
const nothing = sql`false`;

/** The jobs an actor made: a person's own, or those of the anonymous visitor's browser; deleted ones among them. */
export function jobsOwnedBy(actor: Actor): SQL {
  if (actor.kind === "system") return everything;
  const user = userOf(actor);
  if (user) return eq(jobs.ownerId, user.id);
  if (actor.kind !== "anonymous" || !actor.browserHash) return nothing;
  return sql`(${isNull(jobs.ownerId)} and ${eq(jobs.browserHash, actor.browserHash)})`;
}

/** The jobs an actor may stop, rename, delete and so on: its own, and for staff all; no deleted ones. */
export function jobsManagedBy(actor: Actor): SQL {
  return sql`(${isNull(jobs.deletedAt)} and ${isStaff(actor) ? everything : jobsOwnedBy(actor)})`;
}

/** The jobs an actor finds in lists and by number: those it manages, and public results. */
export function jobsVisibleTo(actor: Actor): SQL {
  if (isStaff(actor)) return isNull(jobs.deletedAt);
  const isPublic = mayBrowse(actor) ? eq(jobs.visibility, "public") : nothing;
  return sql`(${and(isNull(jobs.deletedAt), or(jobsOwnedBy(actor), isPublic))})`;
}

/** The jobs an actor may open who holds their permalink: whose link is on, and those visible without one. */
export function jobsLinkedTo(actor: Actor): SQL {
  return sql`(${and(isNull(jobs.deletedAt), or(ne(jobs.visibility, "private"), jobsManagedBy(actor)))})`;
}

/** Whether the actor may stop, rename, delete … the job, as `jobsManagedBy` says it of rows. */
export function canManage(actor: Actor, job: Pick<Job, "ownerId" | "browserHash">): boolean {
  return isStaff(actor) || ownsJob(actor, job);
}

/** Whether the job is the actor's own. */
export function ownsJob(actor: Actor, job: Pick<Job, "ownerId" | "browserHash">): boolean {
  const user = userOf(actor);
  if (user) return job.ownerId === user.id;
  if (actor.kind !== "anonymous") return actor.kind === "system";
  return job.ownerId === null && actor.browserHash !== null && job.browserHash === actor.browserHash;
}

/** Whether the actor may look at what others have made public: anonymous visitors only where they are allowed. */
export function mayBrowse(actor: Actor): boolean {
  return actor.kind !== "anonymous" || env().WOOEY_ALLOW_ANONYMOUS;
}
