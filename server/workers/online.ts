import { and, gt, ne, sql } from "drizzle-orm";
import { pg } from "@/db/client";
import { workers } from "@/db/schema/workers";

/** A worker writes its heartbeat every second; after this long without one it counts as offline. */
const ONLINE_SECONDS = 5;

/**
 * The condition that a worker is online: its heartbeat is recent, and it has not set its pid to 0, as a worker does when
 * it shuts down. `table` is the name that the query gives to the table of workers.
 */
export function isOnline(table = "workers") {
  return pg`(${pg(table)}.heartbeat_at > now() - ${ONLINE_SECONDS} * interval '1 second' and ${pg(table)}.pid <> 0)`;
}

/** The same for Drizzle. */
export function areOnline() {
  const since = sql`now() - ${ONLINE_SECONDS} * interval '1 second'`;
  return and(gt(workers.heartbeatAt, since), ne(workers.pid, 0));
}

/** Whether at least one worker is online. */
export async function isAnyOnline(): Promise<boolean> {
  const rows = await pg`select 1 from workers where ${isOnline()} limit 1`;
  return rows.length > 0;
}

/** How long open pages share an answer. */
const SHARED_MS = 2_000;
let shared: { at: number; isOnline: Promise<boolean> } | null = null;

/** Whether at least one worker is online, as of at most two seconds ago: many open pages ask at the same time. */
export function isAnyOnlineRecently(): Promise<boolean> {
  if (!shared || Date.now() - shared.at > SHARED_MS) {
    const isOnline = isAnyOnline();
    shared = { at: Date.now(), isOnline };
    isOnline.catch(() => {
      shared = null;
    });
  }
  return shared.isOnline;
}
