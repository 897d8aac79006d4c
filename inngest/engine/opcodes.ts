import type { EngineContext, RunContext } from "./context";
import { parseDuration } from "./expressions";
import { type CallAnswer, type Operation, operation, type StepResult, stepsMax, toSerializedError } from "./protocol";
import { type Item, keepItem, retryItem, settleItem } from "./queue";
import { addCall, addTimer, discover, finishedEvent, finishRun, jsonText, lockRun } from "./runs";

/** The longest wait or sleep (Inngest). */
const WAIT_MS_MAX = 366 * 86_400_000;

type ItemContext = EngineContext & { item: Item };
type RunItemContext = RunContext & { item: Item };

const leaseOf = ({ tx, engine, item }: ItemContext) => ({ tx, owner: engine.owner, item });

/**
 * Applies an answer of the SDK in one transaction. Returns true when the function is to be called again at once under
 * the same lease. An answer is dropped when its lease was lost or its run has ended.
 */
export async function applyAnswer(context: ItemContext, answer: CallAnswer): Promise<boolean> {
  const { item } = context;
  const lease = leaseOf(context);
  const run = await lockRun(context, item.runId);
  if (!run) {
    await settleItem(lease);
    return false;
  }
  if (answer.status === 200) {
    if (await settleItem(lease)) await finishRun(context, run.id, { status: "completed", output: answer.body });
    return false;
  }
  if (answer.status === 206) return applyOperations({ ...context, run }, answer);
  if (!isLastAttempt(item, answer)) await retryItem(lease, retryDelayMs(context, answer));
  else if (await settleItem(lease)) {
    await finishRun(context, run.id, { status: "failed", error: toSerializedError(answer.body) });
  }
  return false;
}

function isLastAttempt(item: Item, answer: CallAnswer): boolean {
  return answer.isFinal || item.attempt + 1 >= item.attemptsMax;
}

function retryDelayMs({ engine, item }: ItemContext, answer: CallAnswer): number {
  if (!answer.retryAfter) return engine.backoffMs(item.attempt);
  const seconds = Number(answer.retryAfter);
  const delayMs = Number.isNaN(seconds) ? Date.parse(answer.retryAfter) - Date.now() : seconds * 1000;
  return Number.isNaN(delayMs) ? engine.backoffMs(item.attempt) : Math.min(WAIT_MS_MAX, Math.max(0, delayMs));
}

/** Operations after which the function can be called again at once. */
const singleStepOperations = ["StepRun", "Step", "StepFailed", "StepError", "DiscoveryRequest"];

async function applyOperations(context: RunItemContext, answer: CallAnswer): Promise<boolean> {
  const { tx, item, run } = context;
  const lease = leaseOf(context);
  const parsed = operation.array().safeParse(Array.isArray(answer.body) ? answer.body : [answer.body]);
  if (!parsed.success) {
    if (await settleItem(lease)) await failRun(context, `The SDK's answer cannot be read: ${parsed.error.message}`);
    return false;
  }
  const operations = parsed.data;
  if (!isLastAttempt(item, answer) && operations.some(({ op }) => op === "StepError")) {
    await retryItem(lease, retryDelayMs(context, answer));
    return false;
  }
  // The result of a single step leads directly to the next call. Everything else settles the item and uses the queue.
  const [first] = operations;
  const keepsLease =
    operations.length === 1 && item.stepId === "step" && singleStepOperations.includes(first?.op ?? "");
  const isHeld = await (keepsLease ? keepItem(lease) : settleItem(lease));
  if (!isHeld) return false;
  if (operations.length > 1 && !run.forcePlan) {
    await tx`update engine.runs set force_plan = true where id = ${run.id}`;
  }
  const problem = await applyEach({ ...context, keepsLease }, operations);
  if (problem !== undefined) await failRun(context, problem);
  return problem === undefined && keepsLease;
}

async function failRun(context: RunContext, message: string): Promise<void> {
  await finishRun(context, context.run.id, { status: "failed", error: { name: "Error", message } });
}

type OperationContext = RunContext & { keepsLease: boolean };

/** Applies operations in their order. Returns the reason why the run must fail, if there is one. */
async function applyEach(context: OperationContext, operations: Operation[]): Promise<string | undefined> {
  if (context.run.stack.length + operations.length > stepsMax) return `The run has more than ${stepsMax} steps`;
  for (const each of operations) {
    const apply = appliers[each.op];
    const problem = apply ? await apply(context, each) : `The operation ${each.op} is not supported`;
    if (problem) return problem;
  }
  return undefined;
}

/** Applies one operation. Returns the reason why the run must fail, if there is one. */
type Applier = (context: OperationContext, operation: Operation) => Promise<string | undefined>;

const storeData: Applier = (context, each) => storeStep(context, each, { data: each.data });
const storeError: Applier = (context, each) => storeStep(context, each, { error: toSerializedError(each.error) });

const appliers: Partial<Record<string, Applier>> = {
  Step: storeData,
  StepRun: storeData,
  StepError: storeError,
  StepFailed: storeError,
  async StepPlanned(context, each) {
    if (await reserveStep(context, each, "planned")) await addCall(context, each.id);
    return undefined;
  },
  async Sleep(context, each) {
    const delayMs = parseDuration(each.name ?? "");
    if (delayMs === null) return `"${each.name}" is not a duration`;
    if (await reserveStep(context, each, "waiting")) {
      await addTimer(context, { kind: "sleep", delayMs: Math.min(delayMs, WAIT_MS_MAX), stepId: each.id });
    }
    return undefined;
  },
  async WaitForEvent(context, each) {
    if (!each.name || each.name === finishedEvent) return `A run cannot wait for the event ${each.name}`;
    if (await reserveStep(context, each, "waiting")) await addWait(context, each, each.name);
    return undefined;
  },
  async RunComplete(context, each) {
    await finishRun(context, context.run.id, { status: "completed", output: each.data });
    return undefined;
  },
  async DiscoveryRequest() {
    return undefined;
  },
};

/** Stores a pending step. False when it is known already: the SDK reports pending steps with every call. */
async function reserveStep({ tx, run }: RunContext, each: Operation, status: "planned" | "waiting"): Promise<boolean> {
  const inserted = await tx`
    insert into engine.steps (run_id, id, name, op, status)
    values (${run.id}, ${each.id}, ${each.displayName ?? each.name ?? null}, ${each.op}, ${status})
    on conflict do nothing returning 1`;
  return inserted.length > 0;
}

async function addWait(context: RunContext, each: Operation, eventName: string): Promise<void> {
  const { tx, run } = context;
  const delayMs = Math.min(parseDuration(each.opts?.timeout ?? "") ?? WAIT_MS_MAX, WAIT_MS_MAX);
  await tx`
    insert into engine.waits (run_id, step_id, kind, topic, expression, expires_at)
    values (${run.id}, ${each.id}, 'event', ${eventName}, ${each.opts?.if ?? null}, ${new Date(Date.now() + delayMs)})`;
  await addTimer(context, { kind: "timeout", delayMs, stepId: each.id });
}

/** Stores the result of a step. The first result wins. */
async function storeStep(context: OperationContext, each: Operation, result: StepResult): Promise<undefined> {
  const { tx, run, keepsLease } = context;
  const stored = await tx`
    insert into engine.steps (run_id, id, name, op, status, data, error)
    values (${run.id}, ${each.id}, ${each.displayName ?? each.name ?? null}, ${each.op},
      ${"error" in result ? "failed" : "done"}, ${jsonText("data" in result ? result.data : null)}::text::json,
      ${"error" in result ? jsonText(result.error) : null}::text::json)
    on conflict (run_id, id) do update set status = excluded.status, op = excluded.op, data = excluded.data,
      error = excluded.error where engine.steps.status in ('planned', 'waiting') returning 1`;
  if (stored.length === 0) return undefined;
  await tx`update engine.runs set stack = array_append(stack, ${each.id}) where id = ${run.id}`;
  if (!keepsLease) await discover(context, { isRace: each.opts?.parallelMode === "race" });
  return undefined;
}
