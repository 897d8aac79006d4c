import { hasEnded } from "@/db/job-state";
import type { Actor } from "@/server/auth/actor";
import { createWakeUp } from "@/server/wake-up";
import { followJob } from "./live";
import { getJobHandle, type JobHandle } from "./queries";

/** How long a caller may wait at most. */
export const WAIT_SECONDS_MAX = 60;

export interface WaitOptions {
  timeoutMs: number;
  /** Ends the wait, because the caller has left or this process stops. */
  signal: AbortSignal;
}

/**
 * Waits until a job has ended, at most `timeoutMs`, and returns it as it is then. The end is pushed by the database: nothing
 * is polled, and a waiter costs no query until its job changes. @throws not_found, also if the job is hidden meanwhile
 */
export async function waitForEnd(actor: Actor, job: string, { timeoutMs, signal }: WaitOptions): Promise<JobHandle> {
  const first = await getJobHandle(actor, job);
  if (hasEnded(first.status) || timeoutMs <= 0) return first;
  const deadline = performance.now() + timeoutMs;
  const wakeUp = createWakeUp();
  const unfollow = await followJob(first.id, (change) => change !== "output" && wakeUp.wake());
  signal.addEventListener("abort", wakeUp.wake);
  try {
    // It is read once more in any case: the job may have ended before it was followed.
    for (;;) {
      const known = await getJobHandle(actor, job);
      const leftMs = deadline - performance.now();
      if (hasEnded(known.status) || leftMs <= 0 || signal.aborted) return known;
      await wakeUp.wait(leftMs);
    }
  } finally {
    signal.removeEventListener("abort", wakeUp.wake);
    unfollow();
  }
}
