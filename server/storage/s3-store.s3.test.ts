import { createHash, randomBytes, randomUUID } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { buffer } from "node:stream/consumers";
import { CreateMultipartUploadCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { afterEach, beforeEach, describe, expect, inject, test } from "vitest";
import { env } from "@/server/env";
import type { ContentStore } from "./content-store";
import { openS3 } from "./s3-bucket";
import { openBucket } from "./s3-store";
import { collect, describeContentStore, fileOf, putBytes } from "./testing/contract";
import { type Fault, type FaultyProxy, type SeenRequest, startFaultyProxy } from "./testing/faulty-proxy";

const aLocation = () => `s3://tests/${randomUUID()}`;
const timeouts = { connectMs: 1_000, idleMs: 500 };

describeContentStore("a bucket", async () => openBucket(aLocation()));

describe("a bucket", () => {
  test("a location that is no address of a bucket", () => {
    expect(() => openBucket("s3://UPPER/")).toThrow("s3://UPPER/ is not an address such as s3://bucket/prefix.");
  });

  test("a file whose bytes are not those of its name is refused on the way in", async () => {
    const store = openBucket(aLocation());
    const { file, content } = fileOf(randomBytes(1000));
    fs.writeFileSync(file, randomBytes(1000));
    await expect(store.put(file, content)).rejects.toMatchObject({ name: "StorageError", code: "unavailable" });
    expect(await store.size(content.sha256)).toBeNull();
  });

  test("a content that was damaged in the bucket is found on the way out, and stored anew by the next upload", async () => {
    const location = aLocation();
    const store = openBucket(location);
    const bytes = randomBytes(1000);
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    const { client, name, prefix } = openS3(location);
    const Key = `${prefix}${sha256.slice(0, 2)}/${sha256}`;
    await client.send(new PutObjectCommand({ Bucket: name, Key, Body: randomBytes(999) }));
    const damaged = { name: "StorageError", reason: expect.stringContaining("is damaged") };
    await expect(buffer(store.open(sha256))).rejects.toMatchObject(damaged);
    await expect(store.localFile(sha256)).rejects.toMatchObject(damaged);
    await putBytes(store, bytes);
    expect(await buffer(store.open(sha256))).toEqual(bytes);
  });

  test("uploads that were never completed are removed, but not new ones", async () => {
    const location = aLocation();
    const store = openBucket(location);
    const { client, name, prefix } = openS3(location);
    await client.send(new CreateMultipartUploadCommand({ Bucket: name, Key: `${prefix}00/abandoned` }));
    expect(await store.removeUnfinished(new Date(Date.now() - 3_600_000))).toBe(0);
    expect(await store.removeUnfinished(new Date(Date.now() + 60_000))).toBe(1);
    expect(await store.removeUnfinished(new Date(Date.now() + 60_000))).toBe(0);
  });

  test("a signed address gives the file as a download, without credentials", async () => {
    const store = openBucket(aLocation());
    const sha256 = await putBytes(store, Buffer.from("<script>alert(1)</script>"));
    const headers = { type: "text/html; charset=utf-8", disposition: `attachment; filename="a b.html"` };
    expect(await store.downloadUrl(sha256, headers)).toBeNull();
    Object.assign(env(), { WOOEY_S3_DOWNLOADS: "redirect" });
    const url = await store
      .downloadUrl(sha256, headers)
      .finally(() => Object.assign(env(), { WOOEY_S3_DOWNLOADS: "stream" }));
    const answer = await fetch(url ?? "");
    expect(await answer.text()).toBe("<script>alert(1)</script>");
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      "content-type": headers.type,
      "content-disposition": headers.disposition,
      "cache-control": "private, no-store",
    });
    expect((await fetch((url ?? "").replace(/X-Amz-Signature=\w{4}/, "X-Amz-Signature=0000"))).status).toBe(403);
  });
});

describe("copies on this machine", () => {
  afterEach(() => Object.assign(env(), { WOOEY_S3_CACHE: 10 * 1024 ** 3 }));

  test("readers at the same time share one download, and the next ones read the copy", async () => {
    const location = aLocation();
    const sha256 = await putBytes(openBucket(location), randomBytes(10));
    const proxy = await startFaultyProxy(inject("s3Url"), () => undefined);
    const store = await behind(proxy, location);
    const files = await Promise.all(Array.from({ length: 10 }, () => store.localFile(sha256)));
    expect(new Set([...files, await store.localFile(sha256)]).size).toBe(1);
    expect(proxy.requests).toHaveLength(1);
    await proxy.stop();
  });

  test("the longest unused go when there are too many bytes", async () => {
    const store = openBucket(aLocation());
    fs.rmSync(path.join(env().WOOEY_DATA_DIR, "cache"), { recursive: true, force: true });
    const stored = [];
    for (let index = 0; index < 12; index += 1) stored.push(await putBytes(store, randomBytes(1_000)));
    const copies = await Promise.all(stored.map((sha256) => store.localFile(sha256)));
    const hourAgo = Date.now() / 1000 - 3600;
    for (const [index, file] of copies.entries()) fs.utimesSync(file, hourAgo + index, hourAgo + index);
    Object.assign(env(), { WOOEY_S3_CACHE: 10_000 });
    const fresh = openBucket(store.location);
    const { file, content } = fileOf(randomBytes(1_000));
    await fresh.put(file, content);
    await fresh.keepCopy(file, content);
    const added = await fresh.localFile(content.sha256);
    expect(copies.map((file) => fs.existsSync(file))).toEqual(copies.map((_, index) => index >= 5));
    expect(fs.existsSync(added)).toBe(true);
    expect(await fresh.localFile(stored[0] ?? "")).toBe(copies[0]);
  });
});

async function behind({ url }: FaultyProxy, location: string): Promise<ContentStore> {
  const before = env().WOOEY_S3_ENDPOINT;
  Object.assign(env(), { WOOEY_S3_ENDPOINT: url });
  const store = openBucket(location, timeouts);
  Object.assign(env(), { WOOEY_S3_ENDPOINT: before });
  return store;
}

describe("a bucket with faults", () => {
  let choose: (request: SeenRequest) => Fault = () => undefined;
  let proxy: FaultyProxy;
  let location = "";
  let store: ContentStore;
  const large = randomBytes(20 * 1024 * 1024);

  beforeEach(async () => {
    choose = () => undefined;
    proxy = await startFaultyProxy(inject("s3Url"), (request) => choose(request));
    location = aLocation();
    store = await behind(proxy, location);
  });
  afterEach(() => proxy.stop());

  const unavailable = (status: number, code: string) => ({ status, code });
  const busy = unavailable(503, "SlowDown");
  const denied = unavailable(403, "AccessDenied");

  test("every second request is answered with 503: contents go in and come out", async () => {
    choose = ({ index }) => (index % 2 === 0 ? busy : undefined);
    const sha256 = await putBytes(store, large);
    expect((await buffer(store.open(sha256))).equals(large)).toBe(true);
    expect(await store.size(sha256)).toBe(large.length);
  });

  test.each(["cut", "silent"] as const)(
    "downloads whose answer is %s are continued where they ended",
    async (fault) => {
      const sha256 = await putBytes(store, large);
      const first = proxy.requests.length;
      choose = ({ index }) => (index - first < 3 ? fault : undefined);
      expect((await buffer(store.open(sha256))).equals(large)).toBe(true);
      const range = { start: 5, end: large.length - 7 };
      expect((await buffer(store.open(sha256, range))).equals(large.subarray(5, -6))).toBe(true);
      expect(proxy.requests.length - first).toBe(5);
    },
  );

  test("a download that gets no further fails, and says that the storage is not available", async () => {
    const sha256 = await putBytes(store, randomBytes(1000));
    choose = () => busy;
    await expect(buffer(store.open(sha256))).rejects.toMatchObject({ code: "unavailable" });
  });

  test("a wrong byte is found, and no copy is kept", async () => {
    const bytes = randomBytes(1000);
    const sha256 = await putBytes(openBucket(location), bytes);
    choose = () => "flipped";
    await expect(store.localFile(sha256)).rejects.toMatchObject({ reason: expect.stringContaining("is damaged") });
    choose = () => undefined;
    expect(fs.readFileSync(await store.localFile(sha256))).toEqual(bytes);
  });

  test("without access, every use says so, and nothing is taken for missing", async () => {
    choose = () => denied;
    const sha256 = "1".repeat(64);
    const refusal = {
      code: "unavailable",
      reason: `${location}: access is denied: check the policy of the credentials`,
    };
    await expect(putBytes(store, randomBytes(10))).rejects.toMatchObject(refusal);
    await expect(buffer(store.open(sha256))).rejects.toMatchObject(refusal);
    await expect(store.remove(sha256)).rejects.toMatchObject(refusal);
    await expect(store.readText("a")).rejects.toMatchObject(refusal);
    await expect(collect(store.list(0))).rejects.toMatchObject(refusal);
    // An answer to HEAD has no body, and so no code.
    const status = { code: "unavailable", reason: expect.stringContaining("access is denied") };
    await expect(store.size(sha256)).rejects.toMatchObject(status);
  });

  test("an upload that fails in the middle leaves no content and no parts", async () => {
    choose = ({ path: address }) => (/partNumber=3/.test(address) ? denied : undefined);
    await expect(putBytes(store, large)).rejects.toMatchObject({ code: "unavailable" });
    choose = () => undefined;
    expect(await store.size(createHash("sha256").update(large).digest("hex"))).toBeNull();
    expect(await store.removeUnfinished(new Date(Date.now() + 60_000))).toBe(0);
  });

  test("a server without conditions still stores contents", async () => {
    let refused = 0;
    choose = ({ method, path: address }) => {
      const isFirst = method === "PUT" && !address.includes("partNumber") && refused++ === 0;
      return isFirst ? unavailable(501, "NotImplemented") : undefined;
    };
    const bytes = randomBytes(100);
    expect(await buffer(store.open(await putBytes(store, bytes)))).toEqual(bytes);
  });

  test("a bucket that does not exist, and one at a server that is not there", async () => {
    const nowhere = await behind(proxy, "s3://no-such-bucket/files");
    await expect(putBytes(nowhere, randomBytes(10))).rejects.toMatchObject({
      reason: "s3://no-such-bucket/files: there is no such bucket",
    });
    await proxy.stop();
    await expect(store.size("1".repeat(64))).rejects.toMatchObject({
      reason: `${location}: the connection was refused`,
    });
    proxy = await startFaultyProxy(inject("s3Url"), () => undefined);
  });
});
