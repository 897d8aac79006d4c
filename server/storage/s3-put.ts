import fs from "node:fs";
import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  HeadObjectCommand,
  PutObjectCommand,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import type { StoredContent } from "./content-store";
import { type Bucket, encryption } from "./s3-bucket";
import { isMissing, statusOf } from "./s3-errors";
import { createSlots } from "./slots";

/** A longer file is sent in parts of this size, or of more if there would be too many parts. */
const PART_BYTES = 8 * 1024 * 1024;
const PARTS_MAX = 10_000;
/** How many parts of one file are sent at the same time. */
const PARTS_AT_ONCE = 4;
/** A content that was stored longer ago is sent again, so that the sweep takes it for a new one. */
const FRESH_MS = 12 * 3_600_000;

/** Parts are in memory while they are sent: this many at the same time in this process, which are 128 MiB. */
const memory = createSlots(16);

/** What is sent: a file of this machine that becomes an object. */
interface Sending {
  bucket: Bucket;
  key: string;
  file: string;
  content: Pick<StoredContent, "sha256" | "sizeBytes">;
}

type Condition = { IfNoneMatch?: "*" };

/**
 * Makes a file an object, unless the bucket has it already. The bucket checks what arrives: a small file by the SHA-256 of
 * its name, each part of a large one by a checksum of its own.
 */
export async function putFile(sending: Sending): Promise<void> {
  const isLarge = sending.content.sizeBytes > PART_BYTES;
  const found = isLarge ? await find(sending) : "missing";
  if (found === "fresh") return;
  if (found === "stale") return void (await send(sending, {}));
  const isConflict = (await send(sending, { IfNoneMatch: "*" })) === "exists";
  if (isConflict && (await find(sending)) !== "fresh") await send(sending, {});
}

/** `fresh`: the bucket has it, and it was stored a short time ago. */
async function find({ bucket, key, content }: Sending): Promise<"fresh" | "stale" | "missing"> {
  try {
    const found = await bucket.client.send(new HeadObjectCommand({ Bucket: bucket.name, Key: key }));
    const age = Date.now() - (found.LastModified?.getTime() ?? 0);
    return found.ContentLength === content.sizeBytes && age < FRESH_MS ? "fresh" : "stale";
  } catch (error) {
    if (isMissing(error)) return "missing";
    throw error;
  }
}

/** Sends the file. `exists` if the condition does not hold. */
async function send(sending: Sending, condition: Condition): Promise<"stored" | "exists"> {
  try {
    if (sending.content.sizeBytes > PART_BYTES) await sendParts(sending, condition);
    else await sendAtOnce(sending, condition);
    return "stored";
  } catch (error) {
    const status = statusOf(error);
    // 409: another one stores or removes the same content at this moment.
    if (condition.IfNoneMatch && (status === 412 || status === 409)) return "exists";
    // Some servers know no conditions. What would be written over is equal.
    if (condition.IfNoneMatch && status === 501) return send(sending, {});
    throw error;
  }
}

async function sendAtOnce({ bucket, key, file, content }: Sending, condition: Condition): Promise<void> {
  const release = await memory.take();
  try {
    await bucket.client.send(
      new PutObjectCommand({
        Bucket: bucket.name,
        Key: key,
        Body: await fs.promises.readFile(file),
        ChecksumSHA256: Buffer.from(content.sha256, "hex").toString("base64"),
        ...encryption(),
        ...condition,
      }),
    );
  } finally {
    release();
  }
}

async function sendParts(sending: Sending, condition: Condition): Promise<void> {
  const { bucket, key } = sending;
  const target = { Bucket: bucket.name, Key: key };
  const { UploadId } = await bucket.client.send(
    new CreateMultipartUploadCommand({ ...target, ChecksumAlgorithm: "CRC32", ...encryption() }),
  );
  const upload = { ...target, UploadId };
  try {
    const Parts = await sendEachPart(sending, upload);
    await bucket.client.send(
      new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts }, ...condition }),
    );
  } catch (error) {
    // The sweep removes what this could not.
    await bucket.client.send(new AbortMultipartUploadCommand(upload)).catch(() => undefined);
    throw error;
  }
}

/** An upload of several parts, as each request names it. */
interface MultipartUpload {
  Bucket: string;
  Key: string;
  UploadId: string | undefined;
}

async function sendEachPart({ bucket, file, content }: Sending, upload: MultipartUpload): Promise<CompletedPart[]> {
  const partBytes = Math.max(PART_BYTES, Math.ceil(content.sizeBytes / PARTS_MAX));
  const parts: CompletedPart[] = new Array(Math.ceil(content.sizeBytes / partBytes));
  const handle = await fs.promises.open(file);
  let next = 0;
  const sendNext = async (): Promise<void> => {
    for (let index = next++; index < parts.length; index = next++) {
      const release = await memory.take();
      try {
        const Body = await readPart(handle, { start: index * partBytes, partBytes, sizeBytes: content.sizeBytes });
        const PartNumber = index + 1;
        const part = { ...upload, PartNumber, Body, ChecksumAlgorithm: "CRC32" as const };
        const { ETag, ChecksumCRC32 } = await bucket.client.send(new UploadPartCommand(part));
        parts[index] = { PartNumber, ETag, ChecksumCRC32 };
      } catch (error) {
        next = parts.length; // The others end after the part that they are sending.
        throw error;
      } finally {
        release();
      }
    }
  };
  const senders = await Promise.allSettled(Array.from({ length: PARTS_AT_ONCE }, sendNext));
  await handle.close();
  for (const sender of senders) if (sender.status === "rejected") throw sender.reason;
  return parts;
}

async function readPart(
  handle: fs.promises.FileHandle,
  { start, partBytes, sizeBytes }: { start: number; partBytes: number; sizeBytes: number },
): Promise<Buffer> {
  const part = Buffer.allocUnsafe(Math.min(partBytes, sizeBytes - start));
  for (let read = 0; read < part.length; ) {
    const { bytesRead } = await handle.read(part, read, part.length - read, start + read);
    if (bytesRead === 0) throw new Error(`A file became shorter while it was sent to storage.`);
    read += bytesRead;
  }
  return part;
}
