import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Pg } from "@/db/connection";
import { rawEnvironment } from "@/server/env";
import { type Agent, openAgent } from "./testing/agent";
import { type Client, openClient } from "./testing/client";
import { type Instance, killHard, type ProcessKind, processKinds, startInstance } from "./testing/instance";
import { openWitness, type Witness } from "./testing/witness";

const JOBS = Number(rawEnvironment().WOOEY_TEST_CHAOS_JOBS ?? 20);
const SEED = Number(rawEnvironment().WOOEY_TEST_CHAOS_SEED ?? Date.now() % 1_000_000);
const KILLS = Math.ceil(JOBS * 0.6);
const LINES = 40;
const random = seeded(SEED);

/** What becomes of a job, in turns: how its script ends, or who ends it, and the state that is the true one. */
const outcomes = [
  { end: "0", state: { status: "completed", exit_code: 0, signal: null, ended_by: "exit" } },
  { end: "3", state: { status: "failed", exit_code: 3, signal: null, ended_by: "exit" } },
  { end: "0", state: { status: "completed", exit_code: 0, signal: null, ended_by: "exit" } },
  { end: "SIGUSR1", state: { status: "failed", exit_code: null, signal: "SIGUSR1", ended_by: "signal" } },
  { end: "0", state: { status: "completed", exit_code: 0, signal: null, ended_by: "exit" } },
  { end: "0", stays: "stopped", state: { status: "stopped", ended_by: "user" } },
  { end: "0", stays: "killed", state: { status: "interrupted", exit_code: null, ended_by: "lost" } },
  { end: "0", state: { status: "completed", exit_code: 0, signal: null, ended_by: "exit" } },
  { end: "0", isRepeatable: true, stays: "killed", state: { status: "completed", exit_code: 0, ended_by: "exit" } },
  { end: "1", state: { status: "failed", exit_code: 1, signal: null, ended_by: "exit" } },
] as const satisfies Outcome[];

interface Outcome {
  end: string;
  /** Its script does not end by itself: it is stopped by its owner, or its processes are killed -9. */
  stays?: "stopped" | "killed";
  isRepeatable?: true;
  state: object;
}

interface Planned {
  name: string;
  outcome: Outcome;
  /** Submitted during the kills under a key of its own; else before them, once. */
  key: string | undefined;
  /** How it is submitted, and followed unless by API v1. */
  door: (typeof doors)[number];
}

const doors = ["API v1", "API v2", "MCP"] as const;

const plan = Array.from({ length: JOBS }, (_, n): Planned => {
  const name = `job-${n}`;
  // Each outcome with a key and without, and sixty jobs have each outcome by each door.
  return {
    name,
    door: doors[((n % 2) + Math.floor(n / 2)) % doors.length] ?? "API v2",
    outcome: outcomes[Math.floor(n / 2) % outcomes.length] as Outcome,
    key: n % 2 === 0 ? undefined : `key-${n}`,
  };
});

let instance: Instance;
let witness: Witness;
let client: Client;
let agent: Agent;
let pg: Pg;

beforeAll(async () => {
  const outcomeOf = (name: string) => plan.find((job) => job.name === name)?.outcome;
  witness = await openWitness((name, start) => (outcomeOf(name)?.stays && start === 1 ? "stay" : "go"));
  instance = await startInstance({ WOOEY_ENABLE_API_KEYS: "1", WOOEY_LIMIT_API_CALLS_PER_MINUTE: "100000" });
  pg = instance.connect();
  const source = path.join(import.meta.dirname, "testing", "counting.py");
  const repeatable = path.join(instance.dataFolder, "repeatable.py");
  fs.copyFileSync(source, repeatable);
  const [key] = await Promise.all([
    instance.wooey("api-key", "create", "--user", "admin", "--name", "chaos"),
    instance.wooey("script", "add", source, repeatable),
  ]);
  await pg`update scripts set network_allowed = true`;
  await pg`update scripts set is_repeatable = true where slug = 'repeatable'`;
  client = openClient(instance.url, key);
  agent = await openAgent(instance.url, key);
}, 120_000);

afterAll(async () => {
  witness?.close();
  await pg?.end({ timeout: 1 });
  instance?.destroy();
});

test("the administrator's first, random password has to be replaced", async () => {
  expect(await pg`select username from users where temporary_until > now() + interval '29 days'`).toEqual([
    { username: "admin" },
  ]);
});

describe("web, worker, engine and PostgreSQL that are killed -9 at random", () => {
  test(`${JOBS} jobs end in one true state each, started exactly once, with whole output`, async () => {
    const ids = new Map<string, number>();
    const waits: Promise<[string, string]>[] = [];
    const submit = async (planned: Planned) => {
      const { name, key, door } = planned;
      const id = await submitBy(planned);
      ids.set(name, id);
      const follower = { "API v1": null, "API v2": client, MCP: agent }[door];
      if (follower) waits.push(follower.waitForEnd(id).then((status) => [name, status]));
      if (!key) return;
      const more = await Promise.all([1, 2].map(() => submitBy(planned)));
      expect(more).toEqual([id, id]);
    };
    await Promise.all(plan.filter((job) => !job.key).map(submit));
    const attacks = plan.filter(({ outcome }) => outcome.stays).map(({ name, outcome }) => attack(name, outcome));
    const kills = killAtRandom();
    await Promise.all(
      plan
        .filter((job) => job.key)
        .map(async (job) => {
          await sleep(random() * KILLS * 500);
          await submit(job);
        }),
    );
    await Promise.all(attacks);
    const killed = await kills;
    const killedAt = Date.now();
    await until(
      async () => (await openJobs()) === 0,
      () => describeOpen(),
    );
    console.info(
      `Seed ${SEED}; killed ${JSON.stringify(killed)}; ${client.failures()} requests and ${agent.failures()} calls of tools without an answer; over after ${Date.now() - killedAt} ms.`,
    );

    const rows = await ask<Row[]>(
      () => pg`select id, name, status, attempt, exit_code, signal, ended_by,
      output_bytes::int, isolation_level from jobs order by id`,
    );
    expect(rows.map((row) => row.name).sort()).toEqual(plan.map((job) => job.name).sort());
    for (const row of rows) {
      const { outcome, name } = plan.find((job) => job.name === row.name) as Planned;
      const runs = outcome.isRepeatable ? 2 : 1;
      expect(row).toMatchObject({ id: ids.get(name), attempt: runs, ...outcome.state });
      expect({ name, starts: witness.starts(name) }).toEqual({ name, starts: runs });
      expect(witness.ends(name)).toBe(outcome.stays && !outcome.isRepeatable ? 0 : 1);
      const details = await client.ask<{ stdout: string; stderr: string }>(`/api/jobs/v1/${row.id}/details/`);
      if (outcome.stays === "killed" && !outcome.isRepeatable) {
        expect(fullOutput(name)).toContain(details.stdout);
        continue;
      }
      expect({ name, ...details }).toMatchObject({ name, stdout: fullOutput(name), stderr: "" });
      expect(row.output_bytes).toBe(fullOutput(name).length);
    }
    expect(witness.alive()).toEqual([]);
    const seen = Object.fromEntries(await Promise.all(waits));
    const followed = rows.filter(({ name }) => plan.some((job) => job.door !== "API v1" && job.name === name));
    expect(seen).toEqual(Object.fromEntries(followed.map(({ name, status }) => [name, status])));
  });

  test("afterwards every flow has ended, and nothing is left on disk", async () => {
    await until(
      async () => {
        const [left] = await ask(
          () => pg`
        select (select count(*)::int from engine.events where scheduled_at is null) as events,
          (select count(*)::int from engine.runs where ended_at is null) as runs`,
        );
        return left?.events === 0 && left?.runs === 0;
      },
      async () => `the flows to end: ${JSON.stringify(await describeFlows())}\n${instance.log().slice(-5000)}`,
    );
    const runs = await ask<{ status: string }[]>(() => pg`select distinct status from engine.runs`);
    expect(runs.filter(({ status }) => status !== "completed")).toEqual([]);
    const ends = await ask<{ n: number }[]>(
      () => pg`
      select count(*)::int as n, count(distinct payload -> 'data' ->> 'jobId')::int as jobs from engine.events
      where name = 'job/ended'`,
    );
    expect(ends).toEqual([{ n: plan.length, jobs: plan.length }]);
    const folder = path.join(instance.dataFolder, "jobs");
    const left = () => fs.readdirSync(folder, { recursive: true }).slice(0, 50).join(" ");
    await until(
      () => fs.readdirSync(folder).length === 0,
      () => `the folders to go: ${left()}\n${instance.log().slice(-2000)}`,
    );
  });

  test("the instance works as before, and ends when it is asked to", async () => {
    const id = await client.submit({
      slug: "counting",
      name: "after",
      command: `--name after --witness ${witness.port} --lines 1`,
    });
    const path = `/api/jobs/v1/${id}/status/`;
    await until(
      async () => (await client.ask<{ status: string }>(path)).status === "completed",
      () => "the last job",
    );
    await pg`update scripts set limits = '{"concurrent": 0}'`;
    const held = await client.submit({
      slug: "counting",
      name: "held",
      input: { name: "held", witness: witness.port },
    });
    // A request that waits is answered before the process ends, rather than cut off.
    const wait = client.ask<{ status: string }>(`/api/v2/jobs/${held}/wait?timeout=60`);
    await until(
      async () => (await openRequests()) > 1,
      () => "a request that waits",
    );
    await pg.end();
    expect(await instance.stop()).toBe(0);
    expect((await wait).status).toMatch(/^(submitted|queued)$/);
    expect(processKinds.flatMap((kind) => instance.processes(kind))).toEqual([]);
  });
});

/** How many requests the web process is answering, this one among them. */
async function openRequests(): Promise<number> {
  return Number(/^wooey_http_requests_open (\d+)/m.exec(await client.read("/metrics"))?.[1]);
}

interface Row {
  id: number;
  name: string;
  status: string;
  output_bytes: number;
  isolation_level: number;
}

const slugOf = ({ outcome }: Planned) => (outcome.isRepeatable ? "repeatable" : "counting");

/** The number of the job that is submitted by its door. */
function submitBy(planned: Planned): Promise<number> {
  if (planned.door === "MCP") return agent.run(inputOf(planned), planned.key);
  return client.submit(planned.door === "API v2" ? inputOf(planned) : commandOf(planned), planned.key);
}

function commandOf(planned: Planned) {
  const { name, outcome } = planned;
  const command = `--name ${name} --witness ${witness.port} --lines ${LINES} --end ${outcome.end}`;
  return { slug: slugOf(planned), name, command };
}

function inputOf(planned: Planned) {
  const { name, outcome } = planned;
  const input = { name, witness: witness.port, lines: LINES, end: outcome.end };
  return { slug: slugOf(planned), name, input };
}

function fullOutput(name: string): string {
  const lines = Array.from({ length: LINES }, (_, n) => `line ${n} of ${name} ${"x".repeat(200)}`);
  return `${lines.join("\n")}\nsha256 ${createHash("sha256").update(lines.join("")).digest("hex")}\n`;
}

/** Does to a script that stays what its outcome asks for, once it has started. */
async function attack(name: string, outcome: Outcome): Promise<void> {
  const { jobId } = await witness.started(name);
  if (outcome.stays === "stopped") {
    // Its last line is to be there: only then can its output be compared with the full one.
    await until(
      async () => (await client.ask<{ stdout: string }>(`/api/jobs/v1/${jobId}/details/`)).stdout === fullOutput(name),
      () => `the output of ${name}`,
    );
    await client.ask(`/api/jobs/v1/${jobId}/stop/`, "POST");
    return;
  }
  const started = fs.readFileSync(path.join(instance.dataFolder, "jobs", String(jobId), "1", "started"), "latin1");
  process.kill(-Number.parseInt(started, 10), "SIGKILL");
}

/** Kills at random moments, whatever else is away just then; the database only while it is there to be hurt. */
async function killAtRandom(): Promise<Record<string, number>> {
  const killed: Record<string, number> = {};
  for (let kills = 0; kills < KILLS; ) {
    await sleep(100 + random() * 800);
    const kind = processKinds[Math.floor(random() * processKinds.length)] as ProcessKind;
    if (kind === "database" && instance.processes("database session").length === 0) continue;
    const living = instance.processes(kind);
    const victim = living[Math.floor(random() * living.length)];
    if (victim === undefined || !killHard(victim)) continue;
    killed[kind] = (killed[kind] ?? 0) + 1;
    kills++;
  }
  return killed;
}

async function openJobs(): Promise<number> {
  const [row] = await ask<[{ n: number }]>(() => pg`select count(*)::int as n from jobs where ended_at is null`);
  return row.n;
}

async function describeOpen(): Promise<string> {
  const rows = await ask(
    () => pg`
    select id, name, status, attempt, worker_id, now() - created_at as age from jobs where ended_at is null`,
  );
  return `jobs to end: ${JSON.stringify(rows)}\n${instance.log().slice(-5000)}`;
}

/** Of the runs that have not ended: what started them, and what is to be done for them. */
function describeFlows(): Promise<unknown> {
  return ask(
    () => pg`
      select run.id, run.function_id, run.status, run.event, run.stack,
        (select json_agg(item) from engine.items item where item.run_id = run.id) as items
      from engine.runs run where run.ended_at is null`,
  );
}

/** The test's own question to a database that comes and goes. */
async function ask<T = Record<string, never>[]>(question: () => Promise<unknown>): Promise<T> {
  for (;;) {
    try {
      const late = sleep(3000).then(() => Promise.reject(new Error("no answer in 3 s")));
      return (await Promise.race([question(), late])) as T;
    } catch (error) {
      if (/no answer/.test(String(error))) console.warn("The test's own query got no answer within 3 s.");
      await sleep(100);
    }
  }
}

async function until(isSo: () => boolean | Promise<boolean>, what: () => string | Promise<string>): Promise<void> {
  const deadline = Date.now() + 90_000;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(`Seed ${SEED}: waited in vain for ${await what()}`);
    await sleep(50);
  }
}

/** Numbers from 0 to 1 that the seed decides (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
