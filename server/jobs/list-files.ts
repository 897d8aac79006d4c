import { and, asc, eq, gt } from "drizzle-orm";
import { db } from "@/db/client";
import { jobFiles } from "@/db/schema/jobs";
import type { Actor } from "@/server/auth/actor";
import { fileColumns, toFileView } from "./files";
import { getJobHandle } from "./queries";
import type { JobFileView } from "./view";

/** A file of a job for programs. */
export interface ListedFile extends JobFileView {
  sha256: string;
  createdAt: Date;
}

export interface FilesFilter {
  /** Inputs or outputs; both without it. */
  direction?: "input" | "output" | undefined;
  /** The id of the last file of the page before. */
  after: number;
  limit: number;
}

/**
 * A page of the files of a job that the actor may see, inputs first, and whether more follow; also of a job that still
 * runs, whose newest files then come last. @throws not_found for the job
 */
export async function listJobFiles(
  actor: Actor,
  job: string,
  { direction, after, limit }: FilesFilter,
): Promise<{ files: ListedFile[]; hasMore: boolean }> {
  const handle = await getJobHandle(actor, job);
  const rows = await db
    .select({ ...fileColumns, sha256: jobFiles.sha256, createdAt: jobFiles.createdAt })
    .from(jobFiles)
    .where(
      and(
        eq(jobFiles.jobId, handle.id),
        gt(jobFiles.id, after),
        direction === undefined ? undefined : eq(jobFiles.direction, direction),
        handle.showsInputs ? undefined : eq(jobFiles.direction, "output"),
      ),
    )
    .orderBy(asc(jobFiles.jobId), asc(jobFiles.id))
    .limit(limit + 1);
  return { files: rows.slice(0, limit).map(toFileView), hasMore: rows.length > limit };
}
