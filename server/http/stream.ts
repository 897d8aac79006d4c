type Chunk = Uint8Array | string;

/**
 * A response body that opens its source at the first read and takes from it only as fast as it is read. When the reader
 * leaves, the signal fires and the source is closed. (`Readable.toWeb` of Node 20 throws an uncaught error whenever a
 * client leaves.)
 */
export function toBody(open: (signal: AbortSignal) => AsyncIterable<Chunk>): ReadableStream<Uint8Array> {
  const disconnected = new AbortController();
  const encoder = new TextEncoder();
  let chunks: AsyncIterator<Chunk> | undefined;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        chunks ??= open(disconnected.signal)[Symbol.asyncIterator]();
        const { done, value } = await chunks.next();
        if (disconnected.signal.aborted) return;
        if (done) controller.close();
        else controller.enqueue(typeof value === "string" ? encoder.encode(value) : value);
      },
      cancel() {
        disconnected.abort();
        // Not awaited, because a waiting source ends only once it notices the signal. Its errors no longer matter.
        chunks?.return?.().catch(() => undefined);
      },
    },
    { highWaterMark: 0 },
  );
}

/** A line of JSON for each item, generated while its batches are read. */
export function sendLines(mediaType: string, open: () => AsyncIterable<unknown[]>): Response {
  const body = toBody(async function* () {
    for await (const items of open()) yield items.map((item) => `${JSON.stringify(item)}\n`).join("");
  });
  return new Response(body, { headers: { "content-type": mediaType, "x-content-type-options": "nosniff" } });
}

/** JSON text that is generated while it is sent. */
export function jsonStream(open: () => AsyncIterable<string>): Response {
  return new Response(toBody(open), { headers: { "content-type": "application/json" } });
}

/**
 * `{ "valid": true, "<name>": […] }`, generated while its items are read, so that a long list is never fully in memory.
 */
export async function jsonList(name: string, batches: AsyncIterable<unknown[]>): Promise<Response> {
  const iterator = batches[Symbol.asyncIterator]();
  const first = await iterator.next(); // an error here still becomes an error response
  return jsonStream(async function* () {
    let text = `{"valid":true,"${name}":[`;
    let comma = "";
    for (let batch = first; !batch.done; batch = await iterator.next()) {
      if (batch.value.length === 0) continue;
      yield text + comma + JSON.stringify(batch.value).slice(1, -1);
      text = "";
      comma = ",";
    }
    yield `${text}]}`;
  });
}
