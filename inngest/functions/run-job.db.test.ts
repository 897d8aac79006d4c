import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { pg } from "@/db/client";
import { aJob } from "@/db/testing/factories";
import { sendJobEnded, sendJobSubmitted } from "../client";
import { startEngine } from "../engine/engine";
import { until } from "../engine/testing/until";
import { engineHandler } from "./handler";

let engine: { stop(): Promise<void> };
beforeAll(async () => {
  engine = await startEngine({ handler: engineHandler, backoffMs: () => 20 });
});
afterAll(async () => {
  await engine.stop();
});

const statusOf = async (id: number) => (await pg`select status, acknowledged_at from jobs where id = ${id}`)[0];

async function runOf(id: number, attempt = 1) {
  return until(async () => {
    const [run] = await pg`
      select status, output from engine.runs
      where event ->> 'id' = ${`job-${id}-${attempt}-submitted`} and ended_at is not null`;
    return run;
  }, "the end of the run");
}

async function untilWaiting(id: number) {
  await until(async () => {
    const [wait] = await pg`
      select 1 from engine.waits w join engine.runs r on r.id = w.run_id where r.event -> 'data' ->> 'jobId' = ${String(id)}`;
    return wait;
  }, "the run to wait");
}

/** What a worker does with a queued job. */
async function end(id: number): Promise<void> {
  await pg`update jobs set status = 'completed', started_at = now(), ended_at = now() where id = ${id}`;
}

describe("run-job", () => {
  test("queues the job, waits for its end and acknowledges it", async () => {
    const job = await aJob({ status: "submitted" });
    await sendJobSubmitted(job.id, 1);
    await untilWaiting(job.id);
    expect(await statusOf(job.id)).toMatchObject({ status: "queued", acknowledged_at: null });
    await end(job.id);
    await sendJobEnded(job.id, 1);
    expect(await runOf(job.id)).toMatchObject({ status: "completed", output: "ended" });
    expect(await statusOf(job.id)).toMatchObject({ status: "completed", acknowledged_at: expect.any(Date) });
  });

  test("acknowledges a job at once that ended before it was queued, and stores its long output", async () => {
    const content = Buffer.alloc(64 * 1024, "line\n");
    const ended = { status: "completed" as const, startedAt: new Date(), endedAt: new Date() };
    const job = await aJob({ ...ended, outputBytes: content.length });
    await pg`insert into job_output (job_id, attempt, position, stream, at, content)
      values (${job.id}, 1, 0, 1, now(), ${content})`;
    await sendJobSubmitted(job.id, 1);
    expect(await runOf(job.id)).toMatchObject({ status: "completed", output: "ended" });
    expect(await statusOf(job.id)).toMatchObject({ status: "completed", acknowledged_at: expect.any(Date) });
    expect(await pg`select from job_output where job_id = ${job.id}`).toHaveLength(0);
    expect(await pg`select from stored_outputs where job_id = ${job.id}`).toHaveLength(1);
  });

  test("trusts the row and not the event, and receives a reminder of an end that it missed", async () => {
    const job = await aJob({ status: "submitted" });
    await sendJobEnded(job.id, 1);
    await sendJobSubmitted(job.id, 1);
    await untilWaiting(job.id);
    await sendJobEnded(job.id, 1, 1);
    await until(async () => {
      const [step] = await pg`
        select 1 from engine.steps s join engine.runs r on r.id = s.run_id
        where r.event ->> 'id' = ${`job-${job.id}-1-submitted`} and s.name = 'wait-1'`;
      return step;
    }, "the run to wait again");
    await end(job.id);
    await sendJobEnded(job.id, 1, 2);
    expect(await runOf(job.id)).toMatchObject({ status: "completed", output: "ended" });
  });

  test("runs once for each attempt, however often its event is sent", async () => {
    const job = await aJob({ status: "submitted", attempt: 2 });
    await Promise.all([1, 2, 3].map(() => sendJobSubmitted(job.id, 2)));
    await sendJobSubmitted(job.id, 1);
    expect(await runOf(job.id, 1)).toMatchObject({ output: "gone" });
    await untilWaiting(job.id);
    await end(job.id);
    await sendJobEnded(job.id, 2);
    expect(await runOf(job.id, 2)).toMatchObject({ output: "ended" });
    const runs = await pg`select 1 from engine.runs where event -> 'data' ->> 'jobId' = ${String(job.id)}`;
    expect(runs).toHaveLength(2);
  });

  test("ends the job with an error when it cannot be queued, after its retries", async () => {
    const log = vi.spyOn(console, "error").mockImplementation(() => undefined);
    const job = await aJob({ status: "submitted" });
    await pg.unsafe(`
      create function refuse_to_queue() returns trigger language plpgsql as
        $$ begin raise exception 'the disk is full'; end $$;
      create trigger refuse_to_queue before update on jobs for each row
        when (new.id = ${job.id} and new.status = 'queued') execute function refuse_to_queue()`);
    await sendJobSubmitted(job.id, 1);
    expect(await runOf(job.id)).toMatchObject({ status: "failed" });
    await until(async () => (await statusOf(job.id))?.status === "error", "the job to end");
    expect((await statusOf(job.id))?.acknowledged_at).toBeInstanceOf(Date);
    expect(log).toHaveBeenCalled();
    log.mockRestore();
  });
});
