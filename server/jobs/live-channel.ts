import { sql } from "drizzle-orm";
import type { Queryable } from "@/db/client";

/** The NOTIFY channel browsers' streams hear of; the payload is `<job id>:<what>`. */
export const liveChannel = "wooey_live";
/** The NOTIFY channel on which a worker hears that a job of its own is to be stopped; the payload is the job's id. */
export const stopChannel = "wooey_stop";

/** What changed about a job. */
export type LiveChange = "output" | "status" | "files";

/** Tells open pages of a change, when the transaction commits. */
export async function notifyLive(tx: Queryable, jobId: number, change: LiveChange): Promise<void> {
  await tx.execute(sql`select pg_notify(${liveChannel}, ${`${jobId}:${change}`})`);
}

/** Tells the worker that runs the job to look at its row, when the transaction commits. */
export async function notifyStop(tx: Queryable, jobId: number): Promise<void> {
  await tx.execute(sql`select pg_notify(${stopChannel}, ${String(jobId)})`);
}
