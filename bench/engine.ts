/**
 * npx tsx --conditions=react-server bench/engine.ts [runs]
 * The embedded engine, with sender and engine in one process on a temporary PostgreSQL that syncs its log as in
 * production: from send() to the start of the first step, runs per second, and what an idle engine costs.
 */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { Inngest } from "inngest";
import { serve } from "inngest/edge";
import { startEmbeddedPostgres } from "../db/embedded";
import { migrateDatabase } from "../db/migrate";

const runs = Number(process.argv[2] ?? 2000);
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "wooey-bench-"));
fs.chmodSync(folder, 0o755);
const server = await startEmbeddedPostgres({ folder });
await migrateDatabase(server.url("bench"), path.resolve("db/migrations"));
process.env.DATABASE_URL = server.url("bench");
const { pg, closeDatabase } = await import("../db/client");
const { startEngine } = await import("../inngest/engine/engine");
const { embeddedFetch } = await import("../inngest/engine/fetch");
const { addEvents } = await import("../inngest/outbox");

const quiet = () => undefined;
const client = new Inngest({
  id: "bench",
  isDev: false,
  eventKey: "bench",
  signingKey: "signkey-bench-00",
  baseUrl: "http://engine.invalid",
  fetch: embeddedFetch,
  logger: { info: quiet, debug: quiet, warn: quiet, error: quiet },
});
const on: { start(): void } = { start: quiet };
const options = {
  client,
  skipSignatureValidation: true,
  functions: [
    client.createFunction({ id: "noop", triggers: [{ event: "bench/noop" }] }, async () => on.start()),
    client.createFunction({ id: "three", triggers: [{ event: "bench/three" }] }, async ({ step }) => {
      await step.run("a", () => on.start());
      await step.run("b", () => 2);
      return step.run("c", () => 3);
    }),
  ],
};
const engine = await startEngine({ handler: serve(options), slots: 16 });

async function untilEnded(count: number): Promise<void> {
  for (;;) {
    const [row] = await pg`select count(*)::int as n from engine.runs where ended_at is not null`;
    if (row?.n >= count) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function latency(count: number): Promise<number[]> {
  const latenciesMs: number[] = [];
  for (let n = -20; n < count; n++) {
    const started = new Promise<void>((resolve) => {
      on.start = resolve;
    });
    const startedAt = performance.now();
    await addEvents([{ name: "bench/three", data: {} }]);
    await started;
    if (n >= 0) latenciesMs.push(performance.now() - startedAt);
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  on.start = quiet;
  return latenciesMs.sort((a, b) => a - b);
}

async function throughput(name: string): Promise<string> {
  const [before] = await pg`select count(*)::int as n from engine.runs where ended_at is not null`;
  const startedAt = performance.now();
  const cpu = process.cpuUsage();
  for (let n = 0; n < runs; n += 100) {
    await addEvents(Array.from({ length: Math.min(100, runs - n) }, () => ({ name, data: {} })));
  }
  await untilEnded(before?.n + runs);
  const seconds = (performance.now() - startedAt) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  return `${(runs / seconds).toFixed(0)} runs/s (${((user + system) / 1000 / runs).toFixed(1)} ms of Node's CPU each)`;
}

const latenciesMs = await latency(200);
const at = (share: number) => latenciesMs[Math.floor(latenciesMs.length * share)]?.toFixed(1);
console.log(`send() to the start of the first step: p50 ${at(0.5)} ms, p95 ${at(0.95)} ms`);
console.log(`runs without steps: ${await throughput("bench/noop")}`);
console.log(`runs of 3 steps: ${await throughput("bench/three")}`);
await new Promise((resolve) => setTimeout(resolve, 2000));
const cpu = process.cpuUsage();
await new Promise((resolve) => setTimeout(resolve, 20_000));
const { user, system } = process.cpuUsage(cpu);
console.log(`idle engine: ${((user + system) / 200_000).toFixed(2)} % of a core`);

await engine.stop();
await closeDatabase();
await server.stop();
fs.rmSync(folder, { recursive: true, force: true });
