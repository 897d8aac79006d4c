import type { Pg, Transaction } from "@/db/connection";
import type { Engine } from "./context";
import { isMatch } from "./expressions";
import type { EngineEvent } from "./protocol";
import { finishRun, resolveStep, scheduleRun } from "./runs";
import { signalEvent } from "./send";

const eventsMax = 100;

/**
 * Turns events that came in into what they cause, in the order they came: runs of the functions they trigger, waits
 * that end, runs that are cancelled. Each event counts once among all engines. Gives back how many there were.
 */
export async function takeEvents(pg: Pg, engine: Engine): Promise<number> {
  return pg.begin(async (tx) => {
    // One engine at a time, so that an event that cancels a run never overtakes the one that starts it.
    await tx`select pg_advisory_xact_lock(hashtext('wooey engine intake'))`;
    const events = await tx<{ position: string; payload: EngineEvent }[]>`
      select position, payload from engine.events where scheduled_at is null order by position limit ${eventsMax}`;
    await tx`
      update engine.events set scheduled_at = clock_timestamp()
      where position = any(${events.map((event) => event.position)}::bigint[])`;
    for (const { payload } of events) await takeEvent(tx, engine, payload);
    return events.length;
  });
}

async function takeEvent(tx: Transaction, engine: Engine, event: EngineEvent): Promise<void> {
  for (const { config, expression } of engine.registry.byEvent.get(event.name) ?? []) {
    if (isMatch(expression, { event })) await scheduleRun(tx, engine, config, event);
  }
  if (event.name === signalEvent) return takeSignal(tx, engine, event);
  const waits = await tx<{ runId: string; stepId: string | null; expression: string | null; event: EngineEvent }[]>`
    select w.run_id as "runId", w.step_id as "stepId", w.expression, r.event
    from engine.waits w join engine.runs r on r.id = w.run_id
    where w.topic = ${event.name} and w.kind in ('event', 'cancel') and (w.expires_at is null or w.expires_at > now())
    order by w.id`;
  for (const wait of waits) {
    if (wait.event.id === event.id && wait.event.name === event.name) continue; // A run does not hear its own trigger.
    if (!isMatch(wait.expression, { event: wait.event, async: event })) continue;
    if (wait.stepId === null) await finishRun(tx, engine, wait.runId, { status: "cancelled" });
    else await resolveStep(tx, engine, wait.runId, wait.stepId, { data: event });
  }
}

async function takeSignal(tx: Transaction, engine: Engine, event: EngineEvent): Promise<void> {
  const [wait] = await tx<{ runId: string; stepId: string }[]>`
    select run_id as "runId", step_id as "stepId" from engine.waits
    where kind = 'signal' and topic = ${String(event.data.signal)} order by id limit 1`;
  if (wait) await resolveStep(tx, engine, wait.runId, wait.stepId, { data: event.data });
}
