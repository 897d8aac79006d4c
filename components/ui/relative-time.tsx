"use client";

import { useSyncExternalStore } from "react";
import { formatExact, formatRelative } from "@/server/language/format";
import { everySecond } from "./every-second";

/** A time such as "3 min ago", updated while the page is open, with the exact time on hover. `now` is the server's clock. */
export function RelativeTime({ at, now }: { at: string; now: string }) {
  const date = new Date(at);
  const text = useSyncExternalStore(
    everySecond,
    () => formatRelative(date, new Date()),
    () => formatRelative(date, new Date(now)),
  );
  return (
    <time dateTime={at} title={formatExact(date)} suppressHydrationWarning className="whitespace-nowrap">
      {text}
    </time>
  );
}
