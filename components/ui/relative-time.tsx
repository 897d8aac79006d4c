"use client";

import { useSyncExternalStore } from "react";
import { formatCoarseDuration, formatExact, formatRelative } from "@/server/language/format";

/** A time such as "3 min ago", updated while the page is open, with the exact time on hover. `now` is the server's clock. */
export function RelativeTime({ at, now }: { at: string; now: string }) {
  const date = new Date(at);
  const text = useSyncExternalStore(
    subscribe,
    () => formatRelative(date, new Date()),
    () => formatRelative(date, new Date(now)),
  );
  return (
    <time dateTime={at} title={formatExact(date)} suppressHydrationWarning className="whitespace-nowrap">
      {text}
    </time>
  );
}

/** The time since something started, counting up. `now` is the server's clock. */
export function Elapsed({ since, now }: { since: string; now: string }) {
  const start = new Date(since).getTime();
  const text = useSyncExternalStore(
    subscribe,
    () => formatCoarseDuration(Date.now() - start),
    () => formatCoarseDuration(new Date(now).getTime() - start),
  );
  return (
    <span suppressHydrationWarning className="tabular">
      {text}
    </span>
  );
}

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

/** Calls all listeners of the page every second, with one timer. */
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
