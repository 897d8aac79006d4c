import { isOpen } from "@/db/job-state";
import type { JobView } from "@/server/jobs/view";
import type { OutputEnds } from "@/server/output/lines";

/** What the page shows already, in the words of its stream; null when that is all there will be. */
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
