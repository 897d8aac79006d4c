import { and, eq, isNull, lte, or } from "drizzle-orm";
import { db } from "@/db/client";
import { jobFiles, jobs } from "@/db/schema/jobs";
import type { Actor } from "@/server/auth/actor";
import { AppError } from "@/server/errors";
import { PLOTLY_MEDIA_TYPE } from "@/server/files/plotly-figure";
import { REWRITTEN_BYTES_MAX } from "@/server/files/report";
import { createReportToken, readerOf, readReportToken } from "@/server/files/report-token";
import { t } from "@/server/language/text";
import { baseName, findJobFile, type JobDownload } from "./download";
import { hasPassed } from "./withheld";

/** A report as the page around it needs it. */
export interface OpenedReport {
  path: string;
  /** For the address from which the frame loads the report. */
  token: string;
}

/** The report that a page is about to show. @throws not_found for what is hidden, and for files that are not reports */
export async function openReport(actor: Actor, { job, file }: { job: string; file: string }): Promise<OpenedReport> {
  const found = await findJobFile(actor, { job, file });
  const isReport = found?.kind === "html" || found?.mediaType === PLOTLY_MEDIA_TYPE;
  if (!found || !isReport || found.withheld !== null) throw noReport();
  const { id: fileId, path, linkGeneration } = found;
  return { path, token: createReportToken({ fileId, linkGeneration, reader: readerOf(actor) }) };
}

/**
 * The file of a report by its token.
 * @throws not_found if the token has expired, is another person's, or the access to the job has ended since
 */
export async function getReport(actor: Actor, token: string): Promise<JobDownload & { sizeBytes: number }> {
  const grant = readReportToken(token);
  if (!grant || grant.reader !== readerOf(actor)) throw noReport();
  const [row] = await db
    .select({
      sha256: jobFiles.sha256,
      path: jobFiles.path,
      kind: jobFiles.kind,
      mediaType: jobFiles.mediaType,
      sizeBytes: jobFiles.sizeBytes,
    })
    .from(jobFiles)
    .innerJoin(jobs, eq(jobs.id, jobFiles.jobId))
    .where(
      and(
        eq(jobFiles.id, grant.fileId),
        or(
          eq(jobFiles.kind, "html"),
          and(eq(jobFiles.mediaType, PLOTLY_MEDIA_TYPE), lte(jobFiles.sizeBytes, REWRITTEN_BYTES_MAX)),
        ),
        hasPassed(),
        isNull(jobs.deletedAt),
        eq(jobs.linkGeneration, grant.linkGeneration),
      ),
    );
  if (!row) throw noReport();
  const { path, ...file } = row;
  return { ...file, filename: baseName(path) };
}

const noReport = () => new AppError("not_found", t("Report not found. Open the file's page again."));
