/**
 * A body that takes from a source only as fast as it is read, and opens it only when it is; when the reader leaves, the
 * signal fires and the source is closed. `Readable.toWeb` fails with an uncaught error whenever a client leaves (Node 20).
 */
export function toBody(open: (signal: AbortSignal) => AsyncIterable<Uint8Array | string>): ReadableStream<Uint8Array> {
  const left = new AbortController();
  const encoder = new TextEncoder();
  let chunks: AsyncIterator<Uint8Array | string> | undefined;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        chunks ??= open(left.signal)[Symbol.asyncIterator]();
        const { done, value } = await chunks.next();
        if (left.signal.aborted) return;
        if (done) controller.close();
        else controller.enqueue(typeof value === "string" ? encoder.encode(value) : value);
      },
      cancel() {
        left.abort();
        // Not awaited: a source that is waiting answers only after it has noticed the signal. Nobody hears its errors.
        chunks?.return?.().catch(() => undefined);
      },
    },
    { highWaterMark: 0 },
  );
}
