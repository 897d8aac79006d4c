import type { Transaction } from "@/db/connection";
import type { EngineEvent } from "./protocol";
import type { Handler, Registry } from "./registry";

/** What the parts of one running engine share. */
export interface Engine {
  /** The engine's name in the queue: the session name of its process, a colon and a number. */
  owner: string;
  registry: Registry;
  handler: Handler;
  /** Milliseconds to wait after a failed attempt (0 for the first) when the SDK does not say how long. */
  backoffMs(attempt: number): number;
  /** Makes the engine check for work as soon as the current transaction is committed. */
  wake(): void;
  onError(error: unknown): void;
}

/** A transaction of an engine. */
export interface EngineContext {
  tx: Transaction;
  engine: Engine;
}

/** A transaction that works on one run. */
export interface RunContext<R = Run> extends EngineContext {
  run: R;
}

/** A run that has not ended, as its row describes it. */
export interface Run {
  id: string;
  functionId: string;
  event: EngineEvent;
  stack: string[];
  forcePlan: boolean;
  startedAt: Date | null;
}
