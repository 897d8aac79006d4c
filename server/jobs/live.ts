import { pg } from "@/db/client";
import { type LiveChange, liveChannel } from "./live-channel";

type Listener = (change: LiveChange | "reconnected") => void;

/** Receives every job's changes of state, by its number; null if some may have been missed. */
type StateListener = (jobId: number | null) => void;

interface Hub {
  listeners: Map<number, Set<Listener>>;
  ofStates: Set<StateListener>;
  listening: Promise<unknown> | null;
}

// On globalThis, because one connection listens for the process and Next gives route handlers copies of a module.
const holder = globalThis as { wooeyLiveHub?: Hub };

/**
 * Calls `listener` on each change of a job, until the returned function is called. It receives "reconnected" if changes
 * may have been missed.
 */
export async function followJob(jobId: number, listener: Listener): Promise<() => void> {
  const hub = theHub();
  const ofJob = hub.listeners.get(jobId) ?? new Set();
  hub.listeners.set(jobId, ofJob.add(listener));
  const leave = () => {
    ofJob.delete(listener);
    if (ofJob.size === 0) hub.listeners.delete(jobId);
  };
  try {
    await listen(hub);
    return leave;
  } catch (error) {
    leave();
    throw error;
  }
}

/** Calls `listener` when any job's state changes, until the returned function is called. */
export async function followStates(listener: StateListener): Promise<() => void> {
  const hub = theHub();
  await listen(hub);
  hub.ofStates.add(listener);
  return () => void hub.ofStates.delete(listener);
}

function theHub(): Hub {
  holder.wooeyLiveHub ??= { listeners: new Map(), ofStates: new Set(), listening: null };
  return holder.wooeyLiveHub;
}

function listen(hub: Hub): Promise<unknown> {
  hub.listening ??= pg
    .listen(
      liveChannel,
      (payload) => {
        const [, id, change] = /^(\d+):(output|status|files)$/.exec(payload) ?? [];
        // The expression above matches only these three.
        for (const listener of hub.listeners.get(Number(id)) ?? []) listener(change as LiveChange);
        if (change === "status") for (const listener of hub.ofStates) listener(Number(id));
      },
      () => {
        for (const listener of [...hub.listeners.values()].flatMap((set) => [...set])) listener("reconnected");
        for (const listener of hub.ofStates) listener(null);
      },
    )
    .catch((error: unknown) => {
      hub.listening = null;
      throw error;
    });
  return hub.listening;
}
