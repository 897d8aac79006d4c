import { pg } from "@/db/client";
import type { Transaction } from "@/db/connection";
import { callFunction, type Memo } from "./call";
import type { Engine } from "./context";
import { parseDuration } from "./expressions";
import { applyAnswer } from "./opcodes";
import { type Item, settleItem } from "./queue";
import { addTimer, finishRun, lockRun, type Run, resolveStep } from "./runs";

/** A step whose process died this often in a row fails its run instead of being tried for ever. */
export const claimsMax = 5;

/** Does a claimed item, and under the same lease the calls that follow from it. */
export async function workItem(engine: Engine, item: Item, state: { isStopping: boolean }): Promise<void> {
  if (item.claims > claimsMax) return failPoison(engine, item);
  if (item.kind !== "call") return timeUp(engine, item);
  let next = item;
  for (;;) {
    const found = await loadRun(engine, next);
    if (!found) {
      await transact((tx) => settleItem(tx, engine.owner, next));
      return;
    }
    const answer = await callFunction(engine, next, found.run, found.steps);
    const isAgain = await transact((tx) => applyAnswer(tx, engine, next, answer));
    if (!isAgain || state.isStopping) return;
    next = { ...next, attempt: 0 };
  }
}

async function failPoison(engine: Engine, item: Item): Promise<void> {
  const message = `The process died ${claimsMax} times in a row while it ran this step`;
  await transact(async (tx) => {
    const run = await lockRun(tx, item.runId);
    if (!(await settleItem(tx, engine.owner, item)) || !run) return;
    await finishRun(tx, engine, run.id, { status: "failed", error: { name: "Error", message } });
  });
}

async function timeUp(engine: Engine, item: Item): Promise<void> {
  await transact(async (tx) => {
    const run = await lockRun(tx, item.runId);
    if (!(await settleItem(tx, engine.owner, item)) || !run) return;
    if (item.kind === "sleep") return resolveStep(tx, engine, run.id, item.stepId, { data: null });
    if (item.kind === "timeout") return resolveTimeout(tx, engine, run, item.stepId);
    if (item.kind === "start_timeout" && run.startedAt) return;
    await finishRun(tx, engine, run.id, { status: "cancelled" });
  });
}

async function resolveTimeout(tx: Transaction, engine: Engine, run: Run, stepId: string): Promise<void> {
  const [wait] = await tx`select kind from engine.waits where run_id = ${run.id} and step_id = ${stepId}`;
  // A wait that timed out is null to the function; an invocation that timed out is an error (Inngest's text).
  const message = "Timed out waiting for invoked function to complete";
  const result = wait?.kind === "invoke" ? { error: { name: "InngestInvokeTimeoutError", message } } : { data: null };
  await resolveStep(tx, engine, run.id, stepId, result);
}

/** The run and its finished steps; null once it has ended. Its first call marks it as started. */
async function loadRun(engine: Engine, item: Item): Promise<{ run: Run; steps: Memo } | null> {
  const [row] = await pg<(Run & { steps: Memo })[]>`
    select id, function_id as "functionId", event, stack, force_plan as "forcePlan", started_at as "startedAt",
      coalesce((select json_object_agg(s.id, case when s.status = 'failed' then json_build_object('error', s.error)
        else json_build_object('data', s.data) end)
        from engine.steps s where s.run_id = runs.id and s.status in ('done', 'failed')), '{}') as steps
    from engine.runs where id = ${item.runId} and ended_at is null`;
  if (!row) return null;
  if (!row.startedAt) await markStarted(engine, row);
  const { steps, ...run } = row;
  return { run, steps };
}

async function markStarted(engine: Engine, run: Run): Promise<void> {
  const finish = engine.registry.byId.get(run.functionId)?.timeouts?.finish;
  await transact(async (tx) => {
    const [first] = await tx`
      update engine.runs set status = 'running', started_at = clock_timestamp()
      where id = ${run.id} and started_at is null and ended_at is null returning 1`;
    if (first && finish) await addTimer(tx, engine, run, "finish_timeout", parseDuration(finish) ?? 0);
  });
}

const transactSecondsMax = 20;

/**
 * Runs a transaction, again where the database was away or two transactions met: a result in hand is worth a second
 * try, and the fencing of the queue makes one that had gone through after all harmless.
 */
async function transact<T>(body: (tx: Transaction) => Promise<T>): Promise<T> {
  const endsAt = Date.now() + transactSecondsMax * 1000;
  for (;;) {
    try {
      return (await pg.begin(body)) as T;
    } catch (error) {
      if (!isTransient(error) || Date.now() >= endsAt) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100 + Math.random() * 100));
    }
  }
}

/** Lost connections (codes of postgres.js and of the system), a server that stops or starts (57P), and deadlocks (40). */
function isTransient(error: unknown): boolean {
  const code = String((error as { code?: unknown } | null)?.code ?? "");
  return /^(CONNECTION_|CONNECT_TIMEOUT|ECONN|EPIPE|ENOENT$|57P0|40|08)/.test(code);
}
