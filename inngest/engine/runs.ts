import { ulid } from "ulid";
import { addEvents } from "../outbox";
import type { EngineContext, Run, RunContext } from "./context";
import { evaluateExpression, parseDuration } from "./expressions";
import type { EngineEvent, FunctionConfig, SerializedError, StepResult } from "./protocol";
import { addItem, type ItemKind } from "./queue";
import { attemptsMaxOf, limitsOf, priorityOf } from "./registry";

// Whoever changes a run locks its row first and its items afterwards, so that no two transactions wait for each other.

/** JSON for a `json` column, as text: the driver would make it `jsonb`, which cannot hold \u0000. */
export const jsonText = (value: unknown): string => JSON.stringify(value ?? null);

/**
 * Creates a run of the function for the event and queues its first call in the same transaction. Does nothing if a run
 * with the same idempotency key was created within the last 24 hours (as Inngest does).
 */
export async function scheduleRun(context: EngineContext, config: FunctionConfig, event: EngineEvent): Promise<void> {
  const { tx } = context;
  const key = idempotencyKeyOf(config, event);
  if (key !== null) {
    const [same] = await tx`
      select 1 from engine.runs where function_id = ${config.id} and idempotency_key = ${key}
        and created_at > now() - interval '24 hours' limit 1`;
    if (same) return;
  }
  const run = { id: ulid(), functionId: config.id, event };
  // Executed at once, because the other statements refer to its row: the driver sends a query only when it is awaited.
  const created = tx`
    insert into engine.runs (id, function_id, event, idempotency_key)
    values (${run.id}, ${config.id}, ${jsonText(event)}::text::json, ${key})`.execute();
  const cancels = (config.cancel ?? []).map(
    (each) => tx`
      insert into engine.waits (run_id, kind, topic, expression, expires_at) values (${run.id}, 'cancel', ${each.event},
        ${each.if ?? null}, ${each.timeout ? new Date(Date.now() + (parseDuration(each.timeout) ?? 0)) : null})`,
  );
  const start = config.timeouts?.start;
  const timeout = start && addTimer({ ...context, run }, { kind: "start_timeout", delayMs: parseDuration(start) ?? 0 });
  await Promise.all([created, ...cancels, addCall({ ...context, run }, "step"), timeout]);
}

/** The value of the function's idempotency expression, of which there is one run a day; null without an expression. */
export function idempotencyKeyOf({ idempotency }: FunctionConfig, event: EngineEvent): string | null {
  return idempotency ? JSON.stringify(evaluateExpression(idempotency, { event })) : null;
}

/**
 * Queues a call of the run's function. `stepId` is "step" to discover the next steps, or the id of the one step to run.
 */
export async function addCall(
  { tx, engine, run }: RunContext<Pick<Run, "id" | "functionId" | "event">>,
  stepId: string,
): Promise<void> {
  const config = engine.registry.byId.get(run.functionId);
  await addItem(tx, engine.owner, {
    runId: run.id,
    functionId: run.functionId,
    kind: "call",
    stepId,
    attemptsMax: config ? attemptsMaxOf(config) : 1,
    priority: config ? priorityOf(config, run.event) : 0,
    limits: config ? limitsOf(config, run.event) : [],
  });
}

/** Something that happens at a time: the end of a sleep or a wait, or a time limit of the run itself. */
export interface Timer {
  kind: Exclude<ItemKind, "call">;
  delayMs: number;
  stepId?: string;
}

export async function addTimer(
  { tx, engine, run }: RunContext<Pick<Run, "id" | "functionId">>,
  timer: Timer,
): Promise<void> {
  await addItem(tx, engine.owner, { runId: run.id, functionId: run.functionId, ...timer });
}

/** Locks the run's row until the transaction ends. Returns null when the run has ended. */
export async function lockRun({ tx }: Pick<EngineContext, "tx">, runId: string): Promise<Run | null> {
  const [run] = await tx<Run[]>`
    select id, function_id as "functionId", event, stack, force_plan as "forcePlan", started_at as "startedAt"
    from engine.runs where id = ${runId} and ended_at is null for update`;
  return run ?? null;
}

/** Ends what a step waits for, with its result. Has no effect when the step no longer waits. Locks the run. */
export async function resolveStep(
  context: EngineContext,
  { runId, stepId }: { runId: string; stepId: string },
  result: StepResult,
): Promise<void> {
  const { tx } = context;
  const run = await lockRun(context, runId);
  if (!run) return;
  const [step] = await tx`
    update engine.steps set status = ${"error" in result ? "failed" : "done"},
      data = ${jsonText("data" in result ? result.data : null)}::text::json,
      error = ${"error" in result ? jsonText(result.error) : null}::text::json
    where run_id = ${runId} and id = ${stepId} and status = 'waiting' returning 1`;
  if (!step) return;
  await Promise.all([
    tx`delete from engine.waits where run_id = ${runId} and step_id = ${stepId}`,
    tx`delete from engine.items where run_id = ${runId} and step_id = ${stepId} and kind in ('sleep', 'timeout')`,
    tx`update engine.runs set stack = array_append(stack, ${stepId}) where id = ${runId}`,
  ]);
  await discover({ ...context, run });
}

/**
 * Queues the next discovery call as soon as no step of the run is pending. In a race it does not wait for the others.
 */
export async function discover(
  context: RunContext,
  { isRace }: { isRace: boolean } = { isRace: false },
): Promise<void> {
  const { tx, run } = context;
  const [pending] = await tx`
    select 1 from engine.steps where run_id = ${run.id} and status in ('planned', 'waiting') limit 1`;
  if (pending && !isRace) return;
  if (!pending) await tx`update engine.runs set force_plan = false where id = ${run.id} and force_plan`;
  await addCall(context, "step");
}

export type RunEnd =
  | { status: "completed"; output: unknown }
  | { status: "failed"; error: SerializedError }
  | { status: "cancelled" };

/**
 * Ends a run and deletes its items and waits. A step that is running goes on, and its result is dropped. Functions that
 * are triggered by the end of functions are notified.
 */
export async function finishRun(context: EngineContext, runId: string, end: RunEnd): Promise<void> {
  const { tx } = context;
  const output = end.status === "completed" ? end.output : null;
  const error = end.status === "failed" ? end.error : null;
  const [run] = await tx<EndedRun[]>`
    update engine.runs set status = ${end.status}, output = ${jsonText(output)}::text::json,
      error = ${error && jsonText(error)}::text::json, ended_at = clock_timestamp()
    where id = ${runId} and ended_at is null
    returning id, function_id as "functionId", event`;
  if (!run) return;
  await Promise.all([
    tx`delete from engine.items where run_id = ${runId}`,
    tx`delete from engine.waits where run_id = ${runId}`,
  ]);
  await sendEndEvents({ ...context, run }, end);
}

type EndedRun = Pick<Run, "id" | "functionId" | "event">;

/** It is stored only when a function is triggered by it: no run can wait for it. */
export const finishedEvent = "inngest/function.finished";

const statusNames = { completed: "Completed", failed: "Failed", cancelled: "Cancelled" };

async function sendEndEvents({ tx, engine, run }: RunContext<EndedRun>, end: RunEnd): Promise<void> {
  // As in Inngest, the end of a function that was triggered by one of these is not an event.
  if (/^inngest\/function\.(failed|finished)$/.test(run.event.name)) return;
  const names = end.status === "completed" ? [] : [`inngest/function.${end.status}`];
  // Every run ends, so this event is stored only when a function is triggered by it.
  if (engine.registry.byEvent.has(finishedEvent)) names.unshift(finishedEvent);
  if (names.length === 0) return;
  const output = end.status === "completed" ? end.output : null;
  const data = {
    function_id: run.functionId,
    run_id: run.id,
    event: run.event,
    events: [run.event],
    ...(end.status === "failed" ? { error: end.error } : { result: output }),
    _inngest: { status: statusNames[end.status] },
  };
  await addEvents(
    names.map((name) => ({ id: run.id, name, data })),
    tx,
  );
  engine.wake();
}
