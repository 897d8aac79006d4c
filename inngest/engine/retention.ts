import type { Pg } from "@/db/connection";

/** For how many days ended runs and events are kept: for inspection, and so that an event id takes effect only once. */
export const retentionDays = 7;

/** After how many days events are removed that neither an engine nor an Inngest server has taken. */
const untakenDays = 30;

const batchRows = 1000;

/** Removes older runs and events, in batches that hold no lock for long. Returns the number of removed rows. */
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
        select position from engine.events where received_at < now() - ${age}::interval
          and (scheduled_at is not null or received_at < now() - ${`${untakenDays} days`}::interval)
        order by received_at limit ${batchRows})
      returning 1`;
    // Of a function that a later version no longer has: no engine would ever end them.
    const orphans = await pg`
      delete from engine.runs where id in (
        select id from engine.runs where ended_at is null and created_at < now() - ${age}::interval
          and not exists (select from engine.functions where functions.id = runs.function_id) limit ${batchRows})
      returning 1`;
    const counts = [runs, events, orphans].map(({ length }) => length);
    removed += counts.reduce((sum, count) => sum + count, 0);
    if (counts.every((count) => count < batchRows)) return removed;
  }
}
