import { and, desc, gte, type SQL } from "drizzle-orm";
import { db } from "@/db/client";
import { jobs } from "@/db/schema/jobs";
import { findNewestIds } from "./list-bounds";

/** Which jobs a page lists, apart from a text: those that meet the condition, of these versions or of any. */
interface Listed {
  where: SQL | undefined;
  versionIds: number[] | null;
}

interface Part {
  limit: number;
  /** Among how many of the newest jobs a text is searched. */
  window: number;
}

/**
 * The ids of the newest jobs, newest first; with a text, of those among the newest ones in which it is found. Then `floor` is the id at which
 * the search ends, unless there are `limit` jobs; 0 if no job follows.
 */
export async function findIds(
  listed: Listed,
  text: SQL | undefined,
  { limit, window }: Part,
): Promise<{ ids: number[]; floor: number }> {
  if (!text) return { ids: await findNewest(listed, limit), floor: 0 };
  if (listed.versionIds) return findOfVersions({ ...listed, versionIds: listed.versionIds }, text, { limit, window });
  const ids = await findInWindow(listed.where, text, { limit, window });
  return { ids, floor: ids.length === limit ? 0 : await findFloor(listed.where, window) };
}

function findNewest({ where, versionIds }: Listed, limit: number): Promise<number[]> {
  return versionIds ? findNewestIds(versionIds, where, limit) : selectIds(where, limit);
}

async function selectIds(where: SQL | undefined, limit: number): Promise<number[]> {
  const rows = await db.select({ id: jobs.id }).from(jobs).where(where).orderBy(desc(jobs.id)).limit(limit);
  return rows.map((row) => row.id);
}

async function findOfVersions(
  { where, versionIds }: Listed & { versionIds: number[] },
  text: SQL,
  { limit, window }: Part,
) {
  const floor = (await findNewestIds(versionIds, where, window))[window - 1] ?? 0;
  return { ids: await findNewestIds(versionIds, and(where, gte(jobs.id, floor), text), limit), floor };
}

/** Stops reading at the last job that the page needs. */
async function findInWindow(where: SQL | undefined, text: SQL, { limit, window }: Part): Promise<number[]> {
  const read = { id: jobs.id, name: jobs.name, description: jobs.description };
  // Under the name of the table, because the text is a condition on its columns.
  const newest = db.select(read).from(jobs).where(where).orderBy(desc(jobs.id)).limit(window).as("jobs");
  const rows = await db.select({ id: newest.id }).from(newest).where(text).orderBy(desc(newest.id)).limit(limit);
  return rows.map((row) => row.id);
}

/** The id at which a window ends; 0 when it is the last. */
async function findFloor(where: SQL | undefined, window: number): Promise<number> {
  const [last] = await db
    .select({ id: jobs.id })
    .from(jobs)
    .where(where)
    .orderBy(desc(jobs.id))
    .offset(window - 1)
    .limit(1);
  return last?.id ?? 0;
}
