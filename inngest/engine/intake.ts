import type { Pg } from "@/db/connection";
import type { Engine, EngineContext } from "./context";
import { isMatch } from "./expressions";
import type { EngineEvent } from "./protocol";
import { finishRun, resolveStep, scheduleRun } from "./runs";

const EVENTS_MAX = 100;

/**
 * Processes received events in the order in which they came: starts runs of the functions that they trigger, ends waits
 * and cancels runs. Each event is processed once among all engines. Returns how many events there were.
 */
export async function processEvents(pg: Pg, engine: Engine): Promise<number> {
  return pg.begin(async (tx) => {
    // One engine at a time, so that an event that cancels a run never overtakes the event that starts it.
    await tx`select pg_advisory_xact_lock(hashtext('wooey engine intake'))`;
    const events = await tx<{ position: string; payload: EngineEvent }[]>`
      select position, payload from engine.events where scheduled_at is null order by position limit ${EVENTS_MAX}`;
    await tx`
      update engine.events set scheduled_at = clock_timestamp()
      where position = any(${events.map((event) => event.position)}::bigint[])`;
    for (const { payload } of events) await processEvent({ tx, engine }, payload);
    return events.length;
  });
}

async function processEvent(context: EngineContext, event: EngineEvent): Promise<void> {
  const { tx, engine } = context;
  for (const { config, expression } of engine.registry.byEvent.get(event.name) ?? []) {
    if (isMatch(expression, { event })) await scheduleRun(context, config, event);
  }
  const waits = await tx<{ runId: string; stepId: string | null; expression: string | null; event: EngineEvent }[]>`
    select w.run_id as "runId", w.step_id as "stepId", w.expression, r.event
    from engine.waits w join engine.runs r on r.id = w.run_id
    where w.topic = ${event.name} and w.kind in ('event', 'cancel') and (w.expires_at is null or w.expires_at > now())
    order by w.id`;
  for (const { runId, stepId, expression, event: trigger } of waits) {
    if (trigger.id === event.id && trigger.name === event.name) continue; // A run does not receive its own trigger.
    if (!isMatch(expression, { event: trigger, async: event })) continue;
    if (stepId === null) await finishRun(context, runId, { status: "cancelled" });
    else await resolveStep(context, { runId, stepId }, { data: event });
  }
}
