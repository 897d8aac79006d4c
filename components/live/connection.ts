import { type EventStream, openEventStream, type StreamState } from "./event-stream";

/** A loss is shown after this time, because most connections are back at once. */
const patienceMs = 1500;

type Options = Parameters<typeof openEventStream>[0];

/** A connection that was lost without notice is found dead after this time. */
const unnoticedMs = 45_000;

const loadedAt = Date.now();
let liveUntil = loadedAt;
let isLive = false;

const lostStreams = new Set<object>();
const listeners = new Set<() => void>();
let isShown = false;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Opens an event stream for this page. It reconnects when the browser is online again and when the page comes back. */
export function followStream({ url, onEvent, onState }: Options): EventStream {
  const key = {};
  const stream = openEventStream({
    url,
    onEvent,
    onState: (state: StreamState) => {
      setLive({ isOpen: state === "open" });
      setLost(key, { isLost: state === "lost" });
      if (state === "ended" || state === "refused") stopWatching();
      onState(state);
    },
  });
  const stopWatching = watchPage(stream);
  const close = () => {
    stopWatching();
    setLive({ isOpen: false });
    setLost(key, { isLost: false });
    stream.close();
  };
  return { ...stream, close };
}

/** For how many seconds the page may have received no events. */
export function missedSeconds(): number {
  const now = Date.now();
  return Math.ceil(Math.min(now - liveUntil + unnoticedMs, now - loadedAt) / 1000) + 2;
}

/** Whether the page's event stream is interrupted. */
export function isConnectionLost(): boolean {
  return isShown;
}

/** Calls `listener` when a connection is lost or restored, and when the browser goes offline or online. */
export function onConnectionChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

function watchPage(stream: EventStream): () => void {
  const onVisibilityChange = () => document.visibilityState === "visible" && stream.check();
  document.addEventListener("visibilitychange", onVisibilityChange);
  window.addEventListener("pageshow", stream.check);
  window.addEventListener("online", stream.check);
  window.addEventListener("offline", stream.interrupt);
  return () => {
    document.removeEventListener("visibilitychange", onVisibilityChange);
    window.removeEventListener("pageshow", stream.check);
    window.removeEventListener("online", stream.check);
    window.removeEventListener("offline", stream.interrupt);
  };
}

function setLive({ isOpen }: { isOpen: boolean }): void {
  if (isLive && !isOpen) liveUntil = Date.now();
  isLive = isOpen;
}

function setLost(stream: object, { isLost }: { isLost: boolean }): void {
  if (isLost) lostStreams.add(stream);
  else lostStreams.delete(stream);
  if (lostStreams.size === 0 || !navigator.onLine || isShown) show({ isLost: lostStreams.size > 0 });
  else timer ??= setTimeout(() => show({ isLost: true }), patienceMs);
}

function show({ isLost }: { isLost: boolean }): void {
  clearTimeout(timer);
  timer = undefined;
  isShown = isLost;
  for (const listener of listeners) listener();
}
