import { and, eq, isNull } from "drizzle-orm";
import { db } from "@/db/client";
import { jobFiles, jobs } from "@/db/schema/jobs";
import type { Actor } from "@/server/auth/actor";
import { AppError } from "@/server/errors";
import { type Download, sendStored } from "@/server/files/download";
import { t } from "@/server/language/text";
import { getJobHandle } from "./queries";

const columns = {
  sha256: jobFiles.sha256,
  path: jobFiles.path,
  kind: jobFiles.kind,
  mediaType: jobFiles.mediaType,
  direction: jobFiles.direction,
};

/** A file of a job that `[job]` of a path names. @throws not_found for none, a hidden one, and an input not shared */
export async function sendJobFile(
  request: Request,
  actor: Actor,
  { job, file }: { job: string; file: string },
  as: Download["as"],
): Promise<Response> {
  const handle = await getJobHandle(actor, job);
  const [row] = /^[1-9]\d{0,8}$/.test(file)
    ? await db
        .select(columns)
        .from(jobFiles)
        .where(and(eq(jobFiles.id, Number(file)), eq(jobFiles.jobId, handle.id)))
    : [];
  if (!row || (row.direction === "input" && !handle.showsInputs)) throw noFile();
  return sendStored(request, { ...row, filename: baseName(row.path), as });
}

/** The same by the file's id alone, for a signed URL: always saved, never shown. @throws not_found */
export async function sendFileOf(request: Request, fileId: number): Promise<Response> {
  const [row] = await db
    .select(columns)
    .from(jobFiles)
    .innerJoin(jobs, eq(jobs.id, jobFiles.jobId))
    .where(and(eq(jobFiles.id, fileId), isNull(jobs.deletedAt)));
  if (!row) throw noFile();
  return sendStored(request, { ...row, filename: baseName(row.path), as: "attachment" });
}

/** The last part of a job file's path. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

const noFile = () => new AppError("not_found", t("There is no such file."));
