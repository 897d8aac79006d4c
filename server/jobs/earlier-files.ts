import { and, desc, eq, ilike, isNull, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { containing } from "@/db/like";
import { jobFiles, jobs } from "@/db/schema/jobs";
import type { Actor } from "@/server/auth/actor";
import { fileReference } from "./command-line";
import { jobsOwnedBy } from "./policy";
import { hasPassed } from "./withheld";

/** How far back earlier files are searched for: this many of a person's newest jobs, and of their files. */
const JOBS_MAX = 200;
const FILES_MAX = 20_000;
const LISTED = 30;

export interface EarlierFile {
  /** The value that a form sends to use it: `file:<id>`. */
  reference: string;
  path: string;
  sizeBytes: number;
  jobName: string;
  at: string;
}

/**
 * Input and output files of the actor's newest jobs that may be opened, newest first, each content and name once; `text` is part of the
 * name.
 */
export async function listEarlierFiles(actor: Actor, text: string): Promise<EarlierFile[]> {
  const recent = db
    .select({ id: jobs.id, name: jobs.name })
    .from(jobs)
    .where(and(jobsOwnedBy(actor), isNull(jobs.deletedAt)))
    .orderBy(desc(jobs.id))
    .limit(JOBS_MAX)
    .as("recent");
  const files = db
    .select({
      id: jobFiles.id,
      path: jobFiles.path,
      sha256: jobFiles.sha256,
      sizeBytes: jobFiles.sizeBytes,
      jobName: sql<string>`${recent.name}`.as("job_name"),
      createdAt: jobFiles.createdAt,
    })
    .from(jobFiles)
    .innerJoin(recent, eq(recent.id, jobFiles.jobId))
    .where(hasPassed())
    .orderBy(desc(jobFiles.id))
    .limit(FILES_MAX)
    .as("files");
  const found = await db
    .select()
    .from(files)
    .where(ilike(files.path, containing(text.slice(0, 200))))
    .orderBy(desc(files.id))
    .limit(LISTED * 4);
  const seen = new Set<string>();
  const once = found.filter(({ sha256, path }) => !seen.has(`${sha256} ${path}`) && seen.add(`${sha256} ${path}`));
  return once.slice(0, LISTED).map(({ id, path, sizeBytes, jobName, createdAt }) => ({
    reference: fileReference(id),
    path,
    sizeBytes,
    jobName,
    at: createdAt.toISOString(),
  }));
}
