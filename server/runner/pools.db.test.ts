import { randomUUID } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { pg } from "@/db/client";
import type { ScriptLimits } from "@/db/schema";
import { actorOf, aJob, aScript, aStaffUser, aWorker } from "@/db/testing/factories";
import { env } from "@/server/env";
import { setDraining } from "@/server/workers/drain";
import { whyWaiting } from "@/server/workers/queue";
import { claimJobs, unclaimJob, type WorkerIdentity } from "./claim";
import { listGpus } from "./machine";
import { aQueuedJob, aRunningWorker, ended, outputOf, printed, rowWhen, stopWorkers, until } from "./testing/running";

beforeEach(async () => {
  await pg`delete from jobs`;
  await pg`delete from workers`;
});
afterEach(stopWorkers);

/** A worker of a machine of its own, unless it is said to be on that of another one. */
async function anOffer(offer: Parameters<typeof aWorker>[0]): Promise<WorkerIdentity> {
  const { id, host, bootId } = await aWorker({ bootId: randomUUID(), memoryBytes: 8 * 1024 ** 3, cpus: 4, ...offer });
  return { id, host, bootId, realm: { hostId: "", bootId, processNamespace: "", dataFolder: "" }, isolationLevel: 3 };
}

/** Waiting jobs of a script with these needs, by their ids. */
async function waiting(count: number, limits: ScriptLimits): Promise<number[]> {
  const { version } = await aScript({ limits });
  const ids: number[] = [];
  for (let n = 0; n < count; n++) ids.push((await aJob({ versionId: version.id, status: "queued" })).id);
  return ids;
}

/** Claims until nothing more can be claimed, as a worker with free slots does. */
async function claimAll(worker: WorkerIdentity) {
  const claimed = [];
  for (;;) {
    const jobs = await claimJobs(worker, 10);
    claimed.push(...jobs);
    if (jobs.length === 0) return claimed;
  }
}
const idsOf = (jobs: { id: number }[]) => jobs.map((job) => job.id);

describe("tags of workers", () => {
  test("only a worker with all tags of a script runs its jobs; it also runs those of others", async () => {
    const [tagged] = await waiting(1, { workerTags: ["gpu", "big"] });
    const [plain] = await waiting(1, {});
    const few = await anOffer({ tags: ["gpu"] });
    const all = await anOffer({ tags: ["big", "gpu", "fast"] });
    expect(idsOf(await claimAll(few))).toEqual([plain]);
    expect(idsOf(await claimAll(all))).toEqual([tagged]);
  });

  test("a job says that no worker with its tags is online, or none that claims jobs", async () => {
    const [id = 0] = await waiting(1, { workerTags: ["gpu"] });
    expect(await whyWaiting(id)).toMatchObject({ reason: "no_worker" });
    await anOffer({ tags: ["big"] });
    expect(await whyWaiting(id)).toMatchObject({ reason: "no_matching_worker", needs: { workerTags: ["gpu"] } });
    const gpu = await anOffer({ tags: ["gpu"] });
    expect(await whyWaiting(id)).toMatchObject({ reason: "next" });
    await setDraining(await actorOf(await aStaffUser()), gpu.id, { isDraining: true });
    expect(await whyWaiting(id)).toMatchObject({ reason: "no_matching_worker" });
  });
});

describe("GPUs, memory and processors", () => {
  test("each GPU has one job at a time, whichever worker of the machine runs it", async () => {
    const jobs = await waiting(5, { gpus: 1 });
    const first = await anOffer({ gpus: [0, 1, 3] });
    const second = await anOffer({ gpus: [0, 1, 3], bootId: first.bootId });
    const [one] = await claimJobs(first, 1);
    const others = await claimAll(second);
    expect([one, ...others].map((job) => job?.reserved)).toEqual([{ gpus: [0] }, { gpus: [1] }, { gpus: [3] }]);
    expect(await claimAll(first)).toEqual([]);
    await unclaimJob({ job: others[0] as never, workerId: second.id });
    const next = await claimAll(first);
    expect(next.map((job) => [job.id, job.reserved])).toEqual([[jobs[1], { gpus: [1] }]]);
    const elsewhere = await anOffer({ gpus: [0] });
    expect((await claimAll(elsewhere)).map((job) => job.reserved)).toEqual([{ gpus: [0] }]);
  });

  test("a job gets all the GPUs that it needs, and one that needs more does not hold others back", async () => {
    const [large] = await waiting(1, { gpus: 3 });
    const [pair] = await waiting(1, { gpus: 2 });
    const [none] = await waiting(1, {});
    const worker = await anOffer({ gpus: [4, 7] });
    const claimed = await claimAll(worker);
    expect(claimed.map((job) => [job.id, job.reserved])).toEqual([
      [pair, { gpus: [4, 7] }],
      [none, null],
    ]);
    expect(await whyWaiting(large ?? 0)).toMatchObject({ reason: "no_matching_worker", needs: { gpus: 3 } });
  });

  test("requests of running jobs never exceed what the machine has", async () => {
    const gb = 1024 ** 3;
    await waiting(5, { requestedMemoryBytes: 3 * gb, requestedCpus: 1 });
    expect(await claimAll(await anOffer({}))).toHaveLength(2);
    await pg`delete from jobs`;
    await waiting(5, { requestedCpus: 3 });
    expect(await claimAll(await anOffer({}))).toHaveLength(1);
  });

  test("a script gets the numbers of its GPUs, which a program nvidia-smi lists", async () => {
    const folder = path.join(env().WOOEY_DATA_DIR, "programs");
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(
      path.join(folder, "nvidia-smi"),
      '#!/bin/sh\n[ "$1" = --query-gpu=index ] && printf "0\\n1\\n"\n',
      {
        mode: 0o755,
      },
    );
    const searched = process.env.PATH;
    process.env.PATH = `${folder}:${searched}`;
    try {
      expect(await listGpus()).toEqual([0, 1]);
      await aRunningWorker();
    } finally {
      process.env.PATH = searched;
    }
    const source = "import os\nprint(os.environ.get('CUDA_VISIBLE_DEVICES'))";
    const job = await aQueuedJob(source, { script: { limits: { gpus: 2 } } });
    await ended(job);
    expect(await outputOf(job, 1)).toBe("0,1\n");
    const other = await aQueuedJob(source);
    await ended(other);
    expect(await outputOf(other, 1)).toBe("None\n");
  });
});

describe("a worker that is drained", () => {
  test("claims no more jobs, ends when it has none left, and claims again when it is resumed", async () => {
    let isDrained = false;
    const worker = await aRunningWorker({
      onDrained: () => {
        isDrained = true;
      },
    });
    const running = await aQueuedJob(
      "import time, os\nprint('started')\nwhile not os.path.exists('end'): time.sleep(0.01)",
    );
    await printed(running, "started");
    const staff = await actorOf(await aStaffUser());
    await setDraining(staff, worker.id, { isDraining: true });
    // The first heartbeat after the change tells the worker, and the second one shows that it has heard of it.
    const [change] = await pg`select clock_timestamp() + interval '1 second' as at`;
    await until(async () => (await pg`select 1 from workers where heartbeat_at > ${change?.at}`).length === 1);
    const later = await aQueuedJob("print('later')");
    const folder = path.join(env().WOOEY_DATA_DIR, "jobs", String(running.id), "1", "work");
    const [before] = await pg`select heartbeat_at as at from workers`;
    await until(async () => (await pg`select 1 from workers where heartbeat_at > ${before?.at}`).length === 1);
    expect(isDrained).toBe(false);
    fs.writeFileSync(path.join(folder, "end"), "");
    await ended(running);
    await until(() => isDrained);
    expect(await rowWhen(later, () => true)).toMatchObject({ status: "queued" });
    await setDraining(staff, worker.id, { isDraining: false });
    expect(await ended(later)).toMatchObject({ status: "completed" });
  });

  test("is drained by itself as well, as by SIGUSR1", async () => {
    const drained = new Promise<void>(
      (resolve) => void aRunningWorker({ onDrained: resolve }).then((worker) => worker.drain()),
    );
    await drained;
    expect((await pg`select 1 from workers where is_draining`).length).toBe(1);
  });
});
