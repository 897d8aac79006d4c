import { and, asc, eq, gt, inArray } from "drizzle-orm";
import { z } from "zod";
import { db } from "@/db/client";
import { jobFiles, jobs } from "@/db/schema/jobs";
import { AppError } from "@/server/errors";
import { type ArchiveEntry, type ArchiveFormat, makeArchive } from "@/server/files/archive";
import type { AssetGrant } from "@/server/files/assets";
import { t } from "@/server/language/text";
import { jobsGranted } from "./policy";
import { hasPassed } from "./withheld";

const mediaTypes: Record<ArchiveFormat, string> = { zip: "application/zip", "tar.gz": "application/gzip" };

/** An archive of a job's output files, created while it is read. */
export interface JobArchive {
  filename: string;
  mediaType: string;
  open: () => AsyncIterable<Uint8Array>;
}

/** As many as a run keeps. */
const SELECTED_MAX = 10_000;

/** The form for an archive of some files of a job: their ids with commas between them. */
export const selectionForm = z.object({
  files: z
    .string()
    .max(SELECTED_MAX * 11)
    .regex(/^[1-9]\d{0,8}(,[1-9]\d{0,8})*$/, { error: () => t("Select the files to download.") })
    .transform((text) => [...new Set(text.split(",").map(Number))].slice(0, SELECTED_MAX)),
});

/** The output files of a job that may be opened: all, or those with these ids. The caller has checked the permission. */
export function archiveJob(
  job: { id: number; name: string },
  format: ArchiveFormat,
  fileIds: number[] | null = null,
): JobArchive {
  const name = archiveName(job.name);
  return {
    filename: `${name}.${format}`,
    mediaType: mediaTypes[format],
    open: () => makeArchive(format, name, fileIds ? selectedOutputs(job.id, fileIds) : outputsOf(job.id)),
  };
}

/** The archive format in the name of a download. @throws not_found for other names */
export function archiveFormatOf(filename: string): ArchiveFormat {
  const format = (["zip", "tar.gz"] as const).find((each) => filename.endsWith(`.${each}`));
  if (!format) throw new AppError("not_found", t("Archive not found."));
  return format;
}

/** The archive to which a signed URL grants access. @throws not_found if the grant has ended */
export async function getGrantedArchive(grant: AssetGrant, format: ArchiveFormat): Promise<JobArchive> {
  const [job] = await db
    .select({ id: jobs.id, name: jobs.name })
    .from(jobs)
    .where(and(eq(jobs.id, grant.asset.id), jobsGranted(grant)));
  if (!job) throw new AppError("not_found", t("Job not found."));
  return archiveJob(job, format);
}

const PAGE = 1000;

const entryColumns = {
  id: jobFiles.id,
  path: jobFiles.path,
  sha256: jobFiles.sha256,
  sizeBytes: jobFiles.sizeBytes,
  at: jobFiles.createdAt,
};

async function* outputsOf(jobId: number): AsyncGenerator<ArchiveEntry> {
  for (let after = 0; ; ) {
    const page = await db
      .select(entryColumns)
      .from(jobFiles)
      .where(and(eq(jobFiles.jobId, jobId), eq(jobFiles.direction, "output"), hasPassed(), gt(jobFiles.id, after)))
      .orderBy(asc(jobFiles.jobId), asc(jobFiles.id))
      .limit(PAGE);
    yield* page;
    const last = page.at(-1);
    if (!last || page.length < PAGE) return;
    after = last.id;
  }
}

async function* selectedOutputs(jobId: number, fileIds: number[]): AsyncGenerator<ArchiveEntry> {
  for (let start = 0; start < fileIds.length; start += PAGE) {
    yield* await db
      .select(entryColumns)
      .from(jobFiles)
      .where(
        and(
          eq(jobFiles.jobId, jobId),
          eq(jobFiles.direction, "output"),
          hasPassed(),
          inArray(jobFiles.id, fileIds.slice(start, start + PAGE)),
        ),
      )
      .orderBy(asc(jobFiles.id));
  }
}

/** The name of a job's archives and of the folder in them: Django's get_valid_filename, or "job" if nothing remains. */
export function archiveName(jobName: string): string {
  const name = jobName
    .trim()
    .replace(/ /g, "_")
    .replace(/[^\p{L}\p{N}_.-]/gu, "");
  return /^\.*$/.test(name) ? "job" : name.slice(0, 100);
}
