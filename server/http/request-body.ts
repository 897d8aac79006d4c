import { Readable } from "node:stream";

/**
 * The body of a request as a stream. When the stream is destroyed during a read, the body is cancelled after it:
 * `Readable.fromWeb` cancels it at once, and the body that Node makes of an incoming message then closes what is closed,
 * an error that nobody can catch ("Invalid state: ReadableStream is already closed").
 */
export function bodyOf(request: Request): Readable {
  if (!request.body) return Readable.from([]);
  const reader = request.body.getReader();
  let reading: Promise<void> = Promise.resolve();
  return new Readable({
    read() {
      reading = reader.read().then(
        ({ done, value }) => void this.push(done ? null : value),
        (error: Error) => void this.destroy(error),
      );
    },
    destroy(error, done) {
      void reading.then(() => reader.cancel()).catch(() => undefined);
      done(error);
    },
  });
}
