import { useEffect, useRef, useState } from "react";

export interface OpenCounts {
  waiting: number;
  running: number;
}

/** The event on `window` by which lists hear which jobs changed, by number; null when any may have. */
const changeEvent = "wooey:jobs";
/** And the one by which the bar hears how many there are. */
const countsEvent = "wooey:counts";
/** And the one that says that another stream of this page has begun or ceased to tell both. */
const carriedEvent = "wooey:carried";

let isCarried = false;

/**
 * The counts of the page's event stream of jobs, null until it has told them; lists hear of changes by it too. It is open
 * while the page is in sight and no other stream of the page brings the same: on plain HTTP a browser allows six
 * connections to a server, over all tabs. A stream that was refused, as to a browser that made no job, is tried again on
 * another page (`place`).
 */
export function useJobEvents(place: string): OpenCounts | null {
  const [counts, setCounts] = useState<OpenCounts | null>(null);
  const source = useRef<EventSource | null>(null);

  useEffect(() => {
    const settle = () => {
      const isWanted = place !== "" && document.visibilityState === "visible" && !isCarried;
      if (!isWanted) source.current?.close();
      if (!isWanted || source.current?.readyState === EventSource.CLOSED) source.current = null;
      if (!isWanted || source.current) return;
      source.current = new EventSource("/jobs/stream");
      relayJobEvents(source.current);
    };
    const onSight = () => {
      settle();
      if (document.visibilityState === "visible") tell(changeEvent, null);
    };
    // A page's own stream is set up after the bar, in the same moment.
    const timer = setTimeout(settle);
    document.addEventListener("visibilitychange", onSight);
    window.addEventListener(carriedEvent, settle);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", onSight);
      window.removeEventListener(carriedEvent, settle);
    };
  }, [place]);

  useEffect(() => {
    const hear = (event: Event) => setCounts((event as CustomEvent<OpenCounts>).detail);
    window.addEventListener(countsEvent, hear);
    return () => {
      window.removeEventListener(countsEvent, hear);
      source.current?.close();
    };
  }, []);
  return counts;
}

/** Passes on what a stream tells of jobs in general. */
export function relayJobEvents(source: EventSource): void {
  source.addEventListener("counts", (event) => tell(countsEvent, JSON.parse(event.data)));
  source.addEventListener("jobs", (event) => tell(changeEvent, JSON.parse(event.data)));
}

/** Says whether a stream of the page tells of jobs in general, so that the bar needs none of its own. */
export function carryJobEvents(isSo: boolean): void {
  if (isCarried === isSo) return;
  isCarried = isSo;
  tell(carriedEvent, null);
}

function tell(name: string, detail: unknown): void {
  window.dispatchEvent(new CustomEvent(name, { detail }));
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
