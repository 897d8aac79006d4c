import { and, desc, gt, inArray, isNull, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { haveEnded } from "@/db/job-conditions";
import type { JobStatus } from "@/db/job-state";
import { jobs } from "@/db/schema/jobs";
import type { Actor } from "@/server/auth/actor";
import { jobsOwnedBy } from "./policy";

/** A job that has ended, as a page announces it. */
export interface EndedJob {
  id: number;
  uuid: string;
  attempt: number;
  name: string;
  status: JobStatus;
}

interface Filter {
  /** How recently the jobs ended. */
  seconds: number;
  /** Null for all jobs. */
  ids: number[] | null;
}

const JOBS_MAX = 20;

/** The actor's jobs that ended recently, the latest first; at most 20. */
export function listRecentlyEnded(actor: Actor, { seconds, ids }: Filter): Promise<EndedJob[]> {
  const { id, uuid, attempt, name, status } = jobs;
  return db
    .select({ id, uuid, attempt, name, status })
    .from(jobs)
    .where(
      and(
        gt(jobs.endedAt, sql`now() - ${seconds} * interval '1 second'`),
        haveEnded(),
        isNull(jobs.deletedAt),
        ids ? inArray(jobs.id, ids) : undefined,
        jobsOwnedBy(actor),
      ),
    )
    .orderBy(desc(jobs.endedAt))
    .limit(JOBS_MAX);
}
