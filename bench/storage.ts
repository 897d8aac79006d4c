/**
 * npx tsx --conditions=react-server bench/storage.ts [MB]
 * Measures storage in a bucket, on a real S3 server of this machine (bin/build/s3-server.mjs): a file of this size (256) and
 * many small ones, up and down, each next to the same client without everything that Wooey adds: hashes, checks, the copy on
 * the disk. Prints the figures of the disk as well. Exits with 1 if the bucket is slower than 0.8 times the bare client.
 */
import { createHash, randomBytes, randomUUID } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  PutObjectCommand,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { s3Credentials, startS3Server } from "../server/storage/testing/s3-server";
import { exitCode, report } from "./instance";

const megabytes = Number(process.argv[2] ?? 256);
const ROUNDS = 3;
const SMALL_FILES = 400;
const SMALL_BYTES = 64 * 1024;
const AT_ONCE = 8;
const PART_BYTES = 8 * 1024 * 1024;
const SHARE = 0.8;

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "wooey-bench-storage-"));
const server = await startS3Server();
Object.assign(process.env, {
  WOOEY_DATA_DIR: folder,
  WOOEY_S3_ENDPOINT: server.url,
  AWS_ACCESS_KEY_ID: s3Credentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: s3Credentials.secretAccessKey,
});
const { openContentStore } = await import("../server/storage/location");
const { putStream } = await import("../server/storage/copy-content");
const { openS3 } = await import("../server/storage/s3-bucket");
const bucket = openS3("s3://tests/bare");
const stores = {
  "the disk": await openContentStore(path.join(folder, "files")),
  "the bucket": await openContentStore("s3://tests/wooey"),
};
const large = path.join(folder, "large");
const target = path.join(folder, "target");
await pipeline(Readable.from(randomChunks()), fs.createWriteStream(large));
const sha256 = await hashOf(large);
const smallFiles = Array.from({ length: SMALL_FILES }, () => randomBytes(SMALL_BYTES));

try {
  const bare = {
    up: await best(putBare),
    down: await best(() => getBare("large")),
    small: await best(putSmallBare, 1),
  };
  print("the bare client", bare);
  for (const [name, store] of Object.entries(stores)) {
    const figures = {
      up: await best(async () => {
        await store.remove(sha256);
        return () => putStream(store, fs.createReadStream(large, { highWaterMark: 256 * 1024 }));
      }),
      down: await best(async () => () => pipeline(store.open(sha256), fs.createWriteStream(target))),
      small: await best(async () => () => eachSmall((bytes) => putStream(store, Readable.from([bytes]))), 1),
    };
    print(name, figures);
    if (name === "the bucket") compare(figures, bare);
  }
} finally {
  await server.stop();
  fs.rmSync(folder, { recursive: true, force: true });
}
process.exit(exitCode());

interface Figures {
  /** Seconds. */
  up: number;
  down: number;
  small: number;
}

function print(name: string, { up, down, small }: Figures): void {
  const speed = (seconds: number) => `${(megabytes / seconds).toFixed(0)} MB/s`;
  report(`${name}: ${speed(up)} up, ${speed(down)} down, ${(SMALL_FILES / small).toFixed(0)} small files/s`, {
    isKept: true,
  });
}

function compare(ours: Figures, bare: Figures): void {
  for (const name of ["up", "down", "small"] as const) {
    const share = bare[name] / ours[name];
    report(`${name}: ${share.toFixed(2)} times the bare client (promised ${SHARE})`, { isKept: share >= SHARE });
  }
}

/** The best of some rounds, in seconds. What `prepare` does before it returns the work is not measured. */
async function best(prepare: () => Promise<() => Promise<unknown>>, rounds = ROUNDS): Promise<number> {
  const seconds: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const work = await prepare();
    const startedAt = performance.now();
    await work();
    seconds.push((performance.now() - startedAt) / 1000);
  }
  return Math.min(...seconds);
}

async function putBare(): Promise<() => Promise<unknown>> {
  return async () => {
    const object = { Bucket: bucket.name, Key: `${bucket.prefix}large` };
    const { UploadId } = await bucket.client.send(new CreateMultipartUploadCommand(object));
    const handle = await fs.promises.open(large);
    const parts: { PartNumber: number; ETag: string | undefined }[] = [];
    let next = 0;
    const send = async () => {
      for (let index = next++; index * PART_BYTES < megabytes * 1024 * 1024; index = next++) {
        const Body = Buffer.allocUnsafe(Math.min(PART_BYTES, megabytes * 1024 * 1024 - index * PART_BYTES));
        await handle.read(Body, 0, Body.length, index * PART_BYTES);
        const PartNumber = index + 1;
        const { ETag } = await bucket.client.send(new UploadPartCommand({ ...object, UploadId, PartNumber, Body }));
        parts[index] = { PartNumber, ETag };
      }
    };
    await Promise.all(Array.from({ length: 4 }, send));
    await handle.close();
    const complete = { ...object, UploadId, MultipartUpload: { Parts: parts } };
    await bucket.client.send(new CompleteMultipartUploadCommand(complete));
  };
}

async function getBare(name: string): Promise<() => Promise<unknown>> {
  return async () => {
    const object = { Bucket: bucket.name, Key: bucket.prefix + name };
    const { Body } = await bucket.client.send(new GetObjectCommand(object));
    if (Body instanceof Readable) await pipeline(Body, fs.createWriteStream(target));
  };
}

async function putSmallBare(): Promise<() => Promise<unknown>> {
  return () =>
    eachSmall((Body) =>
      bucket.client.send(new PutObjectCommand({ Bucket: bucket.name, Key: bucket.prefix + randomUUID(), Body })),
    );
}

async function eachSmall(put: (bytes: Buffer) => Promise<unknown>): Promise<void> {
  let next = 0;
  const work = async () => {
    for (let bytes = smallFiles[next++]; bytes; bytes = smallFiles[next++]) await put(bytes);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

function* randomChunks(): Generator<Buffer> {
  for (let index = 0; index < megabytes; index += 1) yield randomBytes(1024 * 1024);
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of fs.createReadStream(file)) hash.update(chunk);
  return hash.digest("hex");
}
