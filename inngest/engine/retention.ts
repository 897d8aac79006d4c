import type { Pg } from "@/db/connection";

/** Ended runs, and events, are kept this many days: long enough to look into, and for an event id to count once. */
export const retentionDays = 7;

const batchRows = 1000;

/** Removes what ended longer ago than that, in batches that hold no lock for long. Gives back how many rows went. */
export async function removeOld(pg: Pg): Promise<number> {
  const age = `${retentionDays} days`;
  let removed = 0;
  for (;;) {
    const runs = await pg`
      delete from engine.runs where id in (
        select id from engine.runs where ended_at < now() - ${age}::interval order by ended_at limit ${batchRows})
      returning 1`;
    const events = await pg`
      delete from engine.events where position in (
        select position from engine.events where scheduled_at is not null and received_at < now() - ${age}::interval
        order by received_at limit ${batchRows})
      returning 1`;
    removed += runs.length + events.length;
    if (runs.length < batchRows && events.length < batchRows) return removed;
  }
}
