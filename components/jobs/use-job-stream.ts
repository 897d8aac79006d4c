import { useEffect, useRef } from "react";

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
 * Follows a job's event stream while `url` is set. The browser reconnects by itself and says where it was; what comes
 * twice is dropped.
 */
export function useJobStream(url: string | null, handlers: Handlers): void {
  const latest = useRef(handlers);
  useEffect(() => {
    latest.current = handlers;
  });

  useEffect(() => {
    if (!url) return;
    const source = new EventSource(url);
    let waiting: OutputPiece[] = [];
    let frame = 0;
    let last = -1;
    const flush = () => {
      frame = 0;
      const pieces = waiting;
      waiting = [];
      if (pieces.length > 0) latest.current.onOutput(pieces);
    };
    source.addEventListener("output", (event) => {
      const piece = JSON.parse(event.data) as OutputPiece;
      if (piece.position <= last) return;
      last = piece.position;
      waiting.push(piece);
      // A page in the background gets no frames.
      if (document.hidden) flush();
      else frame ||= requestAnimationFrame(flush);
    });
    const change = () => latest.current.onChange();
    const close = () => {
      source.close();
      change();
    };
    source.addEventListener("files", change);
    source.addEventListener("status", change);
    source.addEventListener("end", close);
    source.addEventListener("gone", close);
    return () => {
      cancelAnimationFrame(frame);
      source.close();
    };
  }, [url]);
}
