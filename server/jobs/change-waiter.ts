import { createWakeUp } from "@/server/wake-up";

/** How long a stream may go on after its permission was revoked, if no notification arrives earlier. */
const PERMISSION_CHECK_MS = 3_000;

export type WakeReason = "output" | "state" | "timeout";

/**
 * Waits for the next change of a job, and remembers its kind. Without one the wait ends after three seconds, in which a
 * permission may have been revoked: at the same moment in all streams, which then share a query.
 */
export function createChangeWaiter(signal: AbortSignal) {
  const wakeUp = createWakeUp();
  let pending: "output" | "state" | null = null;
  const notify = (change: "output" | "state") => {
    pending = pending === "state" ? pending : change;
    wakeUp.wake();
  };
  const onAbort = () => notify("state");
  signal.addEventListener("abort", onAbort);
  const wait = async (): Promise<WakeReason> => {
    if (!pending && !signal.aborted) await wakeUp.wait(PERMISSION_CHECK_MS - (Date.now() % PERMISSION_CHECK_MS));
    const wakeReason = pending ?? "timeout";
    pending = null;
    return wakeReason;
  };
  return { notify, wait, stop: () => signal.removeEventListener("abort", onAbort) };
}
