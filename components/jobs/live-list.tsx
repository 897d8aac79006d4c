"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import { useJobChanges } from "./use-job-events";

/** Drawing a list again costs the server a query: at most this often. */
const APART_MS = 1000;

/** Draws the list again when one of its jobs changes, or any job where the list shows the newest. */
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
      Math.max(0, last.current + APART_MS - Date.now()),
    );
  });
  return null;
}
