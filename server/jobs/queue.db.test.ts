import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db, pg } from "@/db/client";
import { type Job, jobs } from "@/db/schema/jobs";
import { aJob } from "@/db/testing/factories";
import { acknowledgeJob } from "./acknowledge";
import { failJob } from "./fail";
import { liveChannel } from "./live-channel";
import { jobsChannel, queueJob } from "./queue";
import { resendLostSubmissions } from "./resend";

async function rowOf(job: { id: number }): Promise<Job> {
  const [row] = await db.select().from(jobs).where(eq(jobs.id, job.id));
  if (!row) throw new Error("The job is gone.");
  return row;
}

describe("queueJob", () => {
  test("queues a submitted job, and wakes workers and open pages once", async () => {
    const job = await aJob({ status: "submitted" });
    const received: string[] = [];
    await pg.listen(jobsChannel, (id) => received.push(id));
    await pg.listen(liveChannel, (change) => received.push(change));
    expect(await queueJob(job.id, 1)).toEqual({ status: "queued", isLong: false });
    expect(await queueJob(job.id, 1)).toEqual({ status: "queued", isLong: false });
    await pg.notify(jobsChannel, "last");
    await expect.poll(() => received.includes("last")).toBe(true);
    expect(received.filter((text) => text !== "last").sort()).toEqual([String(job.id), `${job.id}:status`].sort());
  });

  test("leaves a job alone that is already further, and returns its state", async () => {
    const job = await aJob({ status: "running" });
    expect(await queueJob(job.id, 1)).toMatchObject({ status: "running" });
    expect((await rowOf(job)).status).toBe("running");
  });

  test("acknowledges an earlier end, and returns whether its output is long", async () => {
    const job = await aJob({ status: "completed", outputBytes: 1_000_000 });
    expect(await queueJob(job.id, 1)).toEqual({ status: "completed", isLong: true });
    expect((await rowOf(job)).acknowledgedAt).toBeInstanceOf(Date);
  });

  test("returns null for an attempt that no longer exists", async () => {
    const job = await aJob({ status: "submitted", attempt: 2 });
    expect(await queueJob(job.id, 1)).toBeNull();
    expect(await queueJob(987_654, 1)).toBeNull();
    expect((await rowOf(job)).status).toBe("submitted");
  });
});

describe("acknowledgeJob", () => {
  test("records once that the end was seen", async () => {
    const job = await aJob({ status: "completed" });
    expect(await acknowledgeJob(job.id, 1)).toMatchObject({ outcome: "ended" });
    const { acknowledgedAt } = await rowOf(job);
    expect(acknowledgedAt).toBeInstanceOf(Date);
    expect(await acknowledgeJob(job.id, 1)).toMatchObject({ outcome: "ended" });
    expect((await rowOf(job)).acknowledgedAt).toEqual(acknowledgedAt);
  });

  test("does nothing while the job is open, or when the attempt is gone", async () => {
    const job = await aJob({ status: "running", attempt: 2 });
    expect(await acknowledgeJob(job.id, 2)).toMatchObject({ outcome: "open" });
    expect(await acknowledgeJob(job.id, 1)).toMatchObject({ outcome: "gone" });
    expect((await rowOf(job)).acknowledgedAt).toBeNull();
  });
});

describe("failJob", () => {
  test("ends a job that no worker has started, with a note for people", async () => {
    const job = await aJob({ status: "queued" });
    expect(await failJob(job.id, 1, { text: "No luck." })).toBe(true);
    expect(await rowOf(job)).toMatchObject({ status: "error", endedBy: "start", endMessages: [{ text: "No luck." }] });
    expect((await rowOf(job)).acknowledgedAt).toBeInstanceOf(Date);
    expect(await failJob(job.id, 1, { text: "Again." })).toBe(false);
    expect((await rowOf(job)).endMessages).toEqual([{ text: "No luck." }]);
  });

  test("leaves a running script to its worker, and acknowledges an end", async () => {
    const running = await aJob({ status: "running" });
    expect(await failJob(running.id, 1, { text: "No." })).toBe(false);
    expect((await rowOf(running)).status).toBe("running");
    const ended = await aJob({ status: "stopped" });
    expect(await failJob(ended.id, 1, { text: "No." })).toBe(false);
    expect(await rowOf(ended)).toMatchObject({
      status: "stopped",
      endMessages: null,
      acknowledgedAt: expect.any(Date),
    });
  });
});

describe("resendLostSubmissions", () => {
  test("resends the events of jobs that have waited for more than 10 s; a second call has no effect", async () => {
    await pg`update jobs set status = 'queued' where status = 'submitted'`;
    const lost = await aJob({ status: "submitted", attempt: 3, createdAt: new Date(Date.now() - 11_000) });
    await aJob({ status: "submitted" });
    await aJob({ status: "queued", createdAt: new Date(Date.now() - 60_000) });
    expect(await resendLostSubmissions()).toBe(1);
    expect(await resendLostSubmissions()).toBe(1);
    const events = await pg`select id, payload -> 'data' as data from engine.events where name = 'job/submitted'`;
    expect(events).toEqual([{ id: `job-${lost.id}-3-submitted`, data: { jobId: lost.id, attempt: 3 } }]);
  });
});
