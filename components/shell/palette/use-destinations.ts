import { useEffect, useState } from "react";
import type { Destinations } from "@/server/palette/find";

const nothing: Destinations = { scripts: [], jobs: [], tags: [], people: [] };
/** How long the palette waits for the next letter before it asks the server, in milliseconds. */
const PAUSE_MS = 150;

/**
 * What the server offers without a text (`first`, loaded once, however fast somebody types) and finds for the current
 * text (`found`). `hasFailed` says whether the last request failed.
 */
export function useDestinations(text: string) {
  const [first, setFirst] = useState(nothing);
  const [found, setFound] = useState(nothing);
  const [hasFailed, setFailed] = useState(false);
  const query = text.trim();

  useEffect(() => load("", { onLoad: setFirst, onEnd: setFailed }), []);
  useEffect(() => {
    if (query) return load(query, { onLoad: setFound, onEnd: setFailed, pauseMs: PAUSE_MS });
    setFound(nothing);
    return undefined;
  }, [query]);

  return { first, found, hasFailed };
}

interface Options {
  onLoad: (destinations: Destinations) => void;
  onEnd: (hasFailed: boolean) => void;
  pauseMs?: number;
}

/** Asks the server. Returns a function that abandons the request. */
function load(query: string, { onLoad, onEnd, pauseMs = 0 }: Options): () => void {
  const controller = new AbortController();
  const ask = async () => {
    const response = await fetch(`/palette?q=${encodeURIComponent(query)}`, { signal: controller.signal });
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    onLoad(await response.json());
    onEnd(false);
  };
  const timer = setTimeout(() => {
    ask().catch(() => {
      if (!controller.signal.aborted) onEnd(true);
    });
  }, pauseMs);
  return () => {
    clearTimeout(timer);
    controller.abort();
  };
}
