/** A wait that a ring ends early; a ring that nobody waits for ends the next one. */
export interface Bell {
  ring(): void;
  wait(ms: number): Promise<void>;
}

/** A bell for one who waits. */
export function makeBell(): Bell {
  let isRung = false;
  let wakeUp: (() => void) | null = null;
  return {
    ring: () => {
      isRung = true;
      wakeUp?.();
    },
    wait: (ms) =>
      new Promise((resolve) => {
        const done = () => {
          if (wakeUp !== done) return;
          clearTimeout(timer);
          wakeUp = null;
          isRung = false;
          resolve();
        };
        const timer = setTimeout(done, ms);
        wakeUp = done;
        if (isRung) setImmediate(done); // not at once: other events, such as a child's end, must have their turn
      }),
  };
}
