"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import { useJobChanges } from "./use-job-events";

/** Each refresh of a list costs the server a query, so there is a minimum interval. */
const intervalMs = 1000;

/** Refreshes the page if one of its jobs changes. If it shows the newest jobs, any change refreshes it. */
export function LiveList({ ids, showsNewest }: { ids: number[]; showsNewest: boolean }) {
  const router = useRouter();
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const last = useRef(0);
  useEffect(() => () => clearTimeout(timer.current ?? undefined), []);
  useJobChanges((changed) => {
    if (!showsNewest && changed && !changed.some((id) => ids.includes(id))) return;
    timer.current ??= setTimeout(
      () => {
        timer.current = null;
        last.current = Date.now();
        router.refresh();
      },
      Math.max(0, last.current + intervalMs - Date.now()),
    );
  });
  return null;
}
