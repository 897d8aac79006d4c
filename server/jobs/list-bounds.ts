import { and, eq, gte, lt, type SQL, sql } from "drizzle-orm";
import { db, pg } from "@/db/client";
import { jobs } from "@/db/schema/jobs";
import { scripts, scriptVersions } from "@/db/schema/scripts";
import { users } from "@/db/schema/users";

// A filter becomes a range of one index before jobs are read, so a million jobs are as fast as a hundred.

/** The ids of a script's versions; empty for an unknown script. */
export async function findVersionIds(slug: string): Promise<number[]> {
  const rows = await db
    .select({ id: scriptVersions.id })
    .from(scriptVersions)
    .innerJoin(scripts, eq(scripts.id, scriptVersions.scriptId))
    .where(eq(scripts.slug, slug));
  return rows.map((row) => row.id);
}

/** A person's id; null for an unknown person. */
export async function findUserId(username: string): Promise<number | null> {
  const [row] = await db.select({ id: users.id }).from(users).where(eq(users.username, username.toLowerCase()));
  return row?.id ?? null;
}

/**
 * The ids of the newest `limit` jobs of these versions that meet the condition, newest first, read from each version's
 * index.
 */
export async function findNewestIds(versionIds: number[], where: SQL | undefined, limit: number): Promise<number[]> {
  const rows = await db.execute<{ id: number }>(sql`
    select newest.id from unnest(${sql.param(versionIds)}::int[]) as of_script(version_id), lateral (
      select jobs.id from jobs where ${and(sql`jobs.version_id = of_script.version_id`, where)}
      order by jobs.version_id desc, jobs.id desc limit ${limit}) as newest
    order by newest.id desc limit ${limit}`);
  return rows.map((row) => row.id);
}

/** How far ids and times may be out of order: a row's time is the start of its transaction. */
const SKEW_MS = 10 * 60_000;

/** Ids from `from` on and below `to`. */
export interface IdRange {
  from: number | undefined;
  to: number | undefined;
}

/** A range of ids that contains all jobs of this time, and only few others. */
export async function findIdRange(since: Date | undefined, until: Date | undefined): Promise<IdRange> {
  const [from, to] = await Promise.all([
    since && firstIdSince(new Date(since.getTime() - SKEW_MS)),
    until && firstIdSince(new Date(until.getTime() + SKEW_MS)),
  ]);
  return { from, to };
}

/** The jobs of this time, in the range of ids that was found for it. */
export function areBetween(
  { from, to }: IdRange,
  { since, until }: { since: Date | undefined; until: Date | undefined },
): SQL | undefined {
  return and(
    from === undefined ? undefined : gte(jobs.id, from),
    to === undefined ? undefined : lt(jobs.id, to),
    since && gte(jobs.createdAt, since),
    until && lt(jobs.createdAt, until),
  );
}

/**
 * The first id from `time` on, found by some 20 look-ups by key, in one statement, because ids rise with time. Above all ids
 * if there is none.
 */
async function firstIdSince(time: Date): Promise<number> {
  const [found] = await pg<{ id: number }[]>`
    with recursive search (low, high) as (
      select 0, coalesce(max(id), 0) + 1 from jobs
      union all
      select case when is_before then job.id + 1 else low end, case when is_before then high else low + (high - low) / 2 end
      from search
      left join lateral (select id, created_at from jobs where id >= low + (high - low) / 2 order by id limit 1) job on true,
        lateral (select coalesce(job.created_at < ${time}, false) as is_before) as compared
      where low < high)
    select low as id from search where low >= high limit 1`;
  return found?.id ?? 0;
}
