import { ulid } from "ulid";
import type { Transaction } from "@/db/connection";
import type { Engine } from "./context";
import { evaluateExpression, parseDuration } from "./expressions";
import type { EngineEvent, FunctionConfig, SerializedError } from "./protocol";
import { addItem } from "./queue";
import { attemptsMaxOf, limitsOf, priorityOf } from "./registry";
import { sendEvents } from "./send";

// Whoever changes a run locks its row first and its items after it, so that no two transactions wait for each other.

export interface Run {
  id: string;
  functionId: string;
  event: EngineEvent;
  stack: string[];
  forcePlan: boolean;
  startedAt: Date | null;
}

/** JSON for a `json` column: as text, because the driver would make it `jsonb`, which has no \u0000. */
export const jsonText = (value: unknown): string => JSON.stringify(value ?? null);

/**
 * A new run of the function for the event. None when one with the same idempotency key began within 24 hours (Inngest).
 * Its first call is queued in the same transaction.
 */
export async function scheduleRun(
  tx: Transaction,
  engine: Engine,
  config: FunctionConfig,
  event: EngineEvent,
  parent?: { runId: string; stepId: string },
): Promise<void> {
  const key = config.idempotency ? JSON.stringify(evaluateExpression(config.idempotency, { event })) : null;
  if (key !== null) {
    const [same] = await tx`
      select 1 from engine.runs where function_id = ${config.id} and idempotency_key = ${key}
        and created_at > now() - interval '24 hours' limit 1`;
    if (same) return;
  }
  const id = ulid();
  // Sent at once (a query of the driver is otherwise sent when it is awaited); the rest refers to its row.
  const started = tx`
    insert into engine.runs (id, function_id, event, idempotency_key, parent_run_id, parent_step_id)
    values (${id}, ${config.id}, ${jsonText(event)}::text::json, ${key}, ${parent?.runId ?? null}, ${parent?.stepId ?? null})`.execute();
  const cancels = (config.cancel ?? []).map(
    (each) => tx`
      insert into engine.waits (run_id, kind, topic, expression, expires_at) values (${id}, 'cancel', ${each.event},
        ${each.if ?? null}, ${each.timeout ? new Date(Date.now() + (parseDuration(each.timeout) ?? 0)) : null})`,
  );
  const start = config.timeouts?.start;
  const timeout =
    start && addTimer(tx, engine, { id, functionId: config.id }, "start_timeout", parseDuration(start) ?? 0);
  await Promise.all([started, ...cancels, addCall(tx, engine, { id, functionId: config.id, event }, "step"), timeout]);
}

/** Queues a call of the run's function: `stepId` is "step" to discover what comes next, or the one step to run. */
export async function addCall(
  tx: Transaction,
  engine: Engine,
  run: Pick<Run, "id" | "functionId" | "event">,
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

/** Queues what happens by time: the end of a sleep or a wait, or of the run's own time limits. */
export async function addTimer(
  tx: Transaction,
  engine: Engine,
  run: Pick<Run, "id" | "functionId">,
  kind: "sleep" | "timeout" | "start_timeout" | "finish_timeout",
  delayMs: number,
  stepId?: string,
): Promise<void> {
  await addItem(tx, engine.owner, { runId: run.id, functionId: run.functionId, kind, delayMs, stepId });
}

/** The run, its row locked until the transaction ends; null once it has ended. */
export async function lockRun(tx: Transaction, runId: string): Promise<Run | null> {
  const [run] = await tx<Run[]>`
    select id, function_id as "functionId", event, stack, force_plan as "forcePlan", started_at as "startedAt"
    from engine.runs where id = ${runId} and ended_at is null for update`;
  return run ?? null;
}

/** Ends what a step waited for, with its result. No effect when it does not wait (any more). The run is locked here. */
export async function resolveStep(
  tx: Transaction,
  engine: Engine,
  runId: string,
  stepId: string,
  result: { data: unknown } | { error: SerializedError },
): Promise<void> {
  const run = await lockRun(tx, runId);
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
  await discover(tx, engine, run);
}

/** Queues the next discovery call once nothing of the run is pending (a race does not wait for the others). */
export async function discover(tx: Transaction, engine: Engine, run: Run, isRace = false): Promise<void> {
  const [pending] = await tx`
    select 1 from engine.steps where run_id = ${run.id} and status in ('planned', 'waiting') limit 1`;
  if (pending && !isRace) return;
  if (!pending) await tx`update engine.runs set force_plan = false where id = ${run.id} and force_plan`;
  await addCall(tx, engine, run, "step");
}

export type RunEnd =
  | { status: "completed"; output: unknown }
  | { status: "failed"; error: SerializedError }
  | { status: "cancelled" };

/**
 * Ends a run: its items and waits go (a step in flight runs on, its result is dropped), the run that invoked it goes on,
 * and the functions that listen for the end of functions hear of it.
 */
export async function finishRun(tx: Transaction, engine: Engine, runId: string, end: RunEnd): Promise<void> {
  const output = end.status === "completed" ? end.output : null;
  const error = end.status === "failed" ? end.error : null;
  const [run] = await tx<
    { functionId: string; event: EngineEvent; parentRunId: string | null; parentStepId: string }[]
  >`
    update engine.runs set status = ${end.status}, output = ${jsonText(output)}::text::json,
      error = ${error && jsonText(error)}::text::json, ended_at = clock_timestamp()
    where id = ${runId} and ended_at is null
    returning function_id as "functionId", event, parent_run_id as "parentRunId", parent_step_id as "parentStepId"`;
  if (!run) return;
  await Promise.all([
    tx`delete from engine.items where run_id = ${runId}`,
    tx`delete from engine.waits where run_id = ${runId}`,
  ]);
  if (run.parentRunId) {
    const failure = error ?? { name: "Error", message: "The invoked function was cancelled" };
    const result = end.status === "completed" ? { data: output } : { error: failure };
    await resolveStep(tx, engine, run.parentRunId, run.parentStepId, result);
  }
  await announceEnd(tx, engine, runId, run, end);
}

/** Kept only for functions that it triggers: no run can wait for it. */
export const finishedEvent = "inngest/function.finished";

async function announceEnd(
  tx: Transaction,
  engine: Engine,
  runId: string,
  run: { functionId: string; event: EngineEvent },
  end: RunEnd,
): Promise<void> {
  // As Inngest has it, the end of a function that answers to ends is not announced.
  if (/^inngest\/function\.(failed|finished|cancelled)$/.test(run.event.name)) return;
  const names = end.status === "completed" ? [finishedEvent] : [finishedEvent, `inngest/function.${end.status}`];
  // Every run ends, so that event is kept only where a function is triggered by it.
  const heard = names.filter((name) => name !== finishedEvent || engine.registry.byEvent.has(name));
  const result =
    end.status === "failed" ? { error: end.error } : { result: end.status === "completed" ? end.output : null };
  const data = {
    function_id: run.functionId,
    run_id: runId,
    event: run.event,
    events: [run.event],
    ...result,
    _inngest: { status: end.status === "completed" ? "Completed" : end.status === "failed" ? "Failed" : "Cancelled" },
  };
  if (heard.length === 0) return;
  await sendEvents(
    heard.map((name) => ({ id: runId, name, data })),
    tx,
  );
  engine.wake();
}
