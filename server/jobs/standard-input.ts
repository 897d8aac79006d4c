import { Readable } from "node:stream";
import { and, eq } from "drizzle-orm";
import { STANDARD_INPUT } from "@/command-line/standard-input";
import { db } from "@/db/client";
import { jobFiles } from "@/db/schema/jobs";
import { env } from "@/server/env";
import type { UploadedFile } from "@/server/files/upload";
import { storeUpload } from "@/server/storage/virus-scan";
import { fileReference } from "./command-line";
import type { JobFileView } from "./view";

const FILENAME = "standard-input.txt";

/**
 * Stores a text that a script is to get at its standard input, as an upload for `Submission.uploads`.
 * @throws limit, invalid (an infected text), unavailable (the virus scanner does not respond)
 */
export async function storeStdin(text: string): Promise<UploadedFile> {
  const source = Readable.from([Buffer.from(text)]);
  const content = await storeUpload(source, env().WOOEY_LIMIT_UPLOAD, FILENAME);
  return { field: STANDARD_INPUT, filename: FILENAME, content };
}

/** The file among those of a job that its script gets at its standard input. */
export function findStdin<File extends Pick<JobFileView, "parameter">>(files: readonly File[]): File | undefined {
  return files.find((file) => file.parameter === STANDARD_INPUT);
}

/** The reference to a job's standard input, for a submission; undefined if it has none. */
export async function findStdinReference(jobId: number): Promise<string | undefined> {
  const [row] = await db
    .select({ id: jobFiles.id })
    .from(jobFiles)
    .where(and(eq(jobFiles.jobId, jobId), eq(jobFiles.direction, "input"), eq(jobFiles.parameter, STANDARD_INPUT)));
  return row && fileReference(row.id);
}
