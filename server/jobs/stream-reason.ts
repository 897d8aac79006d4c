import { isAnyOnlineRecently } from "@/server/workers/online";
import { type Waiting, whyWaiting } from "@/server/workers/queue";
import { followStates } from "./live";

/** How often the reason is found at most; less often far behind in line, where a page does not need each position. */
const NEAR_MS = 2_500;
const FAR_MS = 15_000;
const FAR_POSITION = 20;
/** After this time it is found even if nothing was announced: a limit may have changed. */
const KNOWN_MS = 30_000;

/**
 * Follows the reason for which a job waits. `next` returns an event if the text has changed since the last one. It is
 * cheap while the line does not move.
 */
export async function watchReason(jobId: number, explain: (waiting: Waiting) => string) {
  let hasMoved = true;
  let foundAt = 0;
  let intervalMs = NEAR_MS;
  let wasOnline: boolean | null = null;
  let sent: string | null = null;
  const stop = await followStates(() => {
    hasMoved = true;
  });
  async function* next(): AsyncGenerator<{ event: "waiting"; data: string }[]> {
    const isOnline = await isAnyOnlineRecently();
    const age = Date.now() - foundAt;
    const isDue = isOnline !== wasOnline || age > KNOWN_MS || (hasMoved && age >= intervalMs);
    if (!isDue) return;
    hasMoved = false;
    wasOnline = isOnline;
    foundAt = Date.now();
    const waiting = await whyWaiting(jobId);
    if (!waiting) return;
    intervalMs = waiting.position > FAR_POSITION ? FAR_MS : NEAR_MS;
    const text = explain(waiting);
    if (text === sent) return;
    sent = text;
    yield [{ event: "waiting", data: text }];
  }
  return { next, stop };
}
