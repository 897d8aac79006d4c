import { setTimeout as sleep } from "node:timers/promises";
import { sendJobsEnded } from "@/inngest/client";

/** How long ends are gathered while jobs wait. */
const GATHER_MS = 200;

/** Tells the durable flows of ends. */
export interface Reporter {
  report(job: { id: number; attempt: number }): void;
  /** Resolves when all are told. */
  rest(): Promise<void>;
}

/** A reporter that sends one statement at a time, with many ends in it while jobs wait. A lost one is reminded of. */
export function makeReporter(isUnderPressure: () => boolean, onError: (error: unknown) => void): Reporter {
  const ends: Parameters<typeof sendJobsEnded>[0] = [];
  let sending: Promise<void> | null = null;
  const send = async () => {
    while (ends.length > 0) {
      if (isUnderPressure()) await sleep(GATHER_MS);
      await sendJobsEnded(ends.splice(0));
    }
  };
  return {
    report: ({ id, attempt }) => {
      ends.push({ jobId: id, attempt, reminder: 0 });
      sending ??= send()
        .catch(onError)
        .finally(() => {
          sending = null;
        });
    },
    rest: async () => {
      await sending;
    },
  };
}
