import { randomUUID } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { buffer } from "node:stream/consumers";
import { afterAll, afterEach, beforeEach, describe, expect, inject, test } from "vitest";
import { pg } from "@/db/client";
import type { Job } from "@/db/schema";
import { aJobFile } from "@/db/testing/factories";
import { systemActor } from "@/server/auth/actor";
import { env } from "@/server/env";
import { type Presentation, sendStored } from "@/server/http/download";
import { getJobFile } from "@/server/jobs/download";
import { listFilesOf } from "@/server/jobs/files";
import { copyAll } from "@/server/storage/copy-content";
import { contentStore, filesFolder, openContentStore } from "@/server/storage/location";
import { openStored } from "@/server/storage/store";
import { type Fault, type FaultyProxy, startFaultyProxy } from "@/server/storage/testing/faulty-proxy";
import { aQueuedJob, aRunningWorker, ended, printed, rowWhen, stopWorkers, until, workerLog } from "./testing/running";

// A worker whose files are in a bucket, which it reaches through a proxy that can fail.
const busy: Fault = { status: 503, code: "SlowDown" };
let fault: Fault;
let proxy: FaultyProxy;

beforeEach(async () => {
  fault = undefined;
  proxy = await startFaultyProxy(inject("s3Url"), () => fault);
  Object.assign(env(), { WOOEY_STORAGE: `s3://tests/${randomUUID()}`, WOOEY_S3_ENDPOINT: proxy.url });
});
afterEach(async () => {
  fault = undefined;
  await stopWorkers();
  await proxy.stop();
  fs.rmSync(path.join(env().WOOEY_DATA_DIR, "cache"), { recursive: true, force: true });
});
afterAll(() => Object.assign(env(), { WOOEY_STORAGE: undefined, WOOEY_S3_ENDPOINT: inject("s3Url") }));

/** A queued job whose script and input are only in the bucket. */
async function aJobInBucket(source: string): Promise<Job> {
  const job = await aQueuedJob(source, { status: "submitted" });
  const input = await aJobFile(job, { direction: "input", path: "in.txt", content: "from the bucket" });
  await copyAll(await openContentStore(filesFolder()), await contentStore(), () => undefined);
  fs.rmSync(filesFolder(), { recursive: true });
  await pg`update jobs set status = 'queued', argv = ${pg.json([`{input:${input.id}}`])} where id = ${job.id}`;
  await pg`select pg_notify('wooey_jobs', ${String(job.id)})`;
  return job;
}

const copies = "import sys\nopen('out.html', 'w').write(open(sys.argv[1]).read())\n";

async function outputFile(job: Job) {
  const [file] = (await listFilesOf(job.id, { showsInputs: false })).filter(({ path: name }) => name === "out.html");
  return getJobFile(systemActor, { job: String(job.id), file: String(file?.id) });
}

describe("a worker with a bucket", () => {
  test("gets the script and its inputs from there, and keeps the files of the job there", async () => {
    const job = await aJobInBucket(copies);
    await aRunningWorker();
    expect(await ended(job)).toMatchObject({ status: "completed" });
    const file = await outputFile(job);
    expect((await buffer(openStored(file.sha256))).toString()).toBe("from the bucket");
    expect(fs.existsSync(path.join(filesFolder(), file.sha256.slice(0, 2)))).toBe(false);
    const send = (presentation: Presentation) => sendStored(new Request("http://wooey.test/"), file, presentation);
    const sent = await send("attachment");
    expect([sent.status, sent.headers.get("x-send-stored")]).toEqual([200, `${file.sha256} 15`]);
    Object.assign(env(), { WOOEY_S3_DOWNLOADS: "redirect" });
    const [saved, viewed, previewed] = await Promise.all([send("attachment"), send("view"), send("preview")]);
    Object.assign(env(), { WOOEY_S3_DOWNLOADS: "stream" });
    // HTML is never shown from the bucket's address, and the preview keeps its guard.
    expect([saved.status, viewed.status, previewed.status]).toEqual([302, 200, 200]);
    expect(saved.headers.get("cache-control")).toBe("private, no-store");
    expect(previewed.headers.get("content-security-policy")).toContain("sandbox; default-src 'none'");
    const answer = await fetch(saved.headers.get("location") ?? "");
    expect(answer.headers.get("content-disposition")).toContain('attachment; filename="out.html"');
    expect(await answer.text()).toBe("from the bucket");
  });

  test("lets a job wait while its files cannot be fetched", async () => {
    const job = await aJobInBucket(copies);
    fault = busy;
    await aRunningWorker();
    await until(() => workerLog.some((line) => line.startsWith(`Job ${job.id} waits, because its files`)));
    expect((await rowWhen(job, () => true)).endedAt).toBeNull();
    fault = undefined;
    expect(await ended(job)).toMatchObject({ status: "completed", attempt: 1 });
  });

  test("keeps the files of a job that ends while the bucket does not respond", async () => {
    const job = await aJobInBucket(`${copies}print("written", flush=True)\nwhile True: pass\n`);
    await aRunningWorker();
    await printed(job, "written");
    fault = busy;
    await pg`update jobs set stop_requested_at = now(), kill_requested = true where id = ${job.id}`;
    await pg`select pg_notify('wooey_stop', ${String(job.id)})`;
    await until(() => workerLog.some((line) => line.startsWith(`Job ${job.id}: `) && line.includes("trying again")));
    expect((await rowWhen(job, () => true)).status).toBe("running");
    fault = undefined;
    expect(await ended(job)).toMatchObject({ status: "stopped" });
    expect((await buffer(openStored((await outputFile(job)).sha256))).toString()).toBe("from the bucket");
  });
});
