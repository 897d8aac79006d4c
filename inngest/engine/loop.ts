import { pg } from "@/db/client";
import type { WakeUp } from "@/server/wake-up";
import { claimItems, type ItemClass } from "./claim";
import type { Engine } from "./context";
import { fireCrons } from "./cron";
import { processEvents } from "./intake";
import { type Claimant, findWork, type Item, type PendingWork, releaseDead, releaseOwnItems } from "./queue";
import { workItem } from "./work";

/** How long an idle engine waits. This is only a safeguard: it is woken by notifications and at due times. */
const POLL_MS = 10_000;
/** How often an engine checks for dead engines while another one has work. */
const DEAD_ENGINES_POLL_MS = 1_000;
/** How long a stop waits for running calls. */
const STOP_MS = 5_000;
/** How long the engine yields to more urgent work, and how often it asks whether it still should. */
const YIELD_MS_MAX = 10_000;
const YIELD_POLL_MS = 100;
/** A call that takes longer than a call of an Inngest server may: its lease expires and the step is retried. */
const CALL_MS_MAX = 2 * 3_600_000;
const RETRY_MS = 100;
const RETRY_MS_MAX = 5_000;

/** The loop of a running engine. */
export interface Loop {
  /** The ids of items that are being worked on and do not hang. */
  activeItems(): string[];
  /**
   * The connection to the database was lost and is back. Calls in progress may wait for an answer that never comes, so
   * their items are released and claimed again. So are items that were claimed by a statement whose answer was lost. If
   * an answer comes after all, it is dropped by the generation of its item.
   */
  releaseAll(): void;
  stop(): Promise<void>;
}

export interface LoopOptions {
  slots: number;
  shouldYield?: () => boolean;
}

interface State {
  engine: Engine;
  claimant: Claimant;
  wakeUp: WakeUp;
  slots: number;
  /** The work in progress, by the id of its item. */
  active: Map<string, { work: Promise<void>; startedAt: number }>;
  isStopping: boolean;
  mustReleaseAll: boolean;
  deadEnginesCheckedAt: number;
  deadEnginesPollMs: number;
}

/** Starts to claim and execute items, whenever it is woken and as long as it is not stopped. */
export function startLoop(engine: Engine, wakeUp: WakeUp, { slots, shouldYield }: LoopOptions): Loop {
  const state: State = {
    engine,
    claimant: { owner: engine.owner, functionIds: engine.registry.ids },
    wakeUp,
    slots,
    active: new Map(),
    isStopping: false,
    mustReleaseAll: false,
    deadEnginesCheckedAt: 0,
    deadEnginesPollMs: 0,
  };
  const ended = runLoop(state, createYieldGate(shouldYield));
  return {
    activeItems: () => {
      const oldest = Date.now() - CALL_MS_MAX;
      return [...state.active].filter(([, { startedAt }]) => startedAt > oldest).map(([id]) => id);
    },
    releaseAll: () => {
      state.mustReleaseAll = true;
    },
    stop: async () => {
      state.isStopping = true;
      wakeUp.wake();
      await ended;
      const calls = [...state.active.values()].map(({ work }) => work);
      await Promise.race([Promise.all(calls), new Promise((resolve) => setTimeout(resolve, STOP_MS).unref())]);
    },
  };
}

async function runLoop(state: State, gate: ReturnType<typeof createYieldGate>): Promise<void> {
  let failures = 0;
  while (!state.isStopping) {
    try {
      const yields = gate.isClosed();
      const waitMs = yields ? YIELD_POLL_MS : await runTurn(state);
      failures = 0;
      if (waitMs > 0 && !yields) gate.reset();
      if (waitMs > 0) await state.wakeUp.wait(waitMs);
    } catch (error) {
      if (state.isStopping) return;
      state.engine.onError(error);
      await state.wakeUp.wait(Math.min(RETRY_MS_MAX, RETRY_MS * 2 ** failures++));
    }
  }
}

/** Closed for up to 10 s in a row while the engine should yield; open otherwise. */
function createYieldGate(shouldYield: () => boolean = () => false) {
  let closedAt: number | null = null;
  return {
    isClosed: () => {
      if (!shouldYield()) return false;
      closedAt ??= Date.now();
      return Date.now() - closedAt < YIELD_MS_MAX;
    },
    /** Nothing is left to do, so the engine may yield for the full time again. */
    reset: () => {
      closedAt = null;
    },
  };
}

/** Does what there is to do. Returns how many milliseconds to wait before the next turn. */
async function runTurn(state: State): Promise<number> {
  const { engine, claimant } = state;
  if (state.mustReleaseAll) await releaseActive(state);
  if (Date.now() - state.deadEnginesCheckedAt >= state.deadEnginesPollMs) {
    await releaseDead(pg);
    state.deadEnginesCheckedAt = Date.now();
  }
  const pending = await findWork(pg, claimant);
  state.deadEnginesPollMs = pending.hasOtherEngines ? DEAD_ENGINES_POLL_MS : POLL_MS;
  const events = pending.hasEvents ? await processEvents(pg, engine) : 0;
  const crons = pending.hasCrons ? await fireCrons(pg, engine) : 0;
  const isNew = events > 0 || crons > 0;
  const free = state.slots - state.active.size;
  const classes = claimable(state, pending, isNew ? "new" : "known");
  if (free > 0 && classes.length > 0) {
    const claimed = await claimItems(pg, claimant, { free, classes });
    for (const item of claimed) startWork(state, item);
    if (claimed.length > 0) return 0;
  }
  return isNew ? 0 : Math.min(state.deadEnginesPollMs, Math.max(1, pending.nextMs ?? POLL_MS));
}

/** The classes of which there may be items: those that were found, and those of runs that were created since. */
function claimable({ engine }: State, found: PendingWork, runs: "new" | "known"): ItemClass[] {
  const areNew = runs === "new";
  return [
    ...(found.hasPlain || (areNew && engine.registry.hasPlain) ? ["plain" as const] : []),
    ...(found.hasChecked || (areNew && engine.registry.hasLimited) ? ["checked" as const] : []),
  ];
}

async function releaseActive(state: State): Promise<void> {
  state.active.clear();
  state.mustReleaseAll = false; // Before the wait, during which the connection may be lost and restored once more.
  await releaseOwnItems(pg, state.engine.owner).catch((error) => {
    state.mustReleaseAll = true;
    throw error;
  });
}

function startWork(state: State, item: Item): void {
  const { engine, active, wakeUp } = state;
  const work = workItem(engine, item, state)
    .catch(engine.onError)
    .finally(() => {
      // After a release the same item may be worked on once more.
      if (active.get(item.id)?.work === work) active.delete(item.id);
      wakeUp.wake();
    });
  active.set(item.id, { work, startedAt: Date.now() });
}
