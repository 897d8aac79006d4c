import { useEffect, useRef, useState } from "react";

export interface OpenCounts {
  waiting: number;
  running: number;
}

/** The event on `window` by which lists hear which jobs changed, by number; null when any may have. */
const changeEvent = "wooey:jobs";

/**
 * The counts of the tab's event stream of jobs, null until it has told them; lists hear of changes by it too. It is open
 * while the page is in sight: on plain HTTP a browser allows six connections to a server, over all tabs. A stream that
 * was refused, as to a browser that made no job, is tried again on another page (`place`).
 */
export function useJobEvents(place: string): OpenCounts | null {
  const [counts, setCounts] = useState<OpenCounts | null>(null);
  const source = useRef<EventSource | null>(null);

  useEffect(() => {
    const settle = () => {
      const isWanted = place !== "" && document.visibilityState === "visible";
      if (!isWanted) source.current?.close();
      if (!isWanted || source.current?.readyState === EventSource.CLOSED) source.current = null;
      if (!isWanted || source.current) return;
      const opened = new EventSource("/jobs/stream");
      opened.addEventListener("counts", (event) => setCounts(JSON.parse(event.data) as OpenCounts));
      opened.addEventListener("jobs", (event) => tell(JSON.parse(event.data) as number[] | null));
      source.current = opened;
    };
    const onSight = () => {
      settle();
      if (document.visibilityState === "visible") tell(null);
    };
    settle();
    document.addEventListener("visibilitychange", onSight);
    return () => document.removeEventListener("visibilitychange", onSight);
  }, [place]);

  useEffect(() => () => source.current?.close(), []);
  return counts;
}

function tell(ids: number[] | null): void {
  window.dispatchEvent(new CustomEvent(changeEvent, { detail: ids }));
}

/** Calls `listener` with the numbers of jobs that changed, null when any may have. */
export function useJobChanges(listener: (ids: number[] | null) => void): void {
  const latest = useRef(listener);
  useEffect(() => {
    latest.current = listener;
  });
  useEffect(() => {
    const hear = (event: Event) => latest.current((event as CustomEvent<number[] | null>).detail);
    window.addEventListener(changeEvent, hear);
    return () => window.removeEventListener(changeEvent, hear);
  }, []);
}
