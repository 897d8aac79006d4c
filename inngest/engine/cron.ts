import { ulid } from "ulid";
import type { Pg } from "@/db/connection";
import type { Engine } from "./context";
import { nextCron } from "./expressions";
import { scheduleRun } from "./runs";

/**
 * Starts a run for each cron trigger that is due, once among all engines; times missed while no engine ran count once.
 * Gives back how many fired.
 */
export async function fireCrons(pg: Pg, engine: Engine): Promise<number> {
  return pg.begin(async (tx) => {
    const due = await tx<{ function_id: string; expression: string; next_at: Date }[]>`
      select function_id, expression, next_at from engine.crons
      where next_at <= clock_timestamp() and function_id = any(${engine.registry.ids}) for update skip locked`;
    for (const { function_id, expression, next_at } of due) {
      const config = engine.registry.byId.get(function_id);
      await tx`
        update engine.crons set next_at = ${nextCron(expression)}
        where function_id = ${function_id} and expression = ${expression}`;
      if (!config) continue;
      const data = { cron: expression, scheduledAt: next_at.toISOString(), fireAt: new Date().toISOString() };
      const event = { id: ulid(), name: "inngest/scheduled.timer", ts: next_at.getTime(), data, user: {} };
      await scheduleRun(tx, engine, config, event);
    }
    return due.length;
  });
}
