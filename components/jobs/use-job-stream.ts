import { useEffect, useRef } from "react";
import { relayJobEvents, setRelayed } from "./use-job-events";

export interface OutputChunk {
  position: number;
  stream: number;
  text: string;
}

interface Handlers {
  /** Receives each chunk once and in order, with at most one call per animation frame. */
  onOutput: (chunks: OutputChunk[]) => void;
  /** Called when the job's state or files change, when the job ends, or when the visitor may no longer see it. */
  onChange: () => void;
}

/**
 * Follows a job's event stream while `url` is set and the page is visible, because a browser opens only a few
 * connections to a server. After an interruption it continues after the last event, and drops chunks that arrive twice.
 * The stream also relays the events for the page's top bar.
 */
export function useJobStream(url: string | null, handlers: Handlers): void {
  const latest = useRef(handlers);
  useEffect(() => {
    latest.current = handlers;
  });

  useEffect(() => {
    if (!url) return;
    let source: EventSource | null = null;
    let hasEnded = false;
    let lastEventId = "";
    const output = batchChunks((chunks) => latest.current.onOutput(chunks));
    const open = () => {
      const opened = new EventSource(`${url}&bar${lastEventId && `&from=${encodeURIComponent(lastEventId)}`}`);
      const on = (name: string, listener: (event: MessageEvent) => void) =>
        opened.addEventListener(name, (event) => {
          lastEventId = event.lastEventId;
          listener(event);
        });
      const change = () => latest.current.onChange();
      const end = () => {
        hasEnded = true;
        update();
        change();
      };
      // The route sends an OutputChunk as JSON.
      on("output", (event) => output.add(JSON.parse(event.data) as OutputChunk));
      on("files", change);
      on("status", change);
      on("end", end);
      on("gone", end);
      opened.onerror = () => {
        // The browser reconnects by itself unless the server refuses the stream.
        if (opened.readyState !== EventSource.CLOSED) return;
        hasEnded = true;
        update();
      };
      relayJobEvents(opened);
      return opened;
    };
    const update = () => {
      const isNeeded = !hasEnded && document.visibilityState === "visible";
      if (!isNeeded) source?.close();
      source = isNeeded ? (source ?? open()) : null;
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
      output.stop();
      source?.close();
      setRelayed(false);
    };
  }, [url]);
}

/** Passes on each chunk once and in order, in one batch per animation frame. */
function batchChunks(onBatch: (chunks: OutputChunk[]) => void) {
  let batch: OutputChunk[] = [];
  let frame = 0;
  let lastPosition = -1;
  const flush = () => {
    cancelAnimationFrame(frame);
    frame = 0;
    const chunks = batch;
    batch = [];
    if (chunks.length > 0) onBatch(chunks);
  };
  const add = (chunk: OutputChunk) => {
    if (chunk.position <= lastPosition) return;
    lastPosition = chunk.position;
    batch.push(chunk);
    frame ||= requestAnimationFrame(flush);
  };
  return { add, flush, stop: () => cancelAnimationFrame(frame) };
}
