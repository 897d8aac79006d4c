import { sql } from "drizzle-orm";
import type { Queryable } from "@/db/client";

/** The NOTIFY channel for browsers' streams; the payload is `<job id>:<what>`. */
export const liveChannel = "wooey_live";
/** The NOTIFY channel that tells a worker to stop one of its jobs; the payload is the job's id. */
export const stopChannel = "wooey_stop";

/** What changed about a job. */
export type LiveChange = "output" | "status" | "files";

/** Notifies open pages of a change when the transaction commits. */
export async function notifyLive(tx: Queryable, jobId: number, change: LiveChange): Promise<void> {
  await tx.execute(sql`select pg_notify(${liveChannel}, ${`${jobId}:${change}`})`);
}

/** Notifies the worker that runs the job, when the transaction commits, so that it reads the job's row. */
export async function notifyStop(tx: Queryable, jobId: number): Promise<void> {
  await tx.execute(sql`select pg_notify(${stopChannel}, ${String(jobId)})`);
}
