import { and, asc, desc, eq, gt } from "drizzle-orm";
import { db, pg } from "@/db/client";
import { jobFiles } from "@/db/schema/jobs";
import type { FileEntry, JobFileView } from "./view";
import { scanColumns, whyWithheld } from "./withheld";

export const filesPerPage = 500;

export const fileColumns = {
  id: jobFiles.id,
  direction: jobFiles.direction,
  path: jobFiles.path,
  sizeBytes: jobFiles.sizeBytes,
  kind: jobFiles.kind,
  mediaType: jobFiles.mediaType,
  parameter: jobFiles.parameter,
  ...scanColumns,
};

/** All input files of a job, by id. */
export async function listInputsOf(jobId: number): Promise<JobFileView[]> {
  const rows = await db
    .select(fileColumns)
    .from(jobFiles)
    .where(and(eq(jobFiles.jobId, jobId), eq(jobFiles.direction, "input")))
    .orderBy(asc(jobFiles.jobId), asc(jobFiles.id));
  return rows.map(toFileView);
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
  const rows = await db
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
  return rows.map(toFileView);
}

type FileRow = Omit<JobFileView, "withheld"> & Parameters<typeof whyWithheld>[0];

/** A row with `fileColumns`, and perhaps others, as a page shows it. */
export function toFileView<Row extends FileRow>({ scanState, virus, ...file }: Row) {
  return { ...file, withheld: whyWithheld({ scanState, virus }) };
}

/** More than a job can have: a run keeps 10,000 files, and a form has fewer. */
const ENTRIES_MAX = 20_000;

/**
 * All files of a job in a short form, inputs first; the caller has checked the job. It is plain SQL, because a query
 * builder takes twice as long for 10,000 rows.
 */
export async function listEntriesOf(
  jobId: number,
  { showsInputs, limit = ENTRIES_MAX }: { showsInputs: boolean; limit?: number },
): Promise<FileEntry[]> {
  return pg<FileEntry[]>`
    select id, direction, path, size_bytes::float8 as "sizeBytes", kind,
      floor(extract(epoch from created_at) * 1000)::float8 as at
    from job_files
    where job_id = ${jobId} ${showsInputs ? pg`` : pg`and direction = 'output'`}
    order by job_id, id limit ${limit}`;
}
