import { sql } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { liveChannel } from "./live-channel";

/** The NOTIFY channel that workers listen to; the payload is the id of a job that may be claimed. */
export const jobsChannel = "wooey_jobs";

/** Notifies workers of a waiting job, and its open pages, when the transaction commits. */
export async function notifyWaiting(tx: Queryable, jobId: number): Promise<void> {
  await tx.execute(sql`
    select pg_notify(${jobsChannel}, ${String(jobId)}), pg_notify(${liveChannel}, ${`${jobId}:status`})`);
}
