import type { Handler, Registry } from "./registry";

/** What the parts of one running engine share. */
export interface Engine {
  /** The engine's name in the queue: its process's session name, a colon and a number. */
  owner: string;
  registry: Registry;
  handler: Handler;
  /** Milliseconds to wait after a failed attempt (0 for the first), when the SDK gives no time itself. */
  backoffMs(attempt: number): number;
  /** Looks for work as soon as the current transaction is through. */
  wake(): void;
  onError(error: unknown): void;
}
