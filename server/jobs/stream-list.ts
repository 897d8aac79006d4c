import { setTimeout as sleep } from "node:timers/promises";
import type { Actor } from "@/server/auth/actor";
import { createWakeUp } from "@/server/wake-up";
import { countOwnOpen, pickListed } from "./list";
import { followStates } from "./live";
import type { JobEvent } from "./stream";

/** How long a wait for a change lasts before it starts again. */
const WAIT_MS = 60_000;
/** Changes within this time are sent together; pages do not need to draw more often. */
const GATHER_MS = 400;
/** More changes than this at once are sent as "any job may have changed". */
const CHANGES_MAX = 200;

/**
 * Changes of jobs, for the navigation bar and the lists of a page. `counts` has the actor's waiting and running jobs,
 * sent at once and after changes. `jobs` has the ids of listed jobs that changed, or null if there are too many.
 * `findActor` finds the actor again at each change. The stream ends when `signal` fires.
 */
export async function* streamJobList(findActor: () => Promise<Actor>, signal: AbortSignal): AsyncGenerator<JobEvent[]> {
  const changed = new Set<number>();
  let mayBeAny = false;
  const wakeUp = createWakeUp();
  const unfollow = await followStates((id) => {
    if (id === null || changed.size >= CHANGES_MAX) mayBeAny = true;
    else changed.add(id);
    wakeUp.wake();
  });
  signal.addEventListener("abort", wakeUp.wake);
  try {
    let sent = "";
    const toCounts = async (actor: Actor): Promise<JobEvent[]> => {
      const counts = await countOwnOpen(actor);
      if (JSON.stringify(counts) === sent) return [];
      sent = JSON.stringify(counts);
      return [{ event: "counts", data: counts }];
    };
    yield await toCounts(await findActor());
    while (!signal.aborted) {
      await wakeUp.wait(WAIT_MS);
      // A wake-up without a change belongs to a change that the last round already sent.
      if (!mayBeAny && changed.size === 0) continue;
      await sleep(GATHER_MS, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      const ids = mayBeAny ? null : [...changed];
      changed.clear();
      mayBeAny = false;
      const actor = await findActor();
      const listed = ids && (await pickListed(actor, ids));
      if (listed?.length === 0) continue;
      yield [{ event: "jobs", data: listed }, ...(await toCounts(actor))];
    }
  } finally {
    unfollow();
    signal.removeEventListener("abort", wakeUp.wake);
  }
}
