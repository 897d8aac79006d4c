import { toBody } from "./stream";

/** One server-sent event. A browser that reconnects sends the last `id` back as `Last-Event-ID`. */
export interface ServerEvent {
  event: string;
  data: unknown;
  id?: string;
}

/** After this time without an event, a comment is sent, so that proxies keep the connection open. */
const HEARTBEAT_MS = 20_000;

const headers = {
  "content-type": "text/event-stream; charset=utf-8",
  "cache-control": "no-store, no-transform",
  "x-accel-buffering": "no",
  "referrer-policy": "no-referrer",
};

/**
 * Server-sent events (HTML, section 9.2). The events of one batch are sent together. The signal fires when the browser
 * has left; `retryMs` is how long it waits before it connects again.
 */
export function sendEvents(
  request: Request,
  open: (signal: AbortSignal) => AsyncIterable<ServerEvent[]>,
  { retryMs }: { retryMs: number },
): Response {
  const body = toBody(async function* (disconnected) {
    yield `retry: ${retryMs}\n\n`;
    const batches = open(AbortSignal.any([disconnected, request.signal]));
    for await (const batch of withHeartbeats(batches)) {
      yield batch === "heartbeat" ? ": heartbeat\n\n" : batch.map(toText).join("");
    }
  });
  return new Response(body, { headers });
}

/** Tells a browser not to reconnect, because there will be no events. */
export function noEvents(): Response {
  return new Response(null, { status: 204 });
}

function toText({ event, data, id }: ServerEvent): string {
  return `${id === undefined ? "" : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

async function* withHeartbeats<Item>(items: AsyncIterable<Item>): AsyncGenerator<Item | "heartbeat"> {
  const iterator = items[Symbol.asyncIterator]();
  let next: Promise<IteratorResult<Item>> | null = null;
  try {
    for (;;) {
      // The next event is requested only when the browser reads, so that it is up to date.
      next ??= iterator.next();
      const result = await within(HEARTBEAT_MS, next);
      if (result?.done) return;
      if (result) next = null;
      yield result ? result.value : "heartbeat";
    }
  } finally {
    // Not awaited, because a waiting source ends only once it notices the signal. Its errors no longer matter.
    next?.catch(() => undefined);
    iterator.return?.(undefined)?.catch(() => undefined);
  }
}

/** The promise's value; null if it takes longer. */
async function within<Value>(ms: number, promise: Promise<Value>): Promise<Value | null> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, ms, null);
  });
  try {
    return await Promise.race([promise, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
