import { useEffect, useRef } from "react";
import type { JobStatus } from "@/db/job-state";
import { followStream, missedSeconds } from "../live/connection";
import type { StreamEvent } from "../live/event-parser";
import type { EventStream } from "../live/event-stream";
import { watchHiddenTabs } from "../live/hidden-tabs";
import { noteConnection, relayJobEvent, setRelayed } from "./use-job-events";

export interface OutputChunk {
  position: number;
  stream: number;
  text: string;
}

interface Handlers {
  /** Receives each chunk once and in order, with at most one call per animation frame. */
  onOutput: (chunks: OutputChunk[]) => void;
  /** Called when the job's state or files change, and when the job ends. */
  onChange: () => void;
  onStatus: (status: JobStatus) => void;
  /** Receives the reason for which the job waits, as a text. */
  onWaiting: (reason: string) => void;
  /** Called when the reader may no longer see the job. */
  onGone: () => void;
  /** Whether the stream stays open in a hidden tab in any case. */
  staysOpen: () => boolean;
}

/**
 * Follows a job's event stream while `url` is set. After an interruption it continues after the last event, and drops
 * chunks that arrive twice. A hidden tab closes it if too many others are open, because a browser opens only a few
 * connections to a server. The stream also relays the events for the page's top bar.
 */
export function useJobStream(url: string | null, handlers: Handlers): void {
  const latest = useRef(handlers);
  useEffect(() => {
    latest.current = handlers;
  });

  useEffect(() => {
    if (!url) return;
    let stream: EventStream | null = null;
    let hasEnded = false;
    let cursor = "";
    const output = batchChunks((chunks) => latest.current.onOutput(chunks));
    const change = () => latest.current.onChange();
    const end = () => {
      hasEnded = true;
      output.flush();
      update();
    };
    const gone = () => {
      end();
      latest.current.onGone();
    };
    const onEvent = (event: StreamEvent) => {
      cursor = event.id || cursor;
      relayJobEvent(event);
      if (event.name === "output") output.add(event.data as OutputChunk); // as streamJob sends it
      if (event.name === "waiting") latest.current.onWaiting(event.data as string); // as watchReason sends it
      // streamJob sends the state among others of the job's columns.
      if (event.name === "status") latest.current.onStatus((event.data as { status: JobStatus }).status);
      if (event.name === "gone") return gone();
      if (event.name === "end") end();
      if (event.name === "files" || event.name === "status" || event.name === "end") change();
    };
    const open = () =>
      followStream({
        url: () => `${url}&bar=${missedSeconds()}${cursor && `&from=${encodeURIComponent(cursor)}`}`,
        onEvent,
        onState: (state) => {
          if (state === "open") noteConnection();
          if (state === "refused") gone();
          if (state !== "ended") return;
          end();
          change();
        },
      });
    const tabs = watchHiddenTabs(() => update());
    const update = () => {
      const isAllowed = document.visibilityState === "visible" || tabs.keepsStream() || latest.current.staysOpen();
      const isNeeded = !hasEnded && isAllowed;
      if (!isNeeded) stream?.close();
      stream = isNeeded ? (stream ?? open()) : null;
      setRelayed(!hasEnded);
    };
    const onVisibilityChange = () => {
      output.flush();
      update();
    };
    update();
    document.addEventListener("visibilitychange", onVisibilityChange);
    return () => {
      document.removeEventListener("visibilitychange", onVisibilityChange);
      tabs.stop();
      output.stop();
      stream?.close();
      setRelayed(false);
    };
  }, [url]);
}

/** Passes on each chunk once and in order, in one batch per animation frame, and per second in a hidden tab. */
function batchChunks(onBatch: (chunks: OutputChunk[]) => void) {
  let batch: OutputChunk[] = [];
  let frame = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let lastPosition = -1;
  const stop = () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    frame = 0;
    timer = undefined;
  };
  const flush = () => {
    stop();
    const chunks = batch;
    batch = [];
    if (chunks.length > 0) onBatch(chunks);
  };
  const add = (chunk: OutputChunk) => {
    if (chunk.position <= lastPosition) return;
    lastPosition = chunk.position;
    batch.push(chunk);
    if (document.visibilityState === "hidden") timer ??= setTimeout(flush, 1000);
    else frame ||= requestAnimationFrame(flush);
  };
  return { add, flush, stop };
}
