import { useEffect, useRef } from "react";
import { carryJobEvents, relayJobEvents } from "./use-job-events";

export interface OutputPiece {
  position: number;
  stream: number;
  text: string;
}

interface Handlers {
  /** Pieces in their order, each once; called at most once a frame. */
  onOutput: (pieces: OutputPiece[]) => void;
  /** The job's state or files changed, it ended, or it is not for these eyes any more. */
  onChange: () => void;
}

/**
 * Follows a job's event stream while `url` is set and the page is in sight: a browser has few connections to a server.
 * It goes on where it broke off; what comes twice is dropped. The bar's events come by it too.
 */
export function useJobStream(url: string | null, handlers: Handlers): void {
  const latest = useRef(handlers);
  useEffect(() => {
    latest.current = handlers;
  });

  useEffect(() => {
    if (!url) return;
    let source: EventSource | null = null;
    let isOver = false;
    let reached = "";
    const output = gatherPieces((pieces) => latest.current.onOutput(pieces));
    const open = () => {
      const opened = new EventSource(`${url}&bar${reached && `&from=${encodeURIComponent(reached)}`}`);
      const on = (name: string, hear: (event: MessageEvent) => void) =>
        opened.addEventListener(name, (event) => {
          reached = event.lastEventId;
          hear(event);
        });
      const change = () => latest.current.onChange();
      const end = () => {
        isOver = true;
        settle();
        change();
      };
      on("output", (event) => output.add(JSON.parse(event.data) as OutputPiece));
      on("files", change);
      on("status", change);
      on("end", end);
      on("gone", end);
      // Refused for good: there is nothing to come.
      opened.onerror = () => {
        if (opened.readyState !== EventSource.CLOSED) return;
        isOver = true;
        settle();
      };
      relayJobEvents(opened);
      return opened;
    };
    const settle = () => {
      const isWanted = !isOver && document.visibilityState === "visible";
      if (!isWanted) source?.close();
      source = isWanted ? (source ?? open()) : null;
      carryJobEvents(!isOver);
    };
    const onSight = () => {
      output.flush();
      settle();
    };
    settle();
    document.addEventListener("visibilitychange", onSight);
    return () => {
      document.removeEventListener("visibilitychange", onSight);
      output.stop();
      source?.close();
      carryJobEvents(false);
    };
  }, [url]);
}

/** Hands pieces on in their order, each once, at most once a frame. */
function gatherPieces(onPieces: (pieces: OutputPiece[]) => void) {
  let waiting: OutputPiece[] = [];
  let frame = 0;
  let last = -1;
  const flush = () => {
    cancelAnimationFrame(frame);
    frame = 0;
    const pieces = waiting;
    waiting = [];
    if (pieces.length > 0) onPieces(pieces);
  };
  const add = (piece: OutputPiece) => {
    if (piece.position <= last) return;
    last = piece.position;
    waiting.push(piece);
    frame ||= requestAnimationFrame(flush);
  };
  return { add, flush, stop: () => cancelAnimationFrame(frame) };
}
