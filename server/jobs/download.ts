import { and, desc, eq } from "drizzle-orm";
import { db } from "@/db/client";
import { type FileKind, type JobFile, jobFiles, jobs } from "@/db/schema/jobs";
import type { Actor } from "@/server/auth/actor";
import { AppError } from "@/server/errors";
import type { AssetGrant } from "@/server/files/assets";
import { t } from "@/server/language/text";
import { fileColumns, toFileView } from "./files";
import { readJobId } from "./permalink";
import { jobsGranted } from "./policy";
import { findJobHandle, getJobHandle } from "./queries";
import type { JobFileView } from "./view";
import { requirePassed, scanColumns } from "./withheld";

const columns = {
  sha256: jobFiles.sha256,
  path: jobFiles.path,
  kind: jobFiles.kind,
  mediaType: jobFiles.mediaType,
  direction: jobFiles.direction,
  ...scanColumns,
};

/** A stored file of a job, with the name under which it is downloaded. */
export interface JobDownload {
  sha256: string;
  filename: string;
  kind: FileKind;
  mediaType: string;
}

/**
 * A file of a job. Both are given as they appear in a path.
 * @throws not_found for an unknown job or file, for a hidden job, and for an input that is not shared; forbidden and
 * unavailable for a file that the virus scanner has not passed
 */
export async function getJobFile(actor: Actor, { job, file }: { job: string; file: string }): Promise<JobDownload> {
  const handle = await getJobHandle(actor, job);
  const [row] = /^[1-9]\d{0,8}$/.test(file)
    ? await db
        .select(columns)
        .from(jobFiles)
        .where(and(eq(jobFiles.id, Number(file)), eq(jobFiles.jobId, handle.id)))
    : [];
  if (!row || (row.direction === "input" && !handle.showsInputs)) throw noFile();
  requirePassed(row);
  return toDownload(row);
}

/** A file of a job that was found by its path. */
export type FoundJobFile = JobFileView & Pick<JobFile, "sha256">;

/**
 * A file of a job by its path. Without a direction, an output file comes before an input file, and the newest of several.
 * @throws as getJobFile
 */
export async function getJobFileByPath(
  actor: Actor,
  job: string,
  { path, direction }: { path: string; direction?: "input" | "output" },
): Promise<FoundJobFile & JobDownload> {
  const handle = await getJobHandle(actor, job);
  if (path.includes("\0")) throw noFile();
  const isOf = (value: "input" | "output") => eq(jobFiles.direction, value);
  const conditions = [direction && isOf(direction), handle.showsInputs ? undefined : isOf("output")];
  const [row] = await db
    .select({ ...fileColumns, sha256: jobFiles.sha256 })
    .from(jobFiles)
    .where(and(eq(jobFiles.jobId, handle.id), eq(jobFiles.path, path), ...conditions))
    .orderBy(desc(jobFiles.direction), desc(jobFiles.id))
    .limit(1);
  if (!row) throw noFile();
  requirePassed(row);
  return { ...toFileView(row), filename: baseName(path) };
}

/** A file of a job for the page that shows it. */
export interface OpenedJobFile extends JobFileView {
  createdAt: Date;
  /** Whether it belongs to the actor's own results, so that it can be in their scrapbook. */
  canPin: boolean;
  /** That of its job (server/files/assets.ts). */
  linkGeneration: number;
}

/** A file of a job and when it was stored; null where `getJobFile` throws. */
export async function findJobFile(
  actor: Actor,
  { job, file }: { job: string; file: string },
): Promise<OpenedJobFile | null> {
  const handle = await findJobHandle(actor, job);
  if (!handle) return null;
  const [row] = await db
    .select({ ...fileColumns, createdAt: jobFiles.createdAt, linkGeneration: jobs.linkGeneration })
    .from(jobFiles)
    .innerJoin(jobs, eq(jobs.id, jobFiles.jobId))
    .where(and(eq(jobFiles.id, readJobId(file) ?? 0), eq(jobFiles.jobId, handle.id)));
  if (!row || (row.direction === "input" && !handle.showsInputs)) return null;
  return { ...toFileView(row), canPin: handle.mayManage && row.direction === "output" };
}

/** The file to which a signed URL grants access. @throws not_found if the grant has ended, otherwise as getJobFile */
export async function getGrantedFile(grant: AssetGrant): Promise<JobDownload> {
  const [row] = await db
    .select(columns)
    .from(jobFiles)
    .innerJoin(jobs, eq(jobs.id, jobFiles.jobId))
    .where(and(eq(jobFiles.id, grant.asset.id), jobsGranted(grant)));
  if (!row) throw noFile();
  requirePassed(row);
  return toDownload(row);
}

/** The last part of a job file's path. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

function toDownload({ path, sha256, kind, mediaType }: Omit<JobDownload, "filename"> & { path: string }): JobDownload {
  return { sha256, kind, mediaType, filename: baseName(path) };
}

const noFile = () => new AppError("not_found", t("File not found."));
