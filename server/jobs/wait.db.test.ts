import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db, pg } from "@/db/client";
import { jobs } from "@/db/schema/jobs";
import { actorOf, aJob, aUser } from "@/db/testing/factories";
import { stopJob } from "./stop";
import { waitForEnd } from "./wait";

const never = () => new AbortController().signal;

async function aWaitingJob() {
  const actor = await actorOf(await aUser());
  return { actor, job: await aJob({ ownerId: actor.user.id }) };
}

/** Ends a running job as a worker does: the change and its notification are one transaction. */
async function end(id: number): Promise<number> {
  await pg.begin(async (tx) => {
    await tx`update jobs set status = 'completed', ended_at = now(), exit_code = 0 where id = ${id}`;
    await tx`select pg_notify('wooey_live', ${`${id}:status`})`;
  });
  return performance.now();
}

/** Until so many waits follow the job. */
async function untilFollowed(id: number, count: number): Promise<void> {
  // It is the hub of live.ts, which is the same for all copies of the module.
  const holder = globalThis as { wooeyLiveHub?: { listeners: Map<number, Set<unknown>> } };
  await expect.poll(() => holder.wooeyLiveHub?.listeners.get(id)?.size ?? 0, { timeout: 15_000 }).toBe(count);
}

describe("waitForEnd", () => {
  test("answers at once for a job that has ended", async () => {
    const actor = await actorOf(await aUser());
    const job = await aJob({ ownerId: actor.user.id, status: "failed", exitCode: 3 });
    const known = await waitForEnd(actor, String(job.id), { timeoutMs: 60_000, signal: never() });
    expect(known).toMatchObject({ id: job.id, status: "failed", exitCode: 3 });
  });

  test("answers many within moments of the end, and nobody before", async () => {
    const { actor, job } = await aWaitingJob();
    const answeredAt: number[] = [];
    const waits = Array.from({ length: 20 }, async (_, n) => {
      const text = n % 2 === 0 ? job.uuid : String(job.id);
      const known = await waitForEnd(actor, text, { timeoutMs: 60_000, signal: never() });
      answeredAt.push(performance.now());
      return known.status;
    });
    await untilFollowed(job.id, 20);
    await pg`select pg_notify('wooey_live', ${`${job.id}:output`}), pg_notify('wooey_live', ${`${job.id}:status`})`;
    expect(answeredAt).toEqual([]);
    const endedAt = await end(job.id);
    expect(new Set(await Promise.all(waits))).toEqual(new Set(["completed"]));
    // 50 ms are promised; this machine may be busy with other tests.
    expect(Math.max(...answeredAt) - endedAt).toBeLessThan(1_000);
    await untilFollowed(job.id, 0);
  });

  test("answers the job as it is when the time is over, and when the caller leaves", async () => {
    const { actor, job } = await aWaitingJob();
    const short = await waitForEnd(actor, String(job.id), { timeoutMs: 30, signal: never() });
    expect(short.status).toBe("submitted");
    const left = new AbortController();
    const wait = waitForEnd(actor, String(job.id), { timeoutMs: 60_000, signal: left.signal });
    await untilFollowed(job.id, 1);
    left.abort();
    expect((await wait).status).toBe("submitted");
    await untilFollowed(job.id, 0);
  });

  test("sees the end of a job that is stopped while it waits", async () => {
    const { actor, job } = await aWaitingJob();
    const wait = waitForEnd(actor, String(job.id), { timeoutMs: 60_000, signal: never() });
    await stopJob(actor, job.id);
    expect((await wait).status).toBe("stopped");
  });

  test("not_found for a job that is not there, is somebody else's, or is hidden meanwhile", async () => {
    const { actor, job } = await aWaitingJob();
    const options = { timeoutMs: 60_000, signal: never() };
    await expect(waitForEnd(actor, "999999999", options)).rejects.toMatchObject({ code: "not_found" });
    const stranger = await actorOf(await aUser());
    await expect(waitForEnd(stranger, String(job.id), options)).rejects.toMatchObject({ code: "not_found" });
    const linked = waitForEnd(stranger, job.uuid, options);
    const refused = expect(linked).rejects.toMatchObject({ code: "not_found" });
    await untilFollowed(job.id, 1);
    await db.update(jobs).set({ visibility: "private" }).where(eq(jobs.id, job.id));
    await end(job.id);
    await refused;
  });
});
