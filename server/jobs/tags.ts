import { and, asc, eq, notInArray, type SQL, sql } from "drizzle-orm";
import { db, pg, type Queryable } from "@/db/client";
import { jobs, jobTags } from "@/db/schema/jobs";
import { type Actor, userOf } from "@/server/auth/actor";
import { readTags } from "@/server/scripts/tag-names";
import { auditOthers } from "./audit-others";
import { notifyLive } from "./live-channel";
import { lockManagedJob } from "./lock-managed";
import { jobsOwnedBy } from "./policy";

/** The tags of the job of the surrounding query, in alphabetical order. */
export const tagsOfJob = sql<string[]>`array(
  select jt.tag from job_tags as jt where jt.job_id = "jobs"."id" order by jt.tag)`;

/** The job of the surrounding query has this tag, in its stored form. */
export function isTagged(tag: string): SQL {
  return sql`exists (select from ${jobTags} as jt where jt.job_id = ${jobs.id} and jt.tag = ${tag})`;
}

/**
 * Replaces the tags of a job: `names` as people write them. Returns the stored ones.
 * @throws not_found, invalid (on `tags`)
 */
export async function setJobTags(actor: Actor, id: number, names: readonly string[]): Promise<string[]> {
  return db.transaction((tx) => setJobTagsIn(tx, actor, { id, names }));
}

/** `setJobTags` in a transaction that changes more. @throws not_found, invalid */
export async function setJobTagsIn(
  tx: Queryable,
  actor: Actor,
  { id, names }: { id: number; names: readonly string[] },
): Promise<string[]> {
  const tags = readTags(names).toSorted();
  // The lock keeps two changes at once from adding up to more tags than a job may have.
  const job = await lockManagedJob(tx, actor, id);
  await tx.delete(jobTags).where(and(eq(jobTags.jobId, id), notInArray(jobTags.tag, tags)));
  const rows = tags.map((tag) => ({ jobId: id, tag, ownerId: job.ownerId }));
  if (rows.length > 0) await tx.insert(jobTags).values(rows).onConflictDoNothing();
  await auditOthers(tx, actor, { action: "job.tags", job, detail: { tags } });
  await notifyLive(tx, id, "status");
  return tags;
}

/** The tags of the actor's jobs in alphabetical order; at most `limit`, for suggestions. */
export async function listOwnTags(actor: Actor, limit: number): Promise<string[]> {
  const user = userOf(actor);
  if (user) return listTagsOfUser(user.id, limit);
  if (actor.kind !== "anonymous" || !actor.browserHash) return [];
  const rows = await db
    .selectDistinct({ tag: jobTags.tag })
    .from(jobTags)
    .innerJoin(jobs, eq(jobs.id, jobTags.jobId))
    .where(jobsOwnedBy(actor))
    .orderBy(asc(jobTags.tag))
    .limit(limit);
  return rows.map((row) => row.tag);
}

/** Skips from one tag to the next in the index: people have few tags and many jobs. */
async function listTagsOfUser(userId: number, limit: number): Promise<string[]> {
  const rows = await pg<{ tag: string }[]>`
    with recursive found(tag) as (
      (select tag from job_tags where owner_id = ${userId} order by tag limit 1)
      union all
      select (select jt.tag from job_tags as jt where jt.owner_id = ${userId} and jt.tag > found.tag order by jt.tag limit 1)
      from found where found.tag is not null
    )
    select tag from found where tag is not null limit ${limit}`;
  return rows.map((row) => row.tag);
}
