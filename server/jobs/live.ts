import { sql } from "@/db/client";
import { type LiveChange, liveChannel } from "./live-channel";

type Listener = (change: LiveChange | "reconnected") => void;

interface Hub {
  listeners: Map<number, Set<Listener>>;
  listening: Promise<unknown> | null;
}

// On globalThis: one connection listens for a whole process, and Next gives route handlers copies of a module.
const holder = globalThis as { wooeyLiveHub?: Hub };

/**
 * Calls `listener` on each change of a job until the function that comes back is called. It hears "reconnected" when
 * changes may have been missed.
 */
export async function followJob(jobId: number, listener: Listener): Promise<() => void> {
  holder.wooeyLiveHub ??= { listeners: new Map(), listening: null };
  const hub = holder.wooeyLiveHub;
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

function listen(hub: Hub): Promise<unknown> {
  hub.listening ??= sql
    .listen(
      liveChannel,
      (payload) => {
        const [, id, change] = /^(\d+):(output|status|files)$/.exec(payload) ?? [];
        for (const listener of hub.listeners.get(Number(id)) ?? []) listener(change as LiveChange);
      },
      () => {
        for (const listener of [...hub.listeners.values()].flatMap((set) => [...set])) listener("reconnected");
      },
    )
    .catch((error: unknown) => {
      hub.listening = null;
      throw error;
    });
  return hub.listening;
}
