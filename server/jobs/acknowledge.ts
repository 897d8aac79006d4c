import { sql } from "@/db/client";

/**
 * Notes that the durable flow has seen the end of this attempt, so that its worker stops reporting it. "ended": noted
 * (now or before); "open": it has not ended; "gone": there is no such attempt any more.
 */
export async function acknowledgeJob(jobId: number, attempt: number): Promise<"ended" | "open" | "gone"> {
  const [job] = await sql<{ isEnded: boolean }[]>`
    with noted as (
      update jobs set acknowledged_at = now()
      where id = ${jobId} and attempt = ${attempt} and ended_at is not null and acknowledged_at is null)
    select ended_at is not null as "isEnded" from jobs where id = ${jobId} and attempt = ${attempt}`;
  if (!job) return "gone";
  return job.isEnded ? "ended" : "open";
}
