"use client";

import { useSyncExternalStore } from "react";
import { formatExact, formatRelative, formatWholeSeconds } from "@/server/language/format";

/** A moment as "3 min ago", kept true while the page is open; the exact time on hover. `now` is the server's clock. */
export function RelativeTime({ at, now }: { at: string; now: string }) {
  const moment = new Date(at);
  const text = useSyncExternalStore(
    subscribe,
    () => formatRelative(moment, new Date()),
    () => formatRelative(moment, new Date(now)),
  );
  return (
    <time dateTime={at} title={formatExact(moment)} suppressHydrationWarning className="whitespace-nowrap">
      {text}
    </time>
  );
}

/** How long something has been going on, counting. `now` is the server's clock. */
export function Elapsed({ since, now }: { since: string; now: string }) {
  const start = new Date(since).getTime();
  const text = useSyncExternalStore(
    subscribe,
    () => formatWholeSeconds(Date.now() - start),
    () => formatWholeSeconds(new Date(now).getTime() - start),
  );
  return (
    <span suppressHydrationWarning className="tabular">
      {text}
    </span>
  );
}

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

/** One clock for the whole page. */
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    for (const each of listeners) each();
  }, 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}
