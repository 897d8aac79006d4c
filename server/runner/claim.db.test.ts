import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { pg } from "@/db/client";
import { aJob, aScript, aUser, aWorker } from "@/db/testing/factories";
import { env } from "@/server/env";
import { claimJobs } from "./claim";

const worker = () => ({ id: randomUUID(), host: "here", bootId: "boot", isolationLevel: 0 as const });
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

  test("says when more jobs could be claimed", async () => {
    await someJobs(3);
    expect(await claimJobs(worker(), 2)).toMatchObject([{ moreWait: true }, { moreWait: true }]);
  });

  test("leaves jobs of a script that runs as often as allowed, and claims others after them", async () => {
    const { version } = await aScript({ limits: { concurrent: 2 } });
    const limited = await someJobs(3, { versionId: version.id });
    const [other] = await someJobs(1);
    expect(idsOf(await claimJobs(worker(), 4))).toEqual([limited[0], limited[1], other]);
    expect(await claimJobs(worker(), 4)).toEqual([]);
    await pg`update jobs set status = 'completed', ended_at = now() where id = ${limited[0] ?? 0}`;
    expect(idsOf(await claimJobs(worker(), 4))).toEqual([limited[2]]);
  });

  test("leaves jobs of a user who runs as many as allowed; visitors count as one user", async () => {
    env().WOOEY_LIMIT_RUNNING_JOBS_PER_USER = 1;
    const [ann, bob] = [await aUser(), await aUser()];
    const ofAnn = await someJobs(2, { ownerId: ann.id });
    const [ofBob] = await someJobs(1, { ownerId: bob.id });
    const ofVisitors = await someJobs(2, { ownerId: null });
    expect(idsOf(await claimJobs(worker(), 8))).toEqual([ofAnn[0], ofBob, ofVisitors[0]]);
    expect(await claimJobs(worker(), 8)).toEqual([]);
  });

  test("leaves jobs whose isolation level only another online worker reaches", async () => {
    const { version } = await aScript({ isolationLevel: 3 });
    const [strict] = await someJobs(1, { versionId: version.id });
    const [other] = await someJobs(1);
    const able = await aWorker({ isolationLevel: 3 });
    await aWorker({ isolationLevel: 2 });
    expect(idsOf(await claimJobs(worker(), 4))).toEqual([other]);
    await pg`update workers set heartbeat_at = now() - interval '10 seconds' where id = ${able.id}`;
    expect(await claimJobs(worker(), 4)).toMatchObject([{ id: strict, isolationLevel: 3 }]);
  });

  test("claims the others in the next call when one limit has reserved a slot for a job that another limit holds back", async () => {
    env().WOOEY_LIMIT_RUNNING_JOBS_PER_USER = 1;
    const { version } = await aScript({ limits: { concurrent: 2 } });
    const ann = await aUser();
    const [first] = await someJobs(2, { versionId: version.id, ownerId: ann.id });
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
