/** A wait that `wake` ends early. A wake-up that comes while nothing waits is remembered and ends the next wait. */
export interface WakeUp {
  wake(): void;
  /** Waits for a wake-up, at most `ms` milliseconds. Resolves to true when a wake-up ended the wait. */
  wait(ms: number): Promise<boolean>;
}

/** Creates a wake-up for one waiter at a time. */
export function createWakeUp(): WakeUp {
  let isPending = false;
  let endWait: (() => void) | null = null;
  return {
    wake: () => {
      isPending = true;
      endWait?.();
    },
    wait: (ms) =>
      new Promise((resolve) => {
        const end = () => {
          if (endWait !== end) return;
          clearTimeout(timer);
          endWait = null;
          const wasWoken = isPending;
          isPending = false;
          resolve(wasWoken);
        };
        const timer = setTimeout(end, ms);
        endWait = end;
        // Not synchronously: other events, such as the exit of a child process, must be handled first.
        if (isPending) setImmediate(end);
      }),
  };
}
