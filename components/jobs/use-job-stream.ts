import { useEffect, useRef } from "react";

export interface OutputPiece {
  position: number;
  stream: number;
  text: string;
}

interface Following {
  /** The position of the last piece that is known already; -1 for none. */
  from: number;
  /** Whether there can be more after the stream's end. */
  isOpen: boolean;
  /** Pieces in their order, each once; called at most once a frame. */
  onOutput: (pieces: OutputPiece[]) => void;
  /** The job's state or files changed. */
  onChange: () => void;
}

/** Follows a job's event stream while `url` is set. The browser reconnects by itself; a piece that comes twice is dropped. */
export function useJobStream(url: string | null, following: Following): void {
  const latest = useRef(following);
  useEffect(() => {
    latest.current = following;
  });

  useEffect(() => {
    if (!url) return;
    const source = new EventSource(url);
    let waiting: OutputPiece[] = [];
    let frame = 0;
    let last = latest.current.from;
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
      frame ||= requestAnimationFrame(flush);
    });
    const change = () => latest.current.onChange();
    source.addEventListener("files", change);
    source.addEventListener("status", change);
    // The server ends the stream of a job that has ended; a browser would ask for it again and again.
    source.addEventListener("error", () => {
      if (!latest.current.isOpen) source.close();
    });
    return () => {
      cancelAnimationFrame(frame);
      source.close();
    };
  }, [url]);
}
