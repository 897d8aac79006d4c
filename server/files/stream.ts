import type { Readable } from "node:stream";

/**
 * A body that reads from a stream only as fast as it is taken, and opens it only when it is. `Readable.toWeb` fails with
 * an uncaught error whenever a client leaves (Node 20).
 */
export function toBody(open: () => Readable): ReadableStream<Uint8Array> {
  let source: Readable | undefined;
  let chunks: AsyncIterator<Uint8Array> | undefined;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        source ??= open();
        chunks ??= source[Symbol.asyncIterator]();
        const { done, value } = await chunks.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      cancel() {
        source?.destroy();
      },
    },
    { highWaterMark: 0 },
  );
}
