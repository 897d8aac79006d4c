import { useEffect, useRef, useState } from "react";
import type { EndedJob } from "@/server/jobs/list-ended";
import { followStream, missedSeconds } from "../live/connection";
import type { StreamEvent } from "../live/event-parser";
import type { EventStream } from "../live/event-stream";

export interface OpenCounts {
  waiting: number;
  running: number;
}

/** An event of `window` with the ids of the jobs that changed, or with null if any job may have changed. */
const changeEvent = "wooey:jobs";
/** An event of `window` with the number of open jobs. */
const countsEvent = "wooey:counts";
/** An event of `window` with whether any worker is online. */
const workersEvent = "wooey:workers";
/** An event of `window` that says that a job's stream has started or stopped relaying the other events. */
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
  const stream = useRef<EventStream | null>(null);

  useEffect(() => {
    const forget = () => {
      stream.current = null;
    };
    const update = () => {
      const isNeeded = pathname !== "" && document.visibilityState === "visible" && !isRelayed;
      if (!isNeeded) stream.current?.close();
      stream.current = isNeeded ? (stream.current ?? followJobList(forget)) : null;
    };
    // A job's page opens its own stream after this effect, in the same task.
    const timer = setTimeout(update);
    document.addEventListener("visibilitychange", update);
    window.addEventListener(relayEvent, update);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", update);
      window.removeEventListener(relayEvent, update);
    };
  }, [pathname]);

  useEffect(() => {
    const onCounts = (event: Event) => setCounts((event as CustomEvent<OpenCounts>).detail); // see relayJobEvent
    window.addEventListener(countsEvent, onCounts);
    return () => {
      window.removeEventListener(countsEvent, onCounts);
      stream.current?.close();
      stream.current = null;
    };
  }, []);
  return counts;
}

function followJobList(onEnd: () => void): EventStream {
  return followStream({
    url: () => `/jobs/stream?missed=${missedSeconds()}`,
    onEvent: relayJobEvent,
    onState: (state) => {
      if (state === "open") noteConnection();
      else if (state !== "lost") onEnd();
    },
  });
}

let hasConnected = false;

/** Announces that any job may have changed when the page is connected again. */
export function noteConnection(): void {
  if (hasConnected) dispatch(changeEvent, null);
  hasConnected = true;
}

/** Dispatches an event of a stream if it concerns all jobs of the user. */
export function relayJobEvent({ name, data }: StreamEvent): void {
  if (name === "counts") dispatch(countsEvent, data);
  if (name === "jobs") dispatch(changeEvent, data);
  if (name === "workers") dispatch(workersEvent, data);
  // streamJobList sends EndedJob[].
  if (name === "ended") void import("./announce-ended").then((module) => module.announceEnded(data as EndedJob[]));
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
    // relayJobEvent dispatches events of this type.
    const onChange = (event: Event) => latest.current((event as CustomEvent<number[] | null>).detail);
    window.addEventListener(changeEvent, onChange);
    return () => window.removeEventListener(changeEvent, onChange);
  }, []);
}

/** Whether any worker is online, as the streams of staff report it. */
export function useWorkersOnline({ initially }: { initially: boolean }): boolean {
  const [isOnline, setIsOnline] = useState(initially);
  useEffect(() => {
    const onChange = (event: Event) => setIsOnline((event as CustomEvent<boolean>).detail); // see relayJobEvent
    window.addEventListener(workersEvent, onChange);
    return () => window.removeEventListener(workersEvent, onChange);
  }, []);
  return isOnline;
}
