import { pg } from "@/db/client";
import { callFunction, type StepResults } from "./call";
import type { Engine, Run } from "./context";
import { parseDuration } from "./expressions";
import { applyAnswer } from "./opcodes";
import { type Item, settleItem } from "./queue";
import { addTimer, finishRun, lockRun, resolveStep } from "./runs";
import { transact } from "./transact";

/** A step whose process died this often in a row fails its run instead of being retried for ever. */
export const claimsMax = 5;

/** Executes a claimed item, and under the same lease the calls that follow from it. */
export async function workItem(engine: Engine, item: Item, state: { isStopping: boolean }): Promise<void> {
  if (item.claims > claimsMax) return failPoisonous(engine, item);
  if (item.kind !== "call") return fireTimer(engine, item);
  let next = item;
  for (;;) {
    const loaded = await loadRun(engine, next);
    if (!loaded) {
      await transact(pg, (tx) => settleItem({ tx, owner: engine.owner, item: next }));
      return;
    }
    const answer = await callFunction(engine, next, loaded);
    const callsNext = await transact(pg, (tx) => applyAnswer({ tx, engine, item: next }, answer));
    if (!callsNext || state.isStopping) return;
    next = { ...next, attempt: 0 };
  }
}

async function failPoisonous(engine: Engine, item: Item): Promise<void> {
  const message = `The process died ${claimsMax} times in a row while it ran this step`;
  await transact(pg, async (tx) => {
    const run = await lockRun({ tx }, item.runId);
    if (!(await settleItem({ tx, owner: engine.owner, item })) || !run) return;
    await finishRun({ tx, engine }, run.id, { status: "failed", error: { name: "Error", message } });
  });
}

async function fireTimer(engine: Engine, item: Item): Promise<void> {
  await transact(pg, async (tx) => {
    const run = await lockRun({ tx }, item.runId);
    if (!(await settleItem({ tx, owner: engine.owner, item })) || !run) return;
    if (item.kind === "sleep" || item.kind === "timeout") {
      // A wait that timed out is null to the function, as is a sleep.
      return resolveStep({ tx, engine }, { runId: run.id, stepId: item.stepId }, { data: null });
    }
    if (item.kind === "start_timeout" && run.startedAt) return;
    await finishRun({ tx, engine }, run.id, { status: "cancelled" });
  });
}

/** The run and the results of its finished steps; null when it has ended. Its first call marks it as started. */
async function loadRun(engine: Engine, item: Item): Promise<{ run: Run; steps: StepResults } | null> {
  const [row] = await pg<(Run & { steps: StepResults })[]>`
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
  await transact(pg, async (tx) => {
    const [first] = await tx`
      update engine.runs set status = 'running', started_at = clock_timestamp()
      where id = ${run.id} and started_at is null and ended_at is null returning 1`;
    if (!first || !finish) return;
    await addTimer({ tx, engine, run }, { kind: "finish_timeout", delayMs: parseDuration(finish) ?? 0 });
  });
}
