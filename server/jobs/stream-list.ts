import { setTimeout as sleep } from "node:timers/promises";
import type { Actor } from "@/server/auth/actor";
import { createWakeUp } from "@/server/wake-up";
import { countOwnOpen, pickListed } from "./list";
import { followStates } from "./live";

const HEARTBEAT_MS = 20_000;
/** Changes of this long are told together: a page draws no faster. */
const GATHER_MS = 400;
/** More changes than this at once are told as "anything may have changed". */
const CHANGES_MAX = 200;

/**
 * What changes among jobs as server-sent events for the bar and the lists of a page: `counts` of the actor's own that
 * wait and run, at once and after changes; `jobs`, the numbers of listed jobs that changed, null when they are too many.
 * `findActor` tells who looks on at each change. It ends when `signal` fires.
 */
export async function* streamJobList(findActor: () => Promise<Actor>, signal: AbortSignal): AsyncGenerator<string> {
  const changed = new Set<number>();
  let isLost = false;
  const wakeUp = createWakeUp();
  const leave = await followStates((id) => {
    if (id === null || changed.size >= CHANGES_MAX) isLost = true;
    else changed.add(id);
    wakeUp.wake();
  });
  signal.addEventListener("abort", wakeUp.wake);
  try {
    let told = "";
    const tellCounts = async (actor: Actor) => {
      const counts = JSON.stringify(await countOwnOpen(actor));
      if (counts === told) return "";
      told = counts;
      return `event: counts\ndata: ${counts}\n\n`;
    };
    yield `retry: 2000\n\n${await tellCounts(await findActor())}`;
    while (!signal.aborted) {
      const wasWoken = await wakeUp.wait(HEARTBEAT_MS);
      if (!isLost && changed.size === 0) {
        // A wake-up without a change belongs to a change that the last round has sent already.
        if (!wasWoken) yield ": still here\n\n";
        continue;
      }
      await sleep(GATHER_MS, undefined, { signal }).catch(() => undefined);
      const ids = isLost ? null : [...changed];
      changed.clear();
      isLost = false;
      const actor = await findActor();
      const listed = ids && (await pickListed(actor, ids));
      if (listed?.length === 0) continue;
      yield `event: jobs\ndata: ${JSON.stringify(listed)}\n\n${await tellCounts(actor)}`;
    }
  } finally {
    leave();
    signal.removeEventListener("abort", wakeUp.wake);
  }
}
