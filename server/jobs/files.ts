import { and, asc, desc, eq, gt } from "drizzle-orm";
import { db } from "@/db/client";
import { jobFiles } from "@/db/schema/jobs";
import type { JobFileView } from "./view";

export const filesPerPage = 500;

export const fileColumns = {
  id: jobFiles.id,
  direction: jobFiles.direction,
  path: jobFiles.path,
  sizeBytes: jobFiles.sizeBytes,
  kind: jobFiles.kind,
  mediaType: jobFiles.mediaType,
  parameter: jobFiles.parameter,
};

/** All input files of a job, by id. */
export async function listInputsOf(jobId: number): Promise<JobFileView[]> {
  return db
    .select(fileColumns)
    .from(jobFiles)
    .where(and(eq(jobFiles.jobId, jobId), eq(jobFiles.direction, "input")))
    .orderBy(asc(jobFiles.jobId), asc(jobFiles.id));
}

/** The id of a job's newest file; 0 if it has none. */
export async function findLastFileId(jobId: number): Promise<number> {
  const [row] = await db
    .select({ id: jobFiles.id })
    .from(jobFiles)
    .where(eq(jobFiles.jobId, jobId))
    .orderBy(desc(jobFiles.jobId), desc(jobFiles.id))
    .limit(1);
  return row?.id ?? 0;
}

/** Files of a job by id; the caller has checked the job. Inputs have lower ids than outputs. */
export async function listFilesOf(
  jobId: number,
  { showsInputs, after = 0, limit = filesPerPage }: { showsInputs: boolean; after?: number; limit?: number },
): Promise<JobFileView[]> {
  return db
    .select(fileColumns)
    .from(jobFiles)
    .where(
      and(
        eq(jobFiles.jobId, jobId),
        gt(jobFiles.id, after),
        showsInputs ? undefined : eq(jobFiles.direction, "output"),
      ),
    )
    .orderBy(asc(jobFiles.jobId), asc(jobFiles.id))
    .limit(Math.min(limit, 5000));
}
