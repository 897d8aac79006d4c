import { and, asc, eq, gt } from "drizzle-orm";
import { db } from "@/db/client";
import { jobFiles, jobs } from "@/db/schema/jobs";
import { AppError } from "@/server/errors";
import { type ArchiveEntry, type ArchiveFormat, makeArchive } from "@/server/files/archive";
import type { AssetGrant } from "@/server/files/assets";
import { t } from "@/server/language/text";
import { jobsGranted } from "./policy";

const mediaTypes: Record<ArchiveFormat, string> = { zip: "application/zip", "tar.gz": "application/gzip" };

/** An archive of a job's output files, created while it is read. */
export interface JobArchive {
  filename: string;
  mediaType: string;
  open: () => AsyncIterable<Uint8Array>;
}

/** All output files of a job. The caller has checked the permission. */
export function archiveJob(job: { id: number; name: string }, format: ArchiveFormat): JobArchive {
  const name = archiveName(job.name);
  return {
    filename: `${name}.${format}`,
    mediaType: mediaTypes[format],
    open: () => makeArchive(format, name, outputsOf(job.id)),
  };
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

async function* outputsOf(jobId: number): AsyncGenerator<ArchiveEntry> {
  for (let after = 0; ; ) {
    const page = await db
      .select({
        id: jobFiles.id,
        path: jobFiles.path,
        sha256: jobFiles.sha256,
        sizeBytes: jobFiles.sizeBytes,
        at: jobFiles.createdAt,
      })
      .from(jobFiles)
      .where(and(eq(jobFiles.jobId, jobId), eq(jobFiles.direction, "output"), gt(jobFiles.id, after)))
      .orderBy(asc(jobFiles.jobId), asc(jobFiles.id))
      .limit(PAGE);
    yield* page;
    const last = page.at(-1);
    if (!last || page.length < PAGE) return;
    after = last.id;
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
