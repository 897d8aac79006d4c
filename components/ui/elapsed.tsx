"use client";

import { useSyncExternalStore } from "react";
import { formatCoarseDuration } from "@/server/language/format";
import { everySecond } from "./every-second";

/** The time since something started, counting up. `now` is the server's clock. */
export function Elapsed({ since, now }: { since: string; now: string }) {
  const start = new Date(since).getTime();
  const text = useSyncExternalStore(
    everySecond,
    () => formatCoarseDuration(Date.now() - start),
    () => formatCoarseDuration(new Date(now).getTime() - start),
  );
  return (
    <span suppressHydrationWarning className="tabular">
      {text}
    </span>
  );
}
