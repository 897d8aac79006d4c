import { afterAll, beforeAll, expect, test } from "vitest";
import { pg } from "@/db/client";
import { aJob } from "@/db/testing/factories";
import { STORED_BYTES_MIN } from "@/server/output/stored";
import { insertEndsOf } from "../client";
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

async function anEndedJob(outputBytes: number) {
  const ended = { status: "completed" as const, startedAt: new Date(), endedAt: new Date() };
  const job = await aJob({ ...ended, outputBytes });
  await pg`insert into job_output (job_id, attempt, position, stream, at, content)
    values (${job.id}, 1, 0, 1, now(), ${Buffer.alloc(outputBytes, "line\n")})`;
  return job;
}

const eventOf = (job: { id: number }) => `job-${job.id}-1-ended`;

async function runsOf(job: { id: number }) {
  await until(async () => {
    const [event] = await pg`select scheduled_at from engine.events where id = ${eventOf(job)}`;
    return event?.scheduled_at;
  }, "the event to be taken up");
  return pg`select status, output from engine.runs where event ->> 'id' = ${eventOf(job)}`;
}

async function endOfRun(job: { id: number }) {
  return until(
    async () => (await runsOf(job)).find(({ status }) => status !== "queued" && status !== "running"),
    "a run",
  );
}

test("long output is stored once its job has ended, and only once for an event that comes twice", async () => {
  const job = await anEndedJob(STORED_BYTES_MIN);
  await pg.unsafe(insertEndsOf([job.id]));
  await pg.unsafe(insertEndsOf([job.id]));
  expect(await endOfRun(job)).toMatchObject({ status: "completed", output: true });
  expect(await pg`select from job_output where job_id = ${job.id}`).toHaveLength(0);
  expect(await pg`select from stored_outputs where job_id = ${job.id}`).toHaveLength(1);
  expect(await runsOf(job)).toHaveLength(1);
});

test("short output starts no run and stays in its rows", async () => {
  const job = await anEndedJob(STORED_BYTES_MIN - 1);
  await pg.unsafe(insertEndsOf([job.id]));
  expect(await runsOf(job)).toHaveLength(0);
  expect(await pg`select from job_output where job_id = ${job.id}`).toHaveLength(1);
});

test("an event of a transaction that is rolled back does not exist", async () => {
  const job = await anEndedJob(1);
  const abandoned = pg.begin(async (tx) => {
    await tx.unsafe(insertEndsOf([job.id]));
    throw new Error("changed my mind");
  });
  await expect(abandoned).rejects.toThrow("changed my mind");
  expect(await pg`select from engine.events where id = ${eventOf(job)}`).toHaveLength(0);
});

test("storing is tried again while the storage fails", async () => {
  const job = await anEndedJob(STORED_BYTES_MIN);
  await pg.unsafe(`
    create function refuse_to_store() returns trigger language plpgsql as
      $$ begin raise exception 'the disk is full'; end $$;
    create trigger refuse_to_store before insert on stored_outputs for each row
      when (new.job_id = ${job.id}) execute function refuse_to_store()`);
  await pg.unsafe(insertEndsOf([job.id]));
  await until(async () => {
    const [item] = await pg`
      select attempt from engine.items i join engine.runs r on r.id = i.run_id where r.event ->> 'id' = ${eventOf(job)}`;
    return item?.attempt >= 2;
  }, "two failed attempts");
  await pg`drop trigger refuse_to_store on stored_outputs`;
  expect(await endOfRun(job)).toMatchObject({ status: "completed", output: true });
});
