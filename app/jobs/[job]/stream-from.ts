import { isOpen } from "@/db/job-state";
import type { JobView } from "@/server/jobs/view";
import type { OutputEnds } from "@/server/output/lines";

/** The query from which the job's stream continues after what the page shows; null if there will be nothing more. */
export function streamFrom(job: JobView, first: OutputEnds): string | null {
  if (!isOpen(job.status)) return null;
  const isStopping = job.status === "running" && job.stopRequestedAt !== null;
  const known = {
    attempt: String(job.attempt),
    position: String(first.next),
    status: isStopping ? "running-stopping" : job.status,
    file: String(Math.max(0, ...job.files.filter((file) => file.direction === "output").map((file) => file.id))),
  };
  return new URLSearchParams(known).toString();
}
