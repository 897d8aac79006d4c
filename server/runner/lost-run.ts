import { message } from "@/server/language/message";
import type { ClaimedJob } from "./claim";
import { commitEnd, repeatJob } from "./finish";

/**
 * Ends a job whose run was at a realm that is lost, or submits it again. Its script has ended there with the lease of its
 * worker. Returns whether the job has ended.
 */
export async function endLostRun(job: ClaimedJob, workerId: string): Promise<boolean> {
  const claim = { job, workerId };
  if (await repeatJob(claim, job)) return false;
  const reason = message("Interrupted: {host}, where the script ran, is out of touch, and the result is unknown.", {
    host: job.host,
  });
  return commitEnd(claim, {
    status: "interrupted",
    exitCode: null,
    signal: null,
    endedBy: "lost",
    endMessages: [reason],
  });
}
