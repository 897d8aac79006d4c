import { afterEach, beforeAll, describe, expect, inject, test } from "vitest";
import { pg } from "@/db/client";
import { connect } from "@/db/connection";
import { addEvents } from "../outbox";
import { startEngine } from "./engine";
import { removeOld } from "./retention";
import { makeHostileFunctions, makeMortalFunctions, seen } from "./testing/functions";
import { makeClient, makeHandler, runOf } from "./testing/harness";
import { killEngine, spawnEngine } from "./testing/spawn";
import { until } from "./testing/until";

const client = makeClient();
const functions = [...makeMortalFunctions(client), ...makeHostileFunctions(client)];
const errors: unknown[] = [];
const stops: (() => Promise<void>)[] = [];

async function start(): Promise<{ stop(): Promise<void> }> {
  const onError = (error: unknown) => errors.push(error);
  const engine = await startEngine({ handler: makeHandler(client, functions), backoffMs: () => 50, onError });
  stops.push(engine.stop);
  return engine;
}

beforeAll(async () => {
  await pg`create table trace (id text, step text, pid int)`;
});
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function send(name: string, data: Record<string, unknown> = {}): Promise<string> {
  const [id] = await addEvents([{ name, data }]);
  return id ?? "";
}

const executions = async (id: string) =>
  Object.fromEntries(
    (await pg`select step, count(*)::int as n from trace where id = ${id} group by step`).map((row) => [
      row.step,
      row.n,
    ]),
  );

const untilTraced = (id: string, step: string) =>
  until(async () => (await pg`select 1 from trace where id = ${id} and step = ${step}`)[0], `${id} in ${step}`);

describe("an engine that was killed", () => {
  test("is replaced at once by the next one, which repeats only the step that was running", async () => {
    const dead = await spawnEngine();
    const id = await send("test/hanging", { id: "next" });
    await untilTraced("next", "two");
    await killEngine(dead);
    const startedAt = Date.now();
    await start();
    expect(await runOf(id)).toMatchObject({ status: "completed", output: { one: 1, two: 2 } });
    expect(Date.now() - startedAt).toBeLessThan(1500);
    expect(await executions("next")).toEqual({ one: 1, two: 2 });
  });

  test("is replaced by a running one within seconds", async () => {
    const dead = await spawnEngine();
    const id = await send("test/hanging", { id: "running" });
    await untilTraced("running", "two");
    await start();
    await killEngine(dead);
    const startedAt = Date.now();
    expect(await runOf(id)).toMatchObject({ status: "completed", output: { one: 1, two: 2 } });
    expect(Date.now() - startedAt).toBeLessThan(4000);
  });

  test("five times by the same step fails the run instead of retrying it for ever", async () => {
    const id = await send("test/poison", { id: "poison" });
    const child = await spawnEngine();
    await until(() => child.signalCode === "SIGKILL", "the step to kill its process");
    const [item] =
      await pg`update engine.items set claims = claims + 4 where function_id = 'test-poison' returning claims`;
    expect(item).toEqual({ claims: 5 });
    await start();
    const run = await runOf(id);
    expect(run).toMatchObject({ status: "failed", error: { message: expect.stringContaining("died 5 times") } });
    expect(await executions("poison")).toEqual({ poison: 1 });
  });
});

describe("an engine", () => {
  test("processes events that were sent while no engine was running", async () => {
    const ids = [await send("test/nul"), await send("test/nul")];
    await start();
    for (const id of ids) expect(await runOf(id)).toMatchObject({ status: "completed", output: "a\u0000b" });
  });

  test("lets a call end when it stops, and the next engine continues the run", async () => {
    const first = await start();
    const id = await send("test/slow", { id: "calm" });
    await until(() => seen.running.get("calm") === 1, "the step to run");
    const stopped = first.stop();
    seen.order.push("end calm");
    await stopped;
    expect(await pg`select owner, claims from engine.items where function_id = 'test-slow'`).toEqual([
      { owner: null, claims: 0 },
    ]);
    await start();
    expect(await runOf(id)).toMatchObject({ status: "completed", output: "done" });
    expect(seen.running.get("calm")).toBe(1);
  });

  test("recovers when the database drops its connections, and still processes events at once", async () => {
    await start();
    const admin = connect(inject("clusterUrl"), { max: 1 });
    const database = new URL(process.env.DATABASE_URL ?? "").pathname.slice(1);
    await admin`select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = ${database}`;
    await until(async () => {
      const [listening] = await admin`
        select 1 from pg_stat_activity where datname = ${database} and query ilike 'listen%'`;
      return listening;
    }, "the engine to listen again");
    await admin.end();
    const startedAt = Date.now();
    const id = await until(() => send("test/nul").catch(() => null), "the database");
    expect(await runOf(id)).toMatchObject({ status: "completed" });
    expect(Date.now() - startedAt).toBeLessThan(2000);
  });

  test("fails a run that uses what it does not have, or returns too much, with the reason", async () => {
    await start();
    const unsupported = { fetching: "Gateway", signalled: "WaitForSignal", invoking: "InvokeFunction" };
    for (const [name, op] of Object.entries(unsupported)) {
      const run = await runOf(await send(`test/${name}`));
      expect(run).toMatchObject({ status: "failed", error: { message: `The operation ${op} is not supported` } });
    }
    const huge = await runOf(await send("test/huge"));
    expect(huge).toMatchObject({ status: "failed", error: { message: expect.stringContaining("4194304 bytes") } });
  });
});

describe("removeOld", () => {
  test("removes runs and events that ended more than 7 days ago, and nothing else", async () => {
    await pg`insert into engine.functions (id, config) values ('f', '{}') on conflict do nothing`;
    await pg`
      insert into engine.runs (id, function_id, status, event, created_at, ended_at) values
        ('old', 'f', 'completed', '{}', now() - interval '9 days', now() - interval '8 days'),
        ('new', 'f', 'completed', '{}', now() - interval '9 days', now() - interval '6 days'),
        ('open', 'f', 'running', '{}', now() - interval '90 days', null)`;
    await pg`insert into engine.steps (run_id, id, op, status) values ('old', 's', 'StepRun', 'done')`;
    await pg`
      insert into engine.events (name, id, payload, received_at, scheduled_at) values
        ('e', 'old', '{}', now() - interval '8 days', now()), ('e', 'new', '{}', now(), now()),
        ('e', 'waiting', '{}', now() - interval '8 days', null)`;
    expect(await removeOld(pg)).toBe(2);
    const left = await pg`
      select id from engine.runs where function_id = 'f' union all select id from engine.events where name = 'e' order by id`;
    expect(left.map((row) => row.id)).toEqual(["new", "new", "open", "waiting"]);
  });

  test("removes runs of functions that no longer exist, and events that nobody has taken for a month", async () => {
    await pg`delete from engine.runs`;
    await pg`delete from engine.events`;
    await pg`insert into engine.functions (id, config) values ('there', '{}') on conflict do nothing`;
    await pg`
      insert into engine.runs (id, function_id, event, created_at) values
        ('old-gone', 'gone', '{}', now() - interval '8 days'), ('new-gone', 'gone', '{}', now()),
        ('old-there', 'there', '{}', now() - interval '8 days')`;
    await pg`
      insert into engine.events (name, id, payload, received_at) values
        ('test/x', 'month', '{}', now() - interval '31 days'), ('test/x', 'week', '{}', now() - interval '8 days')`;
    expect(await removeOld(pg)).toBe(2);
    expect((await pg`select id from engine.runs order by id`).map(({ id }) => id)).toEqual(["new-gone", "old-there"]);
    expect((await pg`select id from engine.events`).map(({ id }) => id)).toEqual(["week"]);
    await pg`delete from engine.runs`;
    await pg`delete from engine.events`;
    await pg`delete from engine.functions where id = 'there'`;
  });
});
