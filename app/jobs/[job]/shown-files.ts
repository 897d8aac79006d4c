import { z } from "zod";
import type { Actor } from "@/server/auth/actor";
import { readJobId } from "@/server/jobs/permalink";
import { listJobFiles } from "@/server/jobs/queries";
import type { JobFileView, JobView } from "@/server/jobs/view";

/** A job can have any number of files; a page shows this many. */
const shownMax = 200;

export interface ShownFiles {
  outputs: JobFileView[];
  /** The id of the last file of this page; null on the last page. */
  next: number | null;
}

/** The id of the file after which a page of the list starts; null for the first page, and for anything else. */
export const shownFilesQuery = z.object({ files: z.string().default("").transform(readJobId) });

/** The output files that a page shows: the first ones of the job, or those after a file. */
export async function findShownFiles(
  actor: Actor,
  job: JobView,
  { key, after }: { key: string; after: number | null },
): Promise<ShownFiles> {
  const files = after === null ? job.files : await listJobFiles(actor, key, { after, limit: shownMax + 1 });
  const outputs = files.filter((file) => file.direction === "output");
  const shown = outputs.slice(0, shownMax);
  return { outputs: shown, next: outputs.length > shownMax ? (shown.at(-1)?.id ?? null) : null };
}
