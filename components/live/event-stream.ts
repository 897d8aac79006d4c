import { createEventParser, type StreamEvent } from "./event-parser";
import { parseRetryAfter, retryDelayMs } from "./retry-delay";

/**
 * `open`: events arrive. `lost`: the connection failed and is tried again. `ended`: the server has no more events.
 * `refused`: the reader may not, or no longer, receive them.
 */
export type StreamState = "open" | "lost" | "ended" | "refused";

interface Options {
  /** Returns the address for the next connection, which continues after the last event. */
  url: () => string;
  onEvent: (event: StreamEvent) => void;
  onState: (state: StreamState) => void;
}

export interface EventStream {
  /** Connects at once if the stream waits for its next attempt, or if it has been silent for suspiciously long. */
  check: () => void;
  /** Drops the connection and tries again after the usual delay. */
  interrupt: () => void;
  close: () => void;
}

/** The server sends a heartbeat every 20 seconds (server/http/event-stream.ts). */
const silentMs = 25_000;
const deadMs = 45_000;
/** A connection that lasted this long was a success. */
const stableMs = 10_000;
/** A timer that is this late shows that the computer was asleep. */
const asleepMs = 5_000;
const refusedStatuses = [401, 403, 404, 410];

/**
 * Follows an event stream until the server ends it for good or `close` is called. Unlike an EventSource, which gives up
 * on any response but 200, it tries again after every failure that may pass.
 */
export function openEventStream({ url, onEvent, onState }: Options): EventStream {
  let isClosed = false;
  let isImmediate = false;
  let firstMs = 1000;
  let receivedAt = Date.now();
  let connection = new AbortController();
  const pause = createPause();

  const connect = async (): Promise<Outcome> => {
    connection = new AbortController();
    receivedAt = Date.now();
    const init: RequestInit = {
      headers: { accept: "text/event-stream" },
      cache: "no-store",
      signal: connection.signal,
    };
    const response = await fetch(url(), init);
    if (response.status === 204) return { state: "ended" };
    if (refusedStatuses.includes(response.status)) return { state: "refused" };
    const isStream = response.ok && response.headers.get("content-type")?.startsWith("text/event-stream");
    if (!isStream || !response.body) {
      return { state: "lost", retryAfterMs: parseRetryAfter(response.headers.get("retry-after"), Date.now()) };
    }
    onState("open");
    const parse = createEventParser({
      onEvent: (event) => isClosed || onEvent(event),
      onRetry: (ms) => {
        firstMs = ms;
      },
    });
    await readText(response.body, (text) => {
      receivedAt = Date.now();
      parse(text);
    });
    return dropped;
  };
  const run = async () => {
    for (let failures = 1; !isClosed; failures += 1) {
      const startedAt = Date.now();
      const outcome = await connect().catch(() => dropped);
      if (isClosed) return;
      onState(outcome.state);
      if (outcome.state !== "lost") return close();
      if (isImmediate || receivedAt - startedAt > stableMs) failures = 1;
      if (!isImmediate) await pause.wait(retryDelayMs(failures, { firstMs, retryAfterMs: outcome.retryAfterMs }));
      isImmediate = false;
    }
  };
  const check = () => {
    if (pause.end() || Date.now() - receivedAt < silentMs) return;
    isImmediate = true;
    connection.abort();
  };
  const stopWatching = watchClock(check, () => {
    if (Date.now() - receivedAt > deadMs) connection.abort();
  });
  const close = () => {
    isClosed = true;
    stopWatching();
    connection.abort();
    pause.end();
  };
  void run();
  return { check, interrupt: () => connection.abort(), close };
}

type Outcome = { state: "ended" | "refused" } | { state: "lost"; retryAfterMs: number };

const dropped: Outcome = { state: "lost", retryAfterMs: 0 };

async function readText(body: ReadableStream<Uint8Array>, onText: (text: string) => void): Promise<void> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) {
    onText(decoder.decode(value, { stream: true }));
  }
}

/** A wait that `end` ends early; `end` returns whether there was one. */
function createPause() {
  let end: (() => void) | null = null;
  const wait = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(() => end?.(), ms);
      end = () => {
        clearTimeout(timer);
        end = null;
        resolve();
      };
    });
  const endNow = () => {
    const wasWaiting = end !== null;
    end?.();
    return wasWaiting;
  };
  return { wait, end: endNow };
}

/** Calls `onSecond` every second, or `onWake` instead if the computer was asleep. */
function watchClock(onWake: () => void, onSecond: () => void): () => void {
  let calledAt = Date.now();
  const timer = setInterval(() => {
    const wasAsleep = Date.now() - calledAt > asleepMs;
    calledAt = Date.now();
    if (wasAsleep) onWake();
    else onSecond();
  }, 1000);
  return () => clearInterval(timer);
}
