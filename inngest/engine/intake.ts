import type { Pg, Transaction } from "@/db/connection";
import type { Engine, EngineContext } from "./context";
import { isMatch } from "./expressions";
import type { EngineEvent } from "./protocol";
import type { Registry } from "./registry";
import { finishRun, idempotencyKeyOf, resolveStep, scheduleRun } from "./runs";
import { transact } from "./transact";

const EVENTS_MAX = 100;

/**
 * Processes received events in the order in which they came: starts runs of the functions that they trigger, ends waits
 * and cancels runs. Each event is processed once, by one of the engines. Returns how many events there were.
 */
export async function processEvents(pg: Pg, engine: Engine): Promise<number> {
  return transact(pg, async (tx) => {
    const events = await takeEvents(tx, engine.registry);
    await lockIdempotencyKeys({ tx, engine }, events);
    const waits = await findWaits(tx, events);
    for (const event of events) {
      await startRuns({ tx, engine }, event);
      await resumeRuns({ tx, engine }, event, waits);
    }
    return events.length;
  });
}

/**
 * Events that another engine is processing are skipped. An event that cancels runs is left until the earlier events that
 * start them are processed, so that it does not overtake them.
 */
async function takeEvents(tx: Transaction, { cancels }: Registry): Promise<EngineEvent[]> {
  const overtakes = tx`
    exists (
      select from unnest(${cancels.map(({ event }) => event)}::text[], ${cancels.map(({ starter }) => starter)}::text[])
        as pair (event, starter)
      join engine.events earlier on earlier.name = pair.starter
      where pair.event = events.name and earlier.scheduled_at is null and earlier.position < events.position)`;
  const taken = await tx<{ position: number; payload: EngineEvent }[]>`
    with chosen as materialized (
      select position from engine.events where scheduled_at is null ${cancels.length > 0 ? tx`and not ${overtakes}` : tx``}
      order by position limit ${EVENTS_MAX} for update skip locked)
    update engine.events set scheduled_at = clock_timestamp() from chosen where events.position = chosen.position
    returning events.position::float8 as position, payload`;
  return [...taken].sort((a, b) => a.position - b.position).map(({ payload }) => payload);
}

/**
 * Runs with the same idempotency key are created one after the other. Locks are taken in one order, so that engines
 * never wait for each other in a circle.
 */
async function lockIdempotencyKeys({ tx, engine }: EngineContext, events: EngineEvent[]): Promise<void> {
  const keys = events.flatMap((event) =>
    (engine.registry.byEvent.get(event.name) ?? []).flatMap(({ config }) => {
      const key = idempotencyKeyOf(config, event);
      return key === null ? [] : [`${config.id} ${key}`];
    }),
  );
  if (keys.length === 0) return;
  await tx`
    with turns as materialized (select distinct hashtextextended(key, 1) as turn from unnest(${keys}::text[]) as key order by 1)
    select pg_advisory_xact_lock(turn) from turns`;
}

interface Wait {
  runId: string;
  stepId: string | null;
  topic: string;
  expression: string | null;
  event: EngineEvent;
}

/** What waits for these events. A run that starts here waits for none: its calls come later. */
async function findWaits(tx: Transaction, events: EngineEvent[]): Promise<Wait[]> {
  if (events.length === 0) return [];
  return tx<Wait[]>`
    select w.run_id as "runId", w.step_id as "stepId", w.topic, w.expression, r.event
    from engine.waits w join engine.runs r on r.id = w.run_id
    where w.topic = any(${[...new Set(events.map(({ name }) => name))]}) and w.kind in ('event', 'cancel')
      and (w.expires_at is null or w.expires_at > now())
    order by w.id`;
}

async function startRuns(context: EngineContext, event: EngineEvent): Promise<void> {
  for (const { config, expression } of context.engine.registry.byEvent.get(event.name) ?? []) {
    if (isMatch(expression, { event })) await scheduleRun(context, config, event);
  }
}

async function resumeRuns(context: EngineContext, event: EngineEvent, waits: Wait[]): Promise<void> {
  for (const { runId, stepId, topic, expression, event: trigger } of waits) {
    if (topic !== event.name) continue;
    if (trigger.id === event.id && trigger.name === event.name) continue; // A run does not receive its own trigger.
    if (!isMatch(expression, { event: trigger, async: event })) continue;
    if (stepId === null) await finishRun(context, runId, { status: "cancelled" });
    else await resolveStep(context, { runId, stepId }, { data: event });
  }
}
