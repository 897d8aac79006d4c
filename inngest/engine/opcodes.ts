import { ulid } from "ulid";
import type { Transaction } from "@/db/connection";
import type { Engine } from "./context";
import { parseDuration } from "./expressions";
import {
  type CallAnswer,
  type Operation,
  operation,
  type SerializedError,
  stepsMax,
  toSerializedError,
} from "./protocol";
import { type Item, keepItem, retryItem, settleItem } from "./queue";
import {
  addCall,
  addTimer,
  discover,
  finishedEvent,
  finishRun,
  jsonText,
  lockRun,
  type Run,
  resolveStep,
  scheduleRun,
} from "./runs";

/** Waits and sleeps of Inngest last at most this long. */
const waitMsMax = 366 * 86_400_000;

/**
 * Does all that one answer of the SDK means, in one transaction. True when the function is to be called again at once
 * under the same lease. An answer whose lease was lost, or whose run has ended, is dropped.
 */
export async function applyAnswer(tx: Transaction, engine: Engine, item: Item, answer: CallAnswer): Promise<boolean> {
  const run = await lockRun(tx, item.runId);
  if (!run) {
    await settleItem(tx, engine.owner, item);
    return false;
  }
  if (answer.status === 200) {
    const end = { status: "completed", output: answer.body } as const;
    if (await settleItem(tx, engine.owner, item)) await finishRun(tx, engine, run.id, end);
    return false;
  }
  if (answer.status === 206) return applyOperations(tx, engine, item, run, answer);
  const isLast = answer.isFinal || item.attempt + 1 >= item.attemptsMax;
  if (!isLast) await retryItem(tx, engine.owner, item, retryDelayMs(engine, item, answer));
  else if (await settleItem(tx, engine.owner, item)) {
    await finishRun(tx, engine, run.id, { status: "failed", error: toSerializedError(answer.body) });
  }
  return false;
}

function retryDelayMs(engine: Engine, item: Item, answer: CallAnswer): number {
  if (!answer.retryAfter) return engine.backoffMs(item.attempt);
  const seconds = Number(answer.retryAfter);
  const delayMs = Number.isNaN(seconds) ? Date.parse(answer.retryAfter) - Date.now() : seconds * 1000;
  return Number.isNaN(delayMs) ? engine.backoffMs(item.attempt) : Math.min(waitMsMax, Math.max(0, delayMs));
}

const oneStepOps = ["StepRun", "Step", "StepFailed", "StepError", "DiscoveryRequest"];

async function applyOperations(
  tx: Transaction,
  engine: Engine,
  item: Item,
  run: Run,
  answer: CallAnswer,
): Promise<boolean> {
  const parsed = operation.array().safeParse(Array.isArray(answer.body) ? answer.body : [answer.body]);
  if (!parsed.success) {
    if (!(await settleItem(tx, engine.owner, item))) return false;
    return fail(tx, engine, run, `The SDK gave an answer that cannot be read: ${parsed.error.message}`);
  }
  const operations = parsed.data;
  const isLast = answer.isFinal || item.attempt + 1 >= item.attemptsMax;
  if (!isLast && operations.some(({ op }) => op === "StepError")) {
    await retryItem(tx, engine.owner, item, retryDelayMs(engine, item, answer));
    return false;
  }
  // A lone step's result leads straight to the next call; all else leaves the item and comes back by the queue.
  const [first] = operations;
  const again = operations.length === 1 && item.stepId === "step" && oneStepOps.includes(first?.op ?? "");
  const isOurs = await (again ? keepItem : settleItem)(tx, engine.owner, item);
  if (!isOurs) return false;
  if (run.stack.length + operations.length > stepsMax) {
    return fail(tx, engine, run, `The run has more than ${stepsMax} steps`);
  }
  if (operations.length > 1 && !run.forcePlan) {
    await tx`update engine.runs set force_plan = true where id = ${run.id}`;
  }
  for (const each of operations) {
    const apply = appliers[each.op];
    const problem = apply ? await apply(tx, engine, run, each, again) : `The operation ${each.op} is not supported`;
    if (problem) return fail(tx, engine, run, problem);
  }
  return again && first?.op !== "RunComplete";
}

async function fail(tx: Transaction, engine: Engine, run: Run, message: string): Promise<false> {
  await finishRun(tx, engine, run.id, { status: "failed", error: { name: "Error", message } });
  return false;
}

/** Applies one operation; a text back says why the run must fail. */
type Applier = (
  tx: Transaction,
  engine: Engine,
  run: Run,
  operation: Operation,
  again: boolean,
) => Promise<string | undefined>;

const storeData: Applier = (tx, engine, run, each, again) =>
  storeStep(tx, engine, run, each, { data: each.data }, again);

const storeError: Applier = (tx, engine, run, each, again) =>
  storeStep(tx, engine, run, each, { error: toSerializedError(each.error) }, again);

const appliers: Record<string, Applier> = {
  Step: storeData,
  StepRun: storeData,
  StepError: storeError,
  StepFailed: storeError,
  async StepPlanned(tx, engine, run, each) {
    if (await reserveStep(tx, run, each, "planned")) await addCall(tx, engine, run, each.id);
    return undefined;
  },
  async Sleep(tx, engine, run, each) {
    const delayMs = parseDuration(each.name ?? "");
    if (delayMs === null) return `"${each.name}" is no duration`;
    if (await reserveStep(tx, run, each, "waiting")) {
      await addTimer(tx, engine, run, "sleep", Math.min(delayMs, waitMsMax), each.id);
    }
    return undefined;
  },
  async WaitForEvent(tx, engine, run, each) {
    if (!each.name || each.name === finishedEvent) return `No run can wait for ${each.name}`;
    await addWait(tx, engine, run, each, "event", each.name, each.opts?.if);
    return undefined;
  },
  async WaitForSignal(tx, engine, run, each) {
    if (!each.opts?.signal) return "A signal without a name";
    await addWait(tx, engine, run, each, "signal", each.opts.signal);
    return undefined;
  },
  async InvokeFunction(tx, engine, run, each) {
    const target = engine.registry.byId.get(each.opts?.function_id ?? "");
    if (!(await addWait(tx, engine, run, each, "invoke", each.id))) return undefined;
    if (!target) {
      const error = { name: "Error", message: `There is no function ${each.opts?.function_id}` };
      await resolveStep(tx, engine, run.id, each.id, { error });
      return undefined;
    }
    const data = { ...each.opts?.payload?.data, _inngest: { fn_id: target.id } };
    const event = { id: ulid(), name: "inngest/function.invoked", ts: Date.now(), data, user: {} };
    await scheduleRun(tx, engine, target, event, { runId: run.id, stepId: each.id });
    return undefined;
  },
  async RunComplete(tx, engine, run, each) {
    await finishRun(tx, engine, run.id, { status: "completed", output: each.data });
    return undefined;
  },
  async DiscoveryRequest() {
    return undefined;
  },
};

/** Notes a step that is yet to come. False when it is known already: the SDK reports pending steps at each call. */
async function reserveStep(
  tx: Transaction,
  run: Run,
  each: Operation,
  status: "planned" | "waiting",
): Promise<boolean> {
  const fresh = await tx`
    insert into engine.steps (run_id, id, name, op, status)
    values (${run.id}, ${each.id}, ${each.displayName ?? each.name ?? null}, ${each.op}, ${status})
    on conflict do nothing returning 1`;
  return fresh.length > 0;
}

async function addWait(
  tx: Transaction,
  engine: Engine,
  run: Run,
  each: Operation,
  kind: "event" | "signal" | "invoke",
  topic: string,
  expression?: string,
): Promise<boolean> {
  if (!(await reserveStep(tx, run, each, "waiting"))) return false;
  const delayMs = Math.min(parseDuration(each.opts?.timeout ?? "") ?? waitMsMax, waitMsMax);
  await tx`
    insert into engine.waits (run_id, step_id, kind, topic, expression, expires_at)
    values (${run.id}, ${each.id}, ${kind}, ${topic}, ${expression ?? null}, ${new Date(Date.now() + delayMs)})`;
  await addTimer(tx, engine, run, "timeout", delayMs, each.id);
  return true;
}

/** Memoises a step's result; the first one stands. */
async function storeStep(
  tx: Transaction,
  engine: Engine,
  run: Run,
  each: Operation,
  result: { data: unknown } | { error: SerializedError },
  again: boolean,
): Promise<string | undefined> {
  const data = jsonText("data" in result ? result.data : null);
  const stored = await tx`
    insert into engine.steps (run_id, id, name, op, status, data, error)
    values (${run.id}, ${each.id}, ${each.displayName ?? each.name ?? null}, ${each.op},
      ${"error" in result ? "failed" : "done"}, ${data}::text::json,
      ${"error" in result ? jsonText(result.error) : null}::text::json)
    on conflict (run_id, id) do update set status = excluded.status, op = excluded.op, data = excluded.data,
      error = excluded.error where engine.steps.status in ('planned', 'waiting') returning 1`;
  if (stored.length === 0) return undefined;
  await tx`update engine.runs set stack = array_append(stack, ${each.id}) where id = ${run.id}`;
  if (!again) await discover(tx, engine, run, each.opts?.parallelMode === "race");
  return undefined;
}
