import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { pg } from "@/db/client";
import { actorOf, aJob, anAnonymous, aScript, aStaffUser, aUser, aWorker } from "@/db/testing/factories";
import { type Actor, systemActor } from "@/server/auth/actor";
import { env } from "@/server/env";
import { findNextStart } from "@/server/jobs/next-start";
import { findCapacity, listWorkers } from "./list";
import { listQueue, whyWaiting } from "./queue";

const ago = (seconds: number) => new Date(Date.now() - seconds * 1000);

beforeEach(async () => {
  await pg`delete from jobs`;
  await pg`delete from workers`;
});

describe.each([
  ["listWorkers", listWorkers],
  ["listQueue", listQueue],
])("%s", (_, list) => {
  test("requires staff", async () => {
    await expect(list(anAnonymous())).rejects.toMatchObject({ code: "unauthenticated" });
    await expect(list(await actorOf(await aUser()))).rejects.toMatchObject({ code: "forbidden" });
    await list(await actorOf(await aStaffUser()));
  });
});

describe("listWorkers", () => {
  test("returns who is online with which load, and how scripts are isolated there", async () => {
    const online = await aWorker({
      slots: 2,
      isolationLevel: 2,
      isolationReason: "No bwrap.",
      isolationFix: "Get it.",
      cgroupsReason: "No cgroups.",
      cgroupsFix: "Delegate.",
    });
    const silent = await aWorker({ heartbeatAt: ago(30), startedAt: ago(60) });
    const stopped = await aWorker({ pid: 0 });
    const job = await aJob({ status: "running", startedAt: ago(5), workerId: online.id });
    const listed = await listWorkers(systemActor);
    expect(listed.map((worker) => [worker.id, worker.isOnline])).toEqual([
      [online.id, true],
      ...[silent, stopped].map((worker) => [worker.id, false]),
    ]);
    expect(listed[0]).toMatchObject({
      slots: 2,
      isolationLevel: 2,
      isolationReason: "No bwrap.",
      isolationFix: "Get it.",
      cgroups: false,
      cgroupsReason: "No cgroups.",
      cgroupsFix: "Delegate.",
      running: [{ id: job.id, name: job.name, startedAt: expect.any(Date) }],
    });
    expect(await findCapacity()).toEqual({ workers: 1, slots: 2 });
  });

  test("is empty, and nothing can run, if there is no worker at all", async () => {
    expect(await listWorkers(systemActor)).toEqual([]);
    expect(await findCapacity()).toEqual({ workers: 0, slots: 0 });
  });
});

describe("whyWaiting", () => {
  test("no worker is online, whatever else holds", async () => {
    await aWorker({ heartbeatAt: ago(60) });
    const job = await aJob({ status: "queued" });
    expect(await whyWaiting(job.id)).toEqual({ reason: "no_worker", position: 1, startsInSeconds: null });
  });

  test("returns the position in line and the expected start, based on the duration of such runs", async () => {
    await aWorker({ slots: 1 });
    const { version } = await aScript();
    const common = { versionId: version.id };
    for (const seconds of [10, 20, 600])
      await aJob({ ...common, status: "completed", startedAt: ago(1000), endedAt: ago(1000 - seconds) });
    await aJob({ ...common, status: "running", startedAt: ago(5) });
    const [first, second] = [
      await aJob({ ...common, status: "queued" }),
      await aJob({ ...common, status: "submitted" }),
    ];
    const urgent = await aJob({ ...common, status: "queued", priority: -1 });
    const wait = async (id: number) => {
      const why = await whyWaiting(id);
      return [why?.reason, why?.position, why && Math.round((why.startsInSeconds ?? Number.NaN) / 5) * 5];
    };
    expect(await wait(urgent.id)).toEqual(["busy", 1, 15]);
    expect(await wait(first.id)).toEqual(["busy", 2, 35]);
    expect(await wait(second.id)).toEqual(["busy", 3, 55]);
  });

  test("nobody knows when a job ends that runs much longer than usual", async () => {
    await aWorker({ slots: 1 });
    const { version } = await aScript();
    const common = { versionId: version.id };
    await aJob({ ...common, status: "completed", startedAt: ago(1000), endedAt: ago(970) });
    const running = await aJob({ ...common, status: "running", startedAt: ago(60) });
    const waiting = await aJob({ ...common, status: "queued" });
    expect(await whyWaiting(waiting.id)).toMatchObject({ reason: "busy", startsInSeconds: 0 });
    await pg`update jobs set started_at = ${ago(71)} where id = ${running.id}`;
    expect(await whyWaiting(waiting.id)).toMatchObject({ reason: "busy", startsInSeconds: null });
  });

  test("a free slot means that it is about to start; without past runs the start is unknown", async () => {
    await aWorker({ slots: 2 });
    await aJob({ status: "running", startedAt: ago(5) });
    const next = await aJob({ status: "queued" });
    expect(await whyWaiting(next.id)).toEqual({ reason: "next", position: 1, startsInSeconds: 0 });
    const after = await aJob({ status: "queued" });
    expect(await whyWaiting(after.id)).toEqual({ reason: "busy", position: 2, startsInSeconds: null });
  });

  test("knows that people take turns", async () => {
    await aWorker({ slots: 1 });
    const { version } = await aScript();
    const [ann, bob] = [await aUser(), await aUser()];
    const common = { versionId: version.id };
    await aJob({ ...common, status: "running", startedAt: ago(0), ownerId: ann.id });
    const ofAnn: number[] = [];
    for (let n = 0; n < 60; n++) ofAnn.push((await aJob({ ...common, status: "queued", ownerId: ann.id })).id);
    const ofBob = await aJob({ ...common, status: "queued", ownerId: bob.id });
    await aJob({ ...common, status: "completed", startedAt: ago(1000), endedAt: ago(940), ownerId: ann.id });
    const wait = async (id = 0) => {
      const why = await whyWaiting(id);
      return [why?.position, Math.round((why?.startsInSeconds ?? Number.NaN) / 60)];
    };
    expect(await wait(ofBob.id)).toEqual([1, 1]);
    expect(await wait(ofAnn[0])).toEqual([2, 2]);
    expect(await wait(ofAnn[59])).toEqual([61, 61]);
    expect((await listQueue(systemActor)).jobs.map((job) => job.id).slice(0, 3)).toEqual([
      ofBob.id,
      ofAnn[0],
      ofAnn[1],
    ]);
    const ahead = async (actor: Actor) => (await findNextStart(actor)).waiting;
    expect(await ahead(await actorOf(ann))).toBe(61);
    expect(await ahead(await actorOf(bob))).toBe(2);
    expect(await ahead(anAnonymous())).toBe(1);
  });

  test("null for a job that does not wait, and for an unknown job", async () => {
    const job = await aJob({ status: "completed" });
    expect([await whyWaiting(job.id), await whyWaiting(999_999_999)]).toEqual([null, null]);
  });

  test("examines 1,000 of a longer line", async () => {
    await aWorker({ slots: 1 });
    const job = await aJob({ status: "queued" });
    await pg`
      insert into jobs (version_id, name, "values", argv, status, priority)
      select ${job.versionId}, 'many', '{}', '[]', 'queued', -1 from generate_series(1, 1500)`;
    expect(await whyWaiting(job.id)).toEqual({ reason: "busy", position: 1001, startsInSeconds: null });
  });
});

describe("a limit of simultaneous jobs", () => {
  afterEach(() => {
    env().WOOEY_LIMIT_RUNNING_JOBS_PER_USER = null;
  });

  test("is the reason why a job waits: its script's limit, then its person's", async () => {
    await aWorker({ slots: 8 });
    const { version } = await aScript({ limits: { concurrent: 1 } });
    const ann = await aUser();
    const columns = { versionId: version.id, ownerId: ann.id };
    const running = await aJob({ ...columns, status: "running", startedAt: ago(1) });
    const waiting = await aJob({ ...columns, status: "queued" });
    const ofScript = { reason: "script_limit", limit: 1, position: 1, startsInSeconds: null };
    expect(await whyWaiting(waiting.id)).toEqual(ofScript);
    expect((await listQueue(systemActor)).jobs).toMatchObject([{ id: waiting.id, ...ofScript }]);
    env().WOOEY_LIMIT_RUNNING_JOBS_PER_USER = 1;
    await pg`update scripts set limits = '{}'`;
    expect(await whyWaiting(waiting.id)).toMatchObject({ reason: "user_limit", limit: 1 });
    await pg`update jobs set status = 'completed', ended_at = now() where id = ${running.id}`;
    expect(await whyWaiting(waiting.id)).toMatchObject({ reason: "next" });
  });
});

describe("listQueue", () => {
  test("returns the line in order, with counts by script and by person", async () => {
    await aWorker({ slots: 1 });
    const owner = await aUser();
    const script = await aScript();
    await aJob({ status: "running", startedAt: ago(5) });
    const visitors = await aJob({ status: "queued" });
    const owners = await aJob({ status: "queued", versionId: script.version.id, ownerId: owner.id, priority: -1 });
    await aJob({ status: "submitted", versionId: script.version.id, ownerId: owner.id });
    const queue = await listQueue(systemActor);
    expect(queue.jobs.map((job) => [job.position, job.id, job.username])).toMatchObject([
      [1, owners.id, owner.username],
      [2, visitors.id, null],
      [3, expect.any(Number), owner.username],
    ]);
    expect(queue.byScript[0]).toEqual({ slug: script.slug, name: script.name, waiting: 2 });
    expect(queue.byUser).toEqual([
      { username: owner.username, waiting: 2 },
      { username: null, waiting: 1 },
    ]);
    expect(queue).toMatchObject({ waiting: 3, running: 1, slots: 1, workers: 1 });
  });
});
