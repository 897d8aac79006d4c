import { and, asc, eq, isNull, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { areOpen } from "@/db/job-conditions";
import type { JobStatus } from "@/db/job-state";
import { jobOutput, jobs } from "@/db/schema/jobs";
import { scripts, scriptVersions } from "@/db/schema/scripts";
import { type Actor, userOf } from "@/server/auth/actor";
import { jobsOwnedBy } from "./policy";

export interface OpenJob {
  id: number;
  name: string;
  status: JobStatus;
  createdAt: Date;
  script: { slug: string; name: string };
  /** The last output of its script, which may report the progress; "" without any. */
  outputEnd: string;
}

const OUTPUT_END_BYTES = 600;

/**
 * The first of the actor's waiting and running jobs, the oldest first, because those run or start next. No query for
 * visitors who have not run anything.
 */
export async function listOpenJobs(actor: Actor, limit: number): Promise<OpenJob[]> {
  if (!userOf(actor) && !(actor.kind === "anonymous" && actor.browserHash)) return [];
  const chunk = sql`substring(${jobOutput.content} from greatest(1, length(${jobOutput.content}) - ${OUTPUT_END_BYTES}))`;
  const rows = await db
    .select({
      id: jobs.id,
      name: jobs.name,
      status: jobs.status,
      createdAt: jobs.createdAt,
      script: { slug: scripts.slug, name: scripts.name },
      outputEnd: sql<Buffer | null>`case when ${jobs.status} = 'running' then (
        select ${chunk} from ${jobOutput}
        where ${jobOutput.jobId} = ${jobs.id} and ${jobOutput.attempt} = ${jobs.attempt}
        order by ${jobOutput.position} desc limit 1) end`,
    })
    .from(jobs)
    .innerJoin(scriptVersions, eq(scriptVersions.id, jobs.versionId))
    .innerJoin(scripts, eq(scripts.id, scriptVersions.scriptId))
    .where(and(areOpen(), isNull(jobs.deletedAt), jobsOwnedBy(actor)))
    .orderBy(asc(jobs.id))
    .limit(limit);
  return rows.map(({ outputEnd, ...job }) => ({ ...job, outputEnd: outputEnd?.toString("utf8") ?? "" }));
}
