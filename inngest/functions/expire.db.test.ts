import { afterAll, beforeAll, expect, test } from "vitest";
import { pg } from "@/db/client";
import { aJob, aJobFile } from "@/db/testing/factories";
import { systemActor } from "@/server/auth/actor";
import { saveInstanceSettings } from "@/server/settings/instance";
import { isStored } from "@/server/storage/store";
import { startEngine } from "../engine/engine";
import { until } from "../engine/testing/until";
import { engineChannel } from "../outbox";
import { engineHandler } from "./handler";

let engine: { stop(): Promise<void> };
beforeAll(async () => {
  engine = await startEngine({ handler: engineHandler, backoffMs: () => 20 });
});
afterAll(async () => {
  await engine.stop();
});

test("expire removes expired jobs and then their files when its cron trigger fires", async () => {
  const old = new Date(Date.now() - 48 * 3_600_000);
  const job = await aJob({ status: "completed", startedAt: old, endedAt: old });
  const { sha256 } = await aJobFile(job);
  await pg`update files set created_at = ${old} where sha256 = ${sha256}`;
  await saveInstanceSettings(systemActor, { expirationAnonymous: "1d" });
  const fired = await pg`
    update engine.crons set next_at = now() - interval '1 second' where function_id like '%expire' returning 1`;
  expect(fired).toHaveLength(1);
  await pg`select pg_notify(${engineChannel}, 'events')`;
  const run = await until(async () => {
    const [ended] = await pg`
      select status, output from engine.runs where function_id like '%expire' and ended_at is not null`;
    return ended;
  }, "the end of the run");
  expect(run).toMatchObject({ status: "completed", output: { jobs: 1, contents: 1 } });
  expect(await isStored(sha256)).toBe(false);
});
