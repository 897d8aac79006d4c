import { pg } from "@/db/client";
import { jobHasEnded } from "@/db/job-conditions";
import { STORED_BYTES_MIN } from "@/server/output/stored";

/**
 * Records that the durable flow has seen the end of this attempt, so that its worker stops reporting it. "ended":
 * recorded, now or earlier; "open": it has not ended; "gone": this attempt no longer exists. Long output must be stored
 * after that.
 */
export async function acknowledgeJob(
  jobId: number,
  attempt: number,
): Promise<{ outcome: "ended" | "open" | "gone"; isLong: boolean }> {
  const [job] = await pg<{ isEnded: boolean; isLong: boolean }[]>`
    with recorded as (
      update jobs set acknowledged_at = now()
      where id = ${jobId} and attempt = ${attempt} and ${jobHasEnded()} and acknowledged_at is null)
    select ${jobHasEnded()} as "isEnded", output_bytes >= ${STORED_BYTES_MIN} as "isLong" from jobs where id = ${jobId} and attempt = ${attempt}`;
  if (!job) return { outcome: "gone", isLong: false };
  return { outcome: job.isEnded ? "ended" : "open", isLong: job.isLong };
}
