"use client";

import { useSyncExternalStore } from "react";
import { formatExact, formatRelative } from "@/server/language/format";
import { everySecond } from "./every-second";
import { useTimeZone } from "./use-time-zone";

/** A time such as "3 min ago", updated while the page is open, with the exact time and its zone on hover. `now` is the server's clock. */
export function RelativeTime({ at, now }: { at: string; now: string }) {
  const date = new Date(at);
  const timeZone = useTimeZone();
  const text = useSyncExternalStore(
    everySecond,
    () => formatRelative(date, new Date(), timeZone),
    () => formatRelative(date, new Date(now)),
  );
  return (
    <time dateTime={at} title={formatExact(date, timeZone)} suppressHydrationWarning className="whitespace-nowrap">
      {text}
    </time>
  );
}
