import { useEffect, useRef, useState } from "react";

export interface OpenCounts {
  waiting: number;
  running: number;
}

/** An event of `window` with the ids of the jobs that changed, or with null if any job may have changed. */
const changeEvent = "wooey:jobs";
/** An event of `window` with the number of open jobs. */
const countsEvent = "wooey:counts";
/** An event of `window` that says that a job's stream has started or stopped relaying the other two events. */
const relayEvent = "wooey:relay";

let isRelayed = false;

/**
 * The numbers of open jobs from the page's event stream; null before the first event. Lists receive changes of jobs
 * from the same stream. It is open while the page is visible, unless a job's stream relays these events: over plain
 * HTTP, a browser opens only six connections to a server, shared by all tabs. A refused stream, such as that of a
 * browser without jobs, is opened again when `pathname` changes.
 */
export function useJobEvents(pathname: string): OpenCounts | null {
  const [counts, setCounts] = useState<OpenCounts | null>(null);
  const source = useRef<EventSource | null>(null);

  useEffect(() => {
    const update = () => {
      const isNeeded = pathname !== "" && document.visibilityState === "visible" && !isRelayed;
      if (!isNeeded) source.current?.close();
      if (!isNeeded || source.current?.readyState === EventSource.CLOSED) source.current = null;
      if (!isNeeded || source.current) return;
      source.current = new EventSource("/jobs/stream");
      relayJobEvents(source.current);
    };
    const onVisibilityChange = () => {
      update();
      if (document.visibilityState === "visible") dispatch(changeEvent, null);
    };
    // A job's page opens its own stream after this effect, in the same task.
    const timer = setTimeout(update);
    document.addEventListener("visibilitychange", onVisibilityChange);
    window.addEventListener(relayEvent, update);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", onVisibilityChange);
      window.removeEventListener(relayEvent, update);
    };
  }, [pathname]);

  useEffect(() => {
    const onCounts = (event: Event) => setCounts((event as CustomEvent<OpenCounts>).detail); // see relayJobEvents
    window.addEventListener(countsEvent, onCounts);
    return () => {
      window.removeEventListener(countsEvent, onCounts);
      source.current?.close();
    };
  }, []);
  return counts;
}

/** Dispatches those events of a stream that concern all jobs of the user. */
export function relayJobEvents(source: EventSource): void {
  source.addEventListener("counts", (event) => dispatch(countsEvent, JSON.parse(event.data)));
  source.addEventListener("jobs", (event) => dispatch(changeEvent, JSON.parse(event.data)));
}

/** Sets whether a job's stream relays the events, so that the page needs no second stream. */
export function setRelayed(isActive: boolean): void {
  if (isRelayed === isActive) return;
  isRelayed = isActive;
  dispatch(relayEvent, null);
}

function dispatch(name: string, detail: unknown): void {
  window.dispatchEvent(new CustomEvent(name, { detail }));
}

/** Calls `listener` with the ids of jobs that changed; null if any job may have changed. */
export function useJobChanges(listener: (ids: number[] | null) => void): void {
  const latest = useRef(listener);
  useEffect(() => {
    latest.current = listener;
  });
  useEffect(() => {
    // relayJobEvents dispatches events of this type.
    const onChange = (event: Event) => latest.current((event as CustomEvent<number[] | null>).detail);
    window.addEventListener(changeEvent, onChange);
    return () => window.removeEventListener(changeEvent, onChange);
  }, []);
}
