import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { pg } from "@/db/client";
import { aJob, aScript, aUser, aWorker } from "@/db/testing/factories";
import { env } from "@/server/env";
import { claimJobs } from "./claim";

const realm = { hostId: "", bootId: "boot", processNamespace: "", dataFolder: "/data" };
const worker = () => ({ id: randomUUID(), host: "here", bootId: "boot", realm, isolationLevel: 0 as const });
const idsOf = (jobs: { id: number }[]) => jobs.map((job) => job.id);

beforeEach(async () => {
  await pg`delete from jobs`;
});
afterEach(() => {
  env().WOOEY_LIMIT_RUNNING_JOBS_PER_USER = null;
});

/** Waiting jobs of one script, in the order of their ids. */
async function someJobs(count: number, columns: Parameters<typeof aJob>[0] = {}): Promise<number[]> {
  const ids: number[] = [];
  for (let n = 0; n < count; n++) ids.push((await aJob({ status: "queued", ...columns })).id);
  return ids;
}

describe("claimJobs", () => {
  test("claims submitted and queued jobs, those with the lowest priority number first, then the oldest", async () => {
    const [late] = await someJobs(1, { priority: 1 });
    const first = await someJobs(2, { status: "submitted" });
    expect(idsOf(await claimJobs(worker(), 2))).toEqual(first);
    const last = await claimJobs(worker(), 2);
    expect(last).toMatchObject([{ id: late, moreWait: false }]);
    expect(await claimJobs(worker(), 2)).toEqual([]);
  });

  test("reports when more jobs could be claimed", async () => {
    await someJobs(3);
    expect(await claimJobs(worker(), 2)).toMatchObject([{ moreWait: true }, { moreWait: true }]);
  });

  test("skips jobs of a script that has reached its limit of running jobs, and claims later ones", async () => {
    const { version } = await aScript({ limits: { concurrent: 2 } });
    const limited = await someJobs(3, { versionId: version.id });
    const [other] = await someJobs(1);
    expect(idsOf(await claimJobs(worker(), 4))).toEqual([limited[0], limited[1], other]);
    expect(await claimJobs(worker(), 4)).toEqual([]);
    await pg`update jobs set status = 'completed', ended_at = now() where id = ${limited[0] ?? 0}`;
    expect(idsOf(await claimJobs(worker(), 4))).toEqual([limited[2]]);
  });

  test("skips jobs of a user who has reached the limit of running jobs; visitors count as one user", async () => {
    env().WOOEY_LIMIT_RUNNING_JOBS_PER_USER = 1;
    const [ann, bob] = [await aUser(), await aUser()];
    const ofAnn = await someJobs(2, { ownerId: ann.id });
    const [ofBob] = await someJobs(1, { ownerId: bob.id });
    const ofVisitors = await someJobs(2, { ownerId: null });
    expect(idsOf(await claimJobs(worker(), 8))).toEqual([ofAnn[0], ofBob, ofVisitors[0]]);
    expect(await claimJobs(worker(), 8)).toEqual([]);
  });

  test("skips jobs whose isolation level only another online worker reaches", async () => {
    const { version } = await aScript({ isolationLevel: 3 });
    const [strict] = await someJobs(1, { versionId: version.id });
    const [other] = await someJobs(1);
    const able = await aWorker({ isolationLevel: 3 });
    await aWorker({ isolationLevel: 2 });
    expect(idsOf(await claimJobs(worker(), 4))).toEqual([other]);
    await pg`update workers set heartbeat_at = now() - interval '10 seconds' where id = ${able.id}`;
    expect(await claimJobs(worker(), 4)).toMatchObject([{ id: strict, isolationLevel: 3 }]);
  });

  test("claims the other jobs in the next call if a slot was reserved for a job that another limit holds back", async () => {
    env().WOOEY_LIMIT_RUNNING_JOBS_PER_USER = 1;
    const { version } = await aScript({ limits: { concurrent: 2 } });
    const ann = await aUser();
    const [first] = await someJobs(2, { versionId: version.id, ownerId: ann.id, priority: -1 });
    const [ofVisitor] = await someJobs(1, { versionId: version.id, ownerId: null });
    expect(await claimJobs(worker(), 8)).toMatchObject([{ id: first, moreWait: true }]);
    expect(idsOf(await claimJobs(worker(), 8))).toEqual([ofVisitor]);
  });

  test("enforces a limit when many workers claim at the same time", async () => {
    const { version } = await aScript({ limits: { concurrent: 3 } });
    await someJobs(10, { versionId: version.id });
    const claimed = await Promise.all(Array.from({ length: 8 }, () => claimJobs(worker(), 2)));
    expect(claimed.flat()).toHaveLength(3);
  });
});

describe("people take turns", () => {
  /** Claims and ends one job at a time, as with one slot. Returns the labels of the jobs' people in order of start. */
  async function startedInTurn(labels: Map<number, string>): Promise<string> {
    let started = "";
    for (;;) {
      const [job] = await claimJobs(worker(), 1);
      if (!job) return started;
      started += labels.get(job.id);
      await pg`update jobs set status = 'completed', ended_at = clock_timestamp() where id = ${job.id}`;
    }
  }

  /** Creates waiting jobs, `counts` for each new person. The result maps each job to the label of its person. */
  async function jobsOfPeople(counts: Record<string, number>): Promise<Map<number, string>> {
    const labels = new Map<number, string>();
    for (const [label, count] of Object.entries(counts)) {
      const { id: ownerId } = await aUser();
      for (const id of await someJobs(count, { ownerId })) labels.set(id, label);
    }
    return labels;
  }

  test("a job starts as soon as a slot is free, even if sixty jobs of another person have waited longer", async () => {
    const [ann, bob] = [await aUser(), await aUser()];
    const ofAnn = await someJobs(64, { ownerId: ann.id });
    expect(idsOf(await claimJobs(worker(), 4))).toEqual(ofAnn.slice(0, 4));
    const ofBob = await someJobs(3, { ownerId: bob.id });
    const end = (id = 0) => pg`update jobs set status = 'completed', ended_at = now() where id = ${id}`;
    const next = async (id: number | undefined, count = 1) => {
      await end(id);
      return idsOf(await claimJobs(worker(), count));
    };
    expect(await next(ofAnn[0])).toEqual([ofBob[0]]);
    expect(await next(ofAnn[1])).toEqual([ofBob[1]]);
    expect(await next(ofAnn[2])).toEqual([ofAnn[4]]);
    expect(await next(ofBob[0])).toEqual([ofBob[2]]);
    expect(await next(ofAnn[3])).toEqual([ofAnn[5]]);
  });

  test("with one slot everyone is served before anyone is served twice, and no job starves", async () => {
    expect(await startedInTurn(await jobsOfPeople({ a: 6, b: 2, c: 3 }))).toBe("abcabcacaaa");
  });

  test("whoever comes later is next, and the oldest job of a person comes first", async () => {
    const labels = await jobsOfPeople({ a: 3 });
    const [first] = await claimJobs(worker(), 1);
    for (const [id, label] of await jobsOfPeople({ b: 2 })) labels.set(id, label);
    await pg`update jobs set status = 'completed', ended_at = now() where id = ${first?.id ?? 0}`;
    expect(await startedInTurn(labels)).toBe("baba");
  });

  test("if several jobs are claimed together, each counts as running for the next one", async () => {
    const labels = await jobsOfPeople({ a: 5, b: 1, c: 2 });
    const claimed = await claimJobs(worker(), 6);
    expect(claimed.map((job) => labels.get(job.id)).join("")).toBe("abcaca");
  });

  test("the lowest priority number still comes first, no matter how many slots a person has had", async () => {
    const [ann, bob] = [await aUser(), await aUser()];
    const urgent = await someJobs(3, { ownerId: ann.id, priority: -1 });
    const [ofBob] = await someJobs(1, { ownerId: bob.id });
    expect(idsOf(await claimJobs(worker(), 4))).toEqual([...urgent, ofBob]);
  });

  test("the visitors of a network share one turn, and their browsers take turns in it; a new browser gains nothing", async () => {
    const { id: ownerId } = await aUser();
    const visitor = (networkHash: string | null, browserHash: string) => ({ networkHash, browserHash });
    const first = await someJobs(3, visitor("n", "one"));
    const second = await someJobs(2, visitor("n", "two"));
    const [third] = await someJobs(1, visitor("n", "three"));
    const ofUser = await someJobs(3, { ownerId });
    const alone = await someJobs(2, visitor(null, "alone"));
    const labels = new Map<number, string>();
    for (const [ids, label] of [
      [first, "1"],
      [second, "2"],
      [[third], "3"],
      [ofUser, "u"],
      [alone, "a"],
    ] as const)
      for (const id of ids) labels.set(id ?? 0, label);
    expect(await startedInTurn(labels)).toBe("1ua2ua3u121");
  });

  test("a free place within a script's limit goes to the person whose turn it is", async () => {
    const { version } = await aScript({ limits: { concurrent: 1 } });
    const [ann, bob] = [await aUser(), await aUser()];
    await someJobs(1, { ownerId: ann.id, status: "running" });
    await someJobs(2, { ownerId: ann.id, versionId: version.id });
    const [ofBob] = await someJobs(1, { ownerId: bob.id, versionId: version.id });
    expect(idsOf(await claimJobs(worker(), 3))).toEqual([ofBob]);
  });
});
