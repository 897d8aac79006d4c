import { and, desc, eq, gte, lt, type SQL, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { jobs, jobTags } from "@/db/schema/jobs";
import type { IdRange } from "./list-bounds";

/** Jobs with a tag in a range of ids, as the indexes of tags list them. */
export interface TagRange extends IdRange {
  /** In its stored form. */
  tag: string;
  /** Null for the jobs of everyone. */
  ownerId: number | null;
}

/**
 * The ids of the newest jobs of a range that meet the condition, newest first, among the `window` newest ones with the tag.
 * `floor` is the id at which the window ends; 0 if no job follows.
 */
export async function findTaggedIds(
  range: TagRange,
  where: SQL | undefined,
  { limit, window }: { limit: number; window: number },
): Promise<{ ids: number[]; floor: number }> {
  const tagged = newestOf(range).limit(window).as("tagged");
  const [rows, [last]] = await Promise.all([
    db
      .select({ id: jobs.id })
      .from(tagged)
      .innerJoin(jobs, eq(jobs.id, tagged.id))
      .where(where)
      .orderBy(sql`${tagged.id} desc`)
      .limit(limit),
    newestOf(range)
      .offset(window - 1)
      .limit(1),
  ]);
  return { ids: rows.map((row) => row.id), floor: last?.id ?? 0 };
}

function newestOf({ tag, ownerId, from, to }: TagRange) {
  return db
    .select({ id: jobTags.jobId })
    .from(jobTags)
    .where(
      and(
        eq(jobTags.tag, tag),
        ownerId === null ? undefined : eq(jobTags.ownerId, ownerId),
        from === undefined ? undefined : gte(jobTags.jobId, from),
        to === undefined ? undefined : lt(jobTags.jobId, to),
      ),
    )
    .orderBy(desc(jobTags.jobId))
    .$dynamic();
}
