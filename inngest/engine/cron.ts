import { ulid } from "ulid";
import type { Pg } from "@/db/connection";
import type { Engine } from "./context";
import { nextCron } from "./cron-expression";
import { scheduleRun } from "./runs";

/**
 * Starts a run for each cron trigger that is due, once among all engines. Times that were missed while no engine ran
 * count as one. Returns how many triggers fired.
 */
export async function fireCrons(pg: Pg, engine: Engine): Promise<number> {
  return pg.begin(async (tx) => {
    const due = await tx<{ functionId: string; expression: string; nextAt: Date }[]>`
      select function_id as "functionId", expression, next_at as "nextAt" from engine.crons
      where next_at <= clock_timestamp() and function_id = any(${engine.registry.ids}) for update skip locked`;
    for (const { functionId, expression, nextAt } of due) {
      const config = engine.registry.byId.get(functionId);
      await tx`
        update engine.crons set next_at = ${nextCron(expression)}
        where function_id = ${functionId} and expression = ${expression}`;
      if (!config) continue;
      const data = { cron: expression, scheduledAt: nextAt.toISOString(), fireAt: new Date().toISOString() };
      const event = { id: ulid(), name: "inngest/scheduled.timer", ts: nextAt.getTime(), data, user: {} };
      await scheduleRun({ tx, engine }, config, event);
    }
    return due.length;
  });
}
