import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { GetObjectCommand } from "@aws-sdk/client-s3";
import { type ByteRange, DamagedError, NotStoredError } from "./content-store";
import type { Bucket } from "./s3-bucket";
import { explainS3Error, isMissing, statusOf } from "./s3-errors";

/** How often a download that brings nothing more is continued, before it fails. */
const CONTINUES_MAX = 4;
const PAUSE_MS = 200;

interface Download {
  bucket: Bucket;
  key: string;
  sha256: string;
  range: ByteRange | undefined;
}

/**
 * The bytes of an object. A connection that breaks off or is silent for too long is continued where it ended. The bytes of
 * a full object are compared with its name: if they differ, the stream fails at its end.
 */
export function openObject(download: Download): Readable {
  const chunks = download.range ? continuing(download) : checking(download, continuing(download));
  return Readable.from(chunks, { objectMode: false, highWaterMark: 256 * 1024 });
}

async function* checking({ bucket, sha256 }: Download, chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const hash = createHash("sha256");
  for await (const chunk of chunks) {
    hash.update(chunk);
    yield chunk;
  }
  if (hash.digest("hex") === sha256) return;
  const damaged = new DamagedError(bucket.location, sha256);
  console.error(`The storage is not available: ${damaged.reason}`);
  throw damaged;
}

/** Where a download is, and the last byte that is wanted. */
interface Position {
  at: number;
  last: number;
}

async function* continuing(download: Download): AsyncGenerator<Buffer> {
  const { start = 0, end = Number.POSITIVE_INFINITY } = download.range ?? {};
  const position = { at: start, last: end };
  for (let failures = 0; position.at <= position.last; ) {
    const before = position.at;
    // The client has repeated the request itself.
    const body = await request(download, position);
    if (body === null) return;
    try {
      yield* readBody(body, position);
      return;
    } catch (error) {
      failures = position.at > before ? 1 : failures + 1;
      if (failures > CONTINUES_MAX) throw explainS3Error(error, download.bucket.location);
      await sleep(PAUSE_MS * 2 ** failures);
    }
  }
}

interface Body {
  stream: Readable;
  /** The position of its last byte. */
  last: number;
}

/** Yields the bytes, and notes how far it came. */
async function* readBody(body: Body, position: Position): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of body.stream) {
      yield chunk;
      position.at += chunk.length;
    }
    if (position.at <= body.last) throw new Error("the answer ended too early");
  } finally {
    body.stream.destroy();
  }
}

/** Asks for the bytes from a position on. Null if it is behind the end, as in an empty object. */
async function request({ bucket, key, sha256 }: Download, { at, last }: Position): Promise<Body | null> {
  const range = `bytes=${at}-${last === Number.POSITIVE_INFINITY ? "" : last}`;
  const isFull = range === "bytes=0-";
  try {
    const object = { Bucket: bucket.name, Key: key, ...(isFull ? {} : { Range: range }) };
    const { Body: stream, ContentLength = 0 } = await bucket.client.send(new GetObjectCommand(object));
    return stream instanceof Readable ? { stream, last: at + ContentLength - 1 } : null;
  } catch (error) {
    if (statusOf(error) === 416) return null;
    throw isMissing(error) ? new NotStoredError(sha256) : explainS3Error(error, bucket.location);
  }
}
