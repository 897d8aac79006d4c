import type { Actor } from "@/server/auth/actor";
import { readJobId } from "@/server/jobs/permalink";
import { listJobFiles } from "@/server/jobs/queries";
import type { JobFileView, JobView } from "@/server/jobs/view";

/** A job can have any number of files; a page shows this many. */
const shownMax = 200;

export interface ShownFiles {
  outputs: JobFileView[];
  /** The number of the file after which the next page goes on; null on the last. */
  next: number | null;
}

/** The output files that a page shows: the job's first ones, or those after the file that the address names. */
export async function findShownFiles(
  actor: Actor,
  job: JobView,
  { key, after }: { key: string; after: string | string[] | undefined },
): Promise<ShownFiles> {
  const last = typeof after === "string" ? readJobId(after) : null;
  const files = last === null ? job.files : await listJobFiles(actor, key, { after: last, limit: shownMax + 1 });
  const outputs = files.filter((file) => file.direction === "output");
  const shown = outputs.slice(0, shownMax);
  return { outputs: shown, next: outputs.length > shownMax ? (shown.at(-1)?.id ?? null) : null };
}
