import { and, desc, eq, isNull, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { jobs } from "@/db/schema/jobs";
import { scriptVersions } from "@/db/schema/scripts";
import { type Actor, userOf } from "@/server/auth/actor";

/** How many of a person's newest jobs are searched for their last run of each script. */
const RECENT_JOBS = 500;

/**
 * The actor's last run of each script, among their newest 500 jobs: a million jobs cost no more. A subquery to join with
 * scripts.
 */
export function lastRunsOf(actor: Actor) {
  const user = userOf(actor);
  const hash = actor.kind === "anonymous" ? actor.browserHash : null;
  const isOfBrowser = hash ? eq(jobs.browserHash, hash) : sql`false`;
  const isTheirs = user ? eq(jobs.ownerId, user.id) : isOfBrowser;
  const recent = db
    .select({
      jobId: jobs.id,
      uuid: jobs.uuid,
      status: jobs.status,
      endedAt: jobs.endedAt,
      versionId: jobs.versionId,
    })
    .from(jobs)
    .where(and(isTheirs, isNull(jobs.deletedAt)))
    .orderBy(desc(jobs.id))
    .limit(RECENT_JOBS)
    .as("recent");
  return db
    .selectDistinctOn([scriptVersions.scriptId], {
      scriptId: scriptVersions.scriptId,
      jobId: recent.jobId,
      uuid: recent.uuid,
      status: recent.status,
      endedAt: recent.endedAt,
    })
    .from(recent)
    .innerJoin(scriptVersions, eq(scriptVersions.id, recent.versionId))
    .orderBy(scriptVersions.scriptId, desc(recent.jobId))
    .as("last_runs");
}
