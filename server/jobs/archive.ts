import { and, asc, eq, gt } from "drizzle-orm";
import { db } from "@/db/client";
import { jobFiles, jobs } from "@/db/schema/jobs";
import { AppError } from "@/server/errors";
import { type ArchiveEntry, type ArchiveFormat, makeArchive } from "@/server/files/archive";
import { contentDisposition, guardHeaders } from "@/server/files/download";
import { toBody } from "@/server/files/stream";
import { t } from "@/server/language/text";

const mediaTypes: Record<ArchiveFormat, string> = { zip: "application/zip", "tar.gz": "application/gzip" };

/** All output files of a job the caller has checked, as a download made while it is sent. */
export function sendArchive(job: { id: number; name: string }, format: ArchiveFormat): Response {
  const name = archiveName(job.name);
  return new Response(
    toBody(() => makeArchive(format, name, outputsOf(job.id))),
    {
      headers: {
        ...guardHeaders(),
        "content-type": mediaTypes[format],
        "content-disposition": contentDisposition("attachment", `${name}.${format}`),
        "cache-control": "private, no-store",
      },
    },
  );
}

/** The same by the job's number, for a signed URL. @throws not_found for none and for a deleted one */
export async function sendArchiveOf(jobId: number, format: ArchiveFormat): Promise<Response> {
  const [job] = await db
    .select({ id: jobs.id, name: jobs.name, deletedAt: jobs.deletedAt })
    .from(jobs)
    .where(eq(jobs.id, jobId));
  if (!job || job.deletedAt) throw new AppError("not_found", t("There is no such job."));
  return sendArchive(job, format);
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

/** A job's name as the name of its archives and the folder in them: Django's get_valid_filename, "job" where nothing is left. */
export function archiveName(jobName: string): string {
  const name = jobName
    .trim()
    .replace(/ /g, "_")
    .replace(/[^\p{L}\p{N}_.-]/gu, "");
  return /^\.*$/.test(name) ? "job" : name.slice(0, 100);
}
