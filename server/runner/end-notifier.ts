import { setTimeout as sleep } from "node:timers/promises";
import { sendJobsEnded } from "@/inngest/client";

/** How long the ends of jobs are collected before they are sent together, while the worker is under pressure. */
const COLLECT_MS = 200;

/** Notifies the durable flows of ended jobs. */
export interface EndNotifier {
  notify(job: { id: number; attempt: number }): void;
  /** Resolves when all ends have been sent. */
  flush(): Promise<void>;
}

/**
 * Sends one statement at a time, which contains many ends while the worker is under pressure. A reminder replaces a
 * notification that is lost.
 */
export function createEndNotifier(isUnderPressure: () => boolean, onError: (error: unknown) => void): EndNotifier {
  const ends: Parameters<typeof sendJobsEnded>[0] = [];
  let sending: Promise<void> | null = null;
  const send = async () => {
    while (ends.length > 0) {
      if (isUnderPressure()) await sleep(COLLECT_MS);
      await sendJobsEnded(ends.splice(0));
    }
  };
  return {
    notify: ({ id, attempt }) => {
      ends.push({ jobId: id, attempt, reminder: 0 });
      sending ??= send()
        .catch(onError)
        .finally(() => {
          sending = null;
        });
    },
    flush: async () => {
      await sending;
    },
  };
}
