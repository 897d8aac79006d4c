import { pg, sessionName } from "@/db/client";
import { createWakeUp } from "@/server/wake-up";
import { engineChannel } from "../outbox";
import type { Engine } from "./context";
import { type Loop, startLoop } from "./loop";
import { leaseMs, releaseOwnItems, renewLeases } from "./queue";
import { type Handler, readRegistry, storeRegistry } from "./registry";
import { removeOld } from "./retention";

export interface EngineOptions {
  /** The SDK's handler of the functions: serve() of "inngest/edge", without signatures. */
  handler: Handler;
  /** How many calls may run at the same time in this engine. */
  slots?: number;
  /** Whether more urgent work is going on in this process. The engine then waits, for 10 s at most. */
  shouldYield?: () => boolean;
  /** Receives errors of the engine itself. Errors of a function belong to its run. */
  onError?: (error: unknown) => void;
  /** Milliseconds to wait after a failed attempt (0 for the first). */
  backoffMs?: (attempt: number) => number;
}

const CLEANUP_MS = 3_600_000;

let engineCount = 0;

/**
 * Starts to execute Inngest functions, with their state in PostgreSQL. Any number of engines may run, in any processes.
 * `stop` lets running calls end (for 5 s at most) and releases all other items.
 * @throws StartError when a function needs what the engine does not have.
 */
export async function startEngine(options: EngineOptions): Promise<{ stop(): Promise<void> }> {
  const registry = await readRegistry(options.handler);
  await storeRegistry(pg, registry);
  const wakeUp = createWakeUp();
  const onError = options.onError ?? ((error) => console.error("Inngest engine:", error));
  const engine: Engine = {
    owner: `${sessionName()}:${++engineCount}`,
    registry,
    handler: options.handler,
    backoffMs: options.backoffMs ?? defaultBackoffMs,
    wake: wakeUp.wake,
    onError,
  };
  // The subscription comes first: from its session, other engines know that this one is alive.
  let loop: Loop | null = null;
  const onSubscribed = () => {
    loop?.releaseAll();
    wakeUp.wake();
  };
  const ownMessage = `items ${engine.owner}`;
  const onMessage = (message: string) => message !== ownMessage && wakeUp.wake();
  const subscription = await pg.listen(engineChannel, onMessage, onSubscribed);
  const running = startLoop(engine, wakeUp, { slots: options.slots ?? 8, shouldYield: options.shouldYield });
  loop = running;
  const heartbeat = setInterval(() => {
    const active = running.activeItems();
    if (active.length > 0) renewLeases(pg, engine.owner, active).catch(onError);
  }, leaseMs / 3);
  const cleanup = setInterval(() => removeOld(pg).catch(onError), CLEANUP_MS);
  removeOld(pg).catch(onError);
  return {
    stop: async () => {
      await running.stop();
      clearInterval(heartbeat);
      clearInterval(cleanup);
      await releaseOwnItems(pg, engine.owner);
      await subscription.unlisten();
    },
  };
}

// From inngest/inngest, pkg/backoff: the seconds after each failed attempt, to which up to 30 s are added at random.
const backoffSeconds = [15, 30, 60, 120, 300, 600, 1200, 2400, 3600, 7200];

function defaultBackoffMs(attempt: number): number {
  const seconds = backoffSeconds[Math.min(attempt, backoffSeconds.length - 1)] ?? 0;
  return seconds * 1000 + Math.random() * 30_000;
}
