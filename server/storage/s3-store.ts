import type { Readable } from "node:stream";
import {
  AbortMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { env } from "@/server/env";
import {
  type ByteRange,
  type ContentStore,
  type DownloadHeaders,
  isContentName,
  keyOf,
  type ListedContent,
  NotStoredError,
  shardName,
} from "./content-store";
import { openLocalCache } from "./local-cache";
import { type Bucket, encryption, openPublicClient, openS3, type S3Timeouts } from "./s3-bucket";
import { explainS3Error, isMissing } from "./s3-errors";
import { openObject } from "./s3-open";
import { putFile } from "./s3-put";

const URL_SECONDS = 300;

/** Contents as objects of a bucket. @throws StartError if the location is no address of a bucket */
export function openBucket(location: string, timeouts?: S3Timeouts): ContentStore {
  const bucket = openS3(location, timeouts);
  const publicClient = openPublicClient(bucket);
  const open = (sha256: string, range?: ByteRange): Readable =>
    openObject({ bucket, key: contentKey(bucket, sha256), sha256, range });
  const cache = openLocalCache(open);
  const asStorage = <Value>(work: Promise<Value>): Promise<Value> =>
    work.catch((error) => {
      throw explainS3Error(error, bucket.location);
    });
  return {
    location: bucket.location,
    put: async (file, content) => {
      const key = contentKey(bucket, content.sha256);
      await asStorage(putFile({ bucket, key, file, content }));
    },
    keepCopy: cache.keep,
    open,
    size: (sha256) => asStorage(sizeOf(bucket, sha256)),
    remove: (sha256) => asStorage(removeObject(bucket, contentKey(bucket, sha256))),
    list: (shard) => listContents(bucket, shard),
    localFile: (sha256) => cache.fetch(sha256),
    sendable: async (sha256) => {
      const sizeBytes = await asStorage(sizeOf(bucket, sha256));
      if (sizeBytes === null) throw new NotStoredError(sha256);
      return { sha256, sizeBytes };
    },
    downloadUrl: (sha256, headers) =>
      env().WOOEY_S3_DOWNLOADS === "redirect"
        ? signDownload({ ...bucket, client: publicClient }, sha256, headers)
        : Promise.resolve(null),
    removeUnfinished: (before) => asStorage(abortUploads(bucket, before)),
    readText: (name) => asStorage(readText(bucket, textKey(bucket, name))),
    writeText: (name, text) => asStorage(writeText(bucket, textKey(bucket, name), text)),
    listTexts: (prefix) => asStorage(listTexts(bucket, prefix)),
  };
}

const contentKey = ({ prefix }: Bucket, sha256: string) => prefix + keyOf(sha256);
const textKey = ({ prefix }: Bucket, name: string) => `${prefix}texts/${name}`;

async function sizeOf(bucket: Bucket, sha256: string): Promise<number | null> {
  try {
    const Key = contentKey(bucket, sha256);
    const found = await bucket.client.send(new HeadObjectCommand({ Bucket: bucket.name, Key }));
    return found.ContentLength ?? 0;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

async function removeObject({ client, name }: Bucket, Key: string): Promise<void> {
  await client.send(new DeleteObjectCommand({ Bucket: name, Key }));
}

async function* listContents(bucket: Bucket, shard: number): AsyncGenerator<ListedContent> {
  for await (const { key, sizeBytes, storedAt } of listObjects(bucket, `${shardName(shard)}/`)) {
    const sha256 = key.slice(bucket.prefix.length + 3);
    if (isContentName(sha256)) yield { sha256, sizeBytes, storedAt };
  }
}

/** The objects below a folder of the prefix, a thousand at a time. */
async function* listObjects(
  { client, name, prefix, location }: Bucket,
  folder: string,
): AsyncGenerator<{ key: string; sizeBytes: number; storedAt: Date }> {
  let ContinuationToken: string | undefined;
  do {
    const page = await client
      .send(
        new ListObjectsV2Command({
          Bucket: name,
          Prefix: prefix + folder,
          ...(ContinuationToken === undefined ? {} : { ContinuationToken }),
        }),
      )
      .catch((error) => {
        throw explainS3Error(error, location);
      });
    for (const { Key = "", Size = 0, LastModified = new Date() } of page.Contents ?? [])
      yield { key: Key, sizeBytes: Size, storedAt: LastModified };
    ContinuationToken = page.NextContinuationToken;
  } while (ContinuationToken !== undefined);
}

/** The browser saves what it gets: the address says so, because the bucket does not know the rules of this site. */
function signDownload({ client, name, prefix }: Bucket, sha256: string, headers: DownloadHeaders): Promise<string> {
  const command = new GetObjectCommand({
    Bucket: name,
    Key: prefix + keyOf(sha256),
    ResponseContentType: headers.type,
    ResponseContentDisposition: headers.disposition,
    ResponseCacheControl: "private, no-store",
  });
  return getSignedUrl(client, command, { expiresIn: URL_SECONDS });
}

/** Uploads of several parts that were never completed, such as those of a process that was killed. */
async function abortUploads({ client, name, prefix }: Bucket, before: Date): Promise<number> {
  const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket: name, Prefix: prefix }));
  const abandoned = Uploads.filter(({ Initiated }) => Initiated !== undefined && Initiated < before);
  for (const { Key, UploadId } of abandoned)
    await client.send(new AbortMultipartUploadCommand({ Bucket: name, Key, UploadId }));
  return abandoned.length;
}

async function readText({ client, name }: Bucket, Key: string): Promise<string | null> {
  try {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: name, Key }));
    return (await Body?.transformToString()) ?? "";
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

async function writeText({ client, name }: Bucket, Key: string, text: string): Promise<void> {
  await client.send(new PutObjectCommand({ Bucket: name, Key, Body: Buffer.from(text), ...encryption() }));
}

async function listTexts(bucket: Bucket, prefix: string): Promise<string[]> {
  const names: string[] = [];
  for await (const { key } of listObjects(bucket, `texts/${prefix}`))
    names.push(key.slice(bucket.prefix.length + "texts/".length));
  return names.sort();
}
