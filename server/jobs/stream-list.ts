import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { type Actor, isStaff } from "@/server/auth/actor";
import { createWakeUp } from "@/server/wake-up";
import { isAnyOnlineRecently } from "@/server/workers/online";
import { countOwnOpen, pickListed } from "./list";
import { type EndedJob, listRecentlyEnded } from "./list-ended";
import { followStates } from "./live";
import type { JobEvent } from "./stream";

/** How long a wait for a change lasts before it starts again. */
const WAIT_MS = 60_000;
/** How often the streams of staff check whether a worker is online. */
const WORKERS_CHECK_MS = 10_000;
/** Changes within this time are sent together; pages do not need to draw more often. */
const GATHER_MS = 400;
/** More changes than this at once are sent as "any job may have changed". */
const CHANGES_MAX = 200;
/** A job counts as just ended for this long. A job that is renamed later is not announced once more. */
const JUST_ENDED_SECONDS = 30;

/** Parses for how many seconds a page has received no events; at most a day. */
export const missedSecondsQuery = z.object({
  missed: z.coerce.number().int().min(0).max(86_400).catch(0),
});

interface Options {
  /** For how many seconds the page has received no events. */
  missedSeconds: number;
  signal: AbortSignal;
}

/**
 * Changes of jobs, for the navigation bar and the lists of a page. `counts` has the actor's waiting and running jobs,
 * sent at once and after changes. `jobs` has the ids of listed jobs that changed, or null if there are too many. `ended`
 * has the actor's jobs that have ended; a page may receive one twice. `workers` says, to staff, whether any worker is
 * online. `findActor` finds the actor again at each change. The stream ends when `signal` fires.
 */
export async function* streamJobList(
  findActor: () => Promise<Actor>,
  { missedSeconds, signal }: Options,
): AsyncGenerator<JobEvent[]> {
  const changes = gatherChanges();
  const unfollow = await followStates(changes.add);
  signal.addEventListener("abort", changes.wakeUp.wake);
  try {
    const toCounts = onlyChanges("counts", countOwnOpen);
    const toWorkers = onlyChanges("workers", async (actor) => (isStaff(actor) ? await isAnyOnlineRecently() : null));
    let actor = await findActor();
    const missed = missedSeconds > 0 ? await listRecentlyEnded(actor, { seconds: missedSeconds, ids: null }) : [];
    yield [...(await toCounts(actor)), ...(await toWorkers(actor)), ...toEnded(missed)];
    while (!signal.aborted) {
      await changes.wakeUp.wait(isStaff(actor) ? WORKERS_CHECK_MS : WAIT_MS);
      // A wake-up without a change belongs to a change that the last round already sent.
      if (changes.isEmpty()) {
        const events = await toWorkers(actor);
        if (events.length > 0) yield events;
        continue;
      }
      await sleep(GATHER_MS, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      const ids = changes.take();
      actor = await findActor();
      const listed = ids && (await pickListed(actor, ids));
      if (listed?.length === 0) continue;
      const ended = await listRecentlyEnded(actor, { seconds: JUST_ENDED_SECONDS, ids: listed });
      yield [{ event: "jobs", data: listed }, ...(await toCounts(actor)), ...toEnded(ended)];
    }
  } finally {
    unfollow();
    signal.removeEventListener("abort", changes.wakeUp.wake);
  }
}

function gatherChanges() {
  const changed = new Set<number>();
  let mayBeAny = false;
  const wakeUp = createWakeUp();
  const add = (id: number | null) => {
    if (id === null || changed.size >= CHANGES_MAX) mayBeAny = true;
    else changed.add(id);
    wakeUp.wake();
  };
  /** The ids of the jobs that changed since the last call; null for any job. */
  const take = () => {
    const ids = mayBeAny ? null : [...changed];
    changed.clear();
    mayBeAny = false;
    return ids;
  };
  return { add, take, isEmpty: () => !mayBeAny && changed.size === 0, wakeUp };
}

/** Returns a function that makes an event of what `find` finds, unless it has not changed or is null. */
function onlyChanges(event: string, find: (actor: Actor) => Promise<unknown>) {
  let sent = JSON.stringify(null);
  return async (actor: Actor): Promise<JobEvent[]> => {
    const data = await find(actor);
    if (JSON.stringify(data) === sent) return [];
    sent = JSON.stringify(data);
    return [{ event, data }];
  };
}

function toEnded(jobs: EndedJob[]): JobEvent[] {
  return jobs.length > 0 ? [{ event: "ended", data: jobs }] : [];
}
