import { pg, sessionName } from "@/db/client";
import { createWakeUp, type WakeUp } from "@/server/wake-up";
import type { Engine } from "./context";
import { fireCrons } from "./cron";
import { takeEvents } from "./intake";
import { claimItems, type Item, leaseMs, lookForWork, releaseDead, releaseOwn, renewLeases } from "./queue";
import { type Handler, readRegistry, storeRegistry } from "./registry";
import { removeOld } from "./retention";
import { engineChannel } from "./send";
import { workItem } from "./work";

export interface EngineOptions {
  /** The SDK's own handler of the functions: serve() of "inngest/edge", without signatures. */
  handler: Handler;
  /** Calls that may run at a time in this engine. */
  slots?: number;
  /** Whether something more urgent is going on in this process: then work is left to gather, for 10 s at most. */
  giveWay?: () => boolean;
  /** Hears of what went wrong in the engine itself; a function's errors go to its run. */
  onError?: (error: unknown) => void;
  /** Milliseconds to wait after a failed attempt (0 for the first). */
  backoffMs?: (attempt: number) => number;
}

/** How long an idle engine goes without looking: only a safeguard, NOTIFY and due times wake it. */
const pollMs = 10_000;
/** How soon the death of another engine is noticed, while that one has work. */
const watchMs = 1000;
const stopMs = 5000;
/** How long work may gather while something more urgent goes on, and how often that is asked. */
const gatherMsMax = 10_000;
const gateMs = 100;
/** A call that takes longer than one of an Inngest server may: its lease is left to lapse, and it is tried again. */
const stepMsMax = 2 * 3_600_000;

let engines = 0;

/**
 * Starts executing Inngest functions on state kept in PostgreSQL. Any number of engines may run, in any processes.
 * `stop` lets calls in progress end (5 s at most) and gives the rest back.
 * @throws StartError when a function needs what the engine does not have.
 */
export async function startEngine(options: EngineOptions): Promise<{ stop(): Promise<void> }> {
  const registry = await readRegistry(options.handler);
  await storeRegistry(pg, registry);
  const wakeUp = createWakeUp();
  const onError = options.onError ?? ((error) => console.error("Inngest engine:", error));
  const engine: Engine = {
    owner: `${sessionName()}:${++engines}`,
    registry,
    handler: options.handler,
    backoffMs: options.backoffMs ?? defaultBackoffMs,
    wake: wakeUp.wake,
    onError,
  };
  // Listening comes first: the session that listens is what tells other engines that this one is alive.
  const own = `items ${engine.owner}`;
  let abandon = () => {};
  const listening = () => {
    abandon();
    wakeUp.wake();
  };
  const subscription = await pg.listen(engineChannel, (text) => text !== own && wakeUp.wake(), listening);
  const loop = startLoop(engine, wakeUp, options.slots ?? 8, makeGate(options.giveWay));
  abandon = loop.abandon;
  const heartbeat = setInterval(() => {
    const lively = loop.lively();
    if (lively.length > 0) renewLeases(pg, engine.owner, lively).catch(onError);
  }, leaseMs / 3);
  const cleaning = setInterval(() => removeOld(pg).catch(onError), 3_600_000);
  removeOld(pg).catch(onError);
  return {
    stop: async () => {
      await loop.stop();
      clearInterval(heartbeat);
      clearInterval(cleaning);
      await releaseOwn(pg, engine.owner);
      await subscription.unlisten();
    },
  };
}

/** Open, or closed for up to 10 s in a row while something more urgent is going on. */
function makeGate(giveWay: () => boolean = () => false) {
  let closedAt: number | null = null;
  return {
    isClosed: () => {
      if (!giveWay()) return false;
      closedAt ??= Date.now();
      return Date.now() - closedAt < gatherMsMax;
    },
    /** Nothing is left to do: from here on work may gather again. */
    rest: () => {
      closedAt = null;
    },
  };
}

function startLoop(engine: Engine, wakeUp: WakeUp, slots: number, gate: ReturnType<typeof makeGate>) {
  const active = new Map<string, Promise<void>>();
  const begunAt = new WeakMap<Promise<void>, number>();
  const state = { isStopping: false };
  let failures = 0;
  let sweptAt = 0;
  let sweepMs = 0;
  let isAbandoned = false;

  async function turn(): Promise<number> {
    if (isAbandoned) {
      active.clear();
      isAbandoned = false; // before the wait, in which the database may go and come back once more
      await releaseOwn(pg, engine.owner).catch((error) => {
        isAbandoned = true;
        throw error;
      });
    }
    if (Date.now() - sweptAt >= sweepMs) {
      await releaseDead(pg);
      sweptAt = Date.now();
    }
    const outlook = await lookForWork(pg, engine.owner, engine.registry.ids);
    sweepMs = outlook.hasOthers ? watchMs : pollMs;
    const taken = outlook.hasEvents ? await takeEvents(pg, engine) : 0;
    const fired = outlook.hasCrons ? await fireCrons(pg, engine) : 0;
    const free = slots - active.size;
    if (free > 0 && (taken > 0 || fired > 0 || outlook.hasItems)) {
      const claimed = await claimItems(pg, engine.owner, engine.registry.ids, free);
      for (const item of claimed) begin(item);
      if (claimed.length > 0) return 0;
    }
    if (taken > 0 || fired > 0) return 0;
    return Math.min(sweepMs, Math.max(1, outlook.nextMs ?? pollMs));
  }

  function begin(item: Item): void {
    const work = workItem(engine, item, state)
      .catch(engine.onError)
      .finally(() => {
        if (active.get(item.id) === work) active.delete(item.id);
        wakeUp.wake();
      });
    active.set(item.id, work);
    begunAt.set(work, Date.now());
  }

  async function run(): Promise<void> {
    while (!state.isStopping) {
      try {
        const isClosed = gate.isClosed();
        const waitMs = isClosed ? gateMs : await turn();
        failures = 0;
        if (waitMs > 0 && !isClosed) gate.rest();
        if (waitMs > 0) await wakeUp.wait(waitMs);
      } catch (error) {
        if (state.isStopping) return;
        engine.onError(error);
        await wakeUp.wait(Math.min(5000, 100 * 2 ** failures++));
      }
    }
  }

  const ended = run();
  return {
    /** The items under way that do not look hung. */
    lively: () => {
      const since = Date.now() - stepMsMax;
      return [...active].filter(([, work]) => (begunAt.get(work) ?? 0) > since).map(([id]) => id);
    },
    /**
     * The database was away and is back: what was under way may wait for an answer that never comes, so it is given
     * back and claimed again, and so is what a claim made its own whose answer was lost. An answer that does come late
     * is fenced off by the item's generation.
     */
    abandon: () => {
      isAbandoned = true;
    },
    stop: async () => {
      state.isStopping = true;
      wakeUp.wake();
      await ended;
      await Promise.race([Promise.all(active.values()), new Promise((resolve) => setTimeout(resolve, stopMs).unref())]);
    },
  };
}

// inngest/inngest, pkg/backoff: seconds after each failed attempt, and up to 30 s more by chance.
const backoffSeconds = [15, 30, 60, 120, 300, 600, 1200, 2400, 3600, 7200];

function defaultBackoffMs(attempt: number): number {
  const seconds = backoffSeconds[Math.min(attempt, backoffSeconds.length - 1)] ?? 0;
  return seconds * 1000 + Math.random() * 30_000;
}
