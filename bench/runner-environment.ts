import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { connect } from "@/db/connection";
import { startEmbeddedPostgres } from "@/db/embedded";
import { migrateDatabase } from "@/db/migrate";
import type { ScriptLimits } from "@/db/schema";
import { childEnvironment, setDatabaseUrl } from "@/server/env";
import type { IsolationLevel } from "@/server/sandbox/command";

// What bench/runner.ts measures: a PostgreSQL and a worker with the engine, as `npm start` has them, in a temporary
// folder.

export type BenchRunner = Awaited<ReturnType<typeof startBenchRunner>>;

/** @throws when the isolation level does not work on this machine. */
export async function startBenchRunner(level: IsolationLevel, slots: number) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "wooey-bench-"));
  fs.chmodSync(folder, 0o755);
  process.env.WOOEY_DATA_DIR = folder;
  const server = await startCountingPostgres(path.join(folder, "postgres"));
  await migrateDatabase(server.url("wooey"), path.resolve("db/migrations"));
  setDatabaseUrl(server.url("wooey"));
  await sql(server.url("wooey"), "create extension pg_stat_statements");
  // Only now, because they open the database that is set above.
  const { pg, closeDatabase } = await import("@/db/client");
  const { aScript } = await import("@/db/testing/factories");
  const { commitJob } = await import("@/server/jobs/commit");
  const { copyOutput } = await import("@/server/output/copy");
  const { pythonAt } = await import("@/server/sandbox/level");
  const { processStat } = await import("@/server/processes");

  const python = (await pythonAt(level))?.path;
  if (!python) throw new Error(`Isolation level ${level} does not work on this machine.`);
  const startWorker = () => startWorkerProcess(server.url("wooey"), level, slots);
  let worker = await startWorker();
  const waiting = new Map<number, () => void>();
  await pg.listen("wooey_live", (text) => {
    const [id, what] = text.split(":");
    if (what === "status") waiting.get(Number(id))?.();
  });

  const endOf = async (job: number) => {
    for (;;) {
      const changed = new Promise<void>((resolve) => waiting.set(job, resolve));
      const [row] = await pg`select 1 from jobs where id = ${job} and ended_at is not null`;
      if (row) break;
      await Promise.race([changed, new Promise((resolve) => setTimeout(resolve, 1_000))]);
    }
    waiting.delete(job);
  };
  const stat = () => processStat(worker.pid ?? 0);
  return {
    pg,
    python,
    folder,
    endOf,
    addScript: async (source: string, options: { hasTerminal?: boolean; limits?: ScriptLimits } = {}) =>
      (await aScript({ source, ...options })).version.id,
    /** Commits a job as the product does. */
    submit: async (versionId: number) => {
      const plain = { name: "bench", description: "", visibility: "link" as const, values: {}, argv: [] };
      const unkeyed = { idempotencyKey: null, requestHash: null, client: null };
      const nobody = { ownerId: null, browserHash: null, networkHash: null, ...unkeyed };
      const made = await commitJob({ ...plain, ...nobody, versionId }, []);
      return made?.id ?? 0;
    },
    stop: async (job: number, { kill }: { kill: boolean }) => {
      await pg`update jobs set stop_requested_at = now(), kill_requested = ${kill} where id = ${job}`;
      await pg`select pg_notify('wooey_stop', ${String(job)})`;
      await endOf(job);
    },
    until: async (job: number, status: string) => {
      while ((await pg`select 1 from jobs where id = ${job} and status = ${status}`).length === 0) await pause(5);
    },
    outputOf: async (job: number, stream: number) => {
      const parts: Buffer[] = [];
      await copyOutput({ id: job, attempt: 1 }, 0, (chunk) => {
        if (chunk.stream === stream) parts.push(Buffer.from(chunk.content));
      });
      return Buffer.concat(parts);
    },
    /** Resolves when the durable runs of all jobs so far have ended, and everything that they woke is idle. */
    allAcknowledged: async () => {
      const isBusy = () => pg`
        select from engine.events where scheduled_at is null union all select from engine.runs where ended_at is null limit 1`;
      while ((await isBusy()).length > 0) await pause(100);
      await pause(2_000);
    },
    /** The statements that the database has executed, and the processor time of the worker in milliseconds. */
    work: async () => {
      const [row] = await pg<{ statements: number }[]>`
        select sum(calls)::int as statements from pg_stat_statements
        where dbid = (select oid from pg_database where datname = current_database())`;
      return { statements: row?.statements ?? 0, cpuMs: (stat()?.cpuTicks ?? 0) * 10 };
    },
    /** How much of a core the worker uses, in percent. */
    cpuShare: async (ms: number) => {
      const before = stat()?.cpuTicks ?? 0;
      await pause(ms);
      return (((stat()?.cpuTicks ?? 0) - before) / (ms / 10)) * 100;
    },
    residentBytes: () => (stat()?.residentPages ?? 0) * 4096,
    /** write_bytes of PostgreSQL's processes and of the worker, which includes its ended shims and pumps. */
    diskBytes: () => {
      const bytesOf = (pid: number) => Number(/^write_bytes: (\d+)/m.exec(readOr(`/proc/${pid}/io`))?.[1] ?? 0);
      const postgres = readOr(`/proc/${server.pid}/task/${server.pid}/children`).trim().split(" ").map(Number);
      return [worker.pid ?? 0, server.pid, ...postgres].reduce((sum, pid) => sum + bytesOf(pid), 0);
    },
    /** Starts another worker, and then kills the first one. */
    replaceWorker: async () => {
      const next = await startWorker();
      worker.kill("SIGKILL");
      worker = next;
    },
    close: async () => {
      worker.kill("SIGKILL");
      await closeDatabase();
      await server.stop();
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

async function startWorkerProcess(databaseUrl: string, level: number, slots: number): Promise<ChildProcess> {
  const settings = ["--max-semi-space-size=2", "--heap-growing-percent=50", "--import", "tsx"];
  const program = [path.resolve("bench/runner-worker.ts"), String(level), String(slots)];
  const child = spawn(process.execPath, [...settings, "--conditions=react-server", ...program], {
    env: childEnvironment({ DATABASE_URL: databaseUrl }),
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  await once(child, "message");
  return child;
}

function readOr(file: string): string {
  try {
    return fs.readFileSync(file, "latin1");
  } catch {
    return "";
  }
}

/** An embedded PostgreSQL that counts statements. It reads that setting when it starts. */
async function startCountingPostgres(folder: string) {
  const first = await startEmbeddedPostgres({ folder });
  await sql(first.url("postgres"), "alter system set shared_preload_libraries = 'pg_stat_statements'");
  await first.stop();
  return startEmbeddedPostgres({ folder });
}

async function sql(url: string, statement: string): Promise<void> {
  const database = connect(url, { max: 1 });
  await database.unsafe(statement);
  await database.end();
}
