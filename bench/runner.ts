import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { startEmbeddedPostgres } from "@/db/embedded";
import { migrateDatabase } from "@/db/migrate";
import { childEnvironment, setDatabaseUrl } from "@/server/env";

// The runner against the bare machine, in one run: npx tsx --conditions=react-server bench/runner.ts [LEVEL]
// Prints each figure beside the bare script's own, and the ratio. An isolation level that does not work here fails.
const level = Number(process.argv[2] ?? 3);
const SLOTS = 8;
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "wooey-bench-"));
fs.chmodSync(folder, 0o755);
process.env.WOOEY_DATA_DIR = folder;

const server = await startEmbeddedPostgres({ folder: path.join(folder, "postgres") });
await migrateDatabase(server.url("wooey"), path.resolve("db/migrations"));
setDatabaseUrl(server.url("wooey"));
const { sql, closeDatabase } = await import("@/db/client");
const { aJob, aScript } = await import("@/db/testing/factories");
const { sendJobSubmitted } = await import("@/inngest/client");
const { pythonAt } = await import("@/server/sandbox/level");
const { processStat } = await import("@/server/sandbox/processes");

const python = (await pythonAt(level as 0 | 1 | 2 | 3))?.path;
if (!python) throw new Error(`Isolation level ${level} does not work on this machine.`);
let worker = await startWorkerProcess();
const waiting = new Map<number, () => void>();
await sql.listen("wooey_live", async (text) => {
  const [id, what] = text.split(":");
  if (what === "status") waiting.get(Number(id))?.();
});

try {
  console.log(`Isolation level ${level}, ${SLOTS} slots, ${os.cpus().length} cores, ${python}`);
  await measureOne();
  await measureMany();
  await measureSleep();
  await measureOutput();
  await measureLive();
  await measureCancel();
  await measureFlood();
  await measureAdoption();
} finally {
  worker.kill("SIGKILL");
  await closeDatabase();
  await server.stop();
  fs.rmSync(folder, { recursive: true, force: true });
}

/** One trivial job at a time: committed → its process started → completed. */
async function measureOne(): Promise<void> {
  const file = scriptFile("one.py", "import time\nprint(time.time())\n");
  const bare: number[] = [];
  for (let n = 0; n < 30; n++) bare.push(timeOf(() => execFileSync(python ?? "", ["-u", file])));
  const { version } = await aScript({ source: fs.readFileSync(file) });
  const starts: number[] = [];
  const ends: number[] = [];
  for (let n = 0; n < 40; n++) {
    const submittedAt = Date.now();
    const job = await submit(version.id);
    await endOf(job);
    ends.push(Date.now() - submittedAt);
    starts.push(Number(await outputOf(job)) * 1000 - submittedAt);
  }
  report("submitted → script's first line", quantiles(starts.slice(5)), "p50 ≤ 40 ms, p95 ≤ 120 ms");
  report(
    "submitted → completed",
    `${quantiles(ends.slice(5))}; bare ${quantiles(bare)}`,
    ratio(median(ends), median(bare)),
  );
}

/** 200 trivial jobs, 8 at a time, against `xargs -P2`. */
async function measureMany(): Promise<void> {
  const file = scriptFile("many.py", "print('x')\n");
  const bareMs = timeOf(() =>
    execFileSync("sh", ["-c", `seq 200 | xargs -P2 -I{} ${python} -u ${file} >${path.join(folder, "many.out")}`]),
  );
  const { version } = await aScript({ source: "print('x')\n" });
  const startedAt = performance.now();
  const jobs = await Promise.all(Array.from({ length: 200 }, () => submit(version.id)));
  await Promise.all(jobs.map(endOf));
  const ms = performance.now() - startedAt;
  report("200 jobs", `${round(ms)} ms; bare ${round(bareMs)} ms`, `${round((bareMs / ms) * 100)} % of bare`);
}

/** What the worker uses of a core while scripts sleep. */
async function measureSleep(): Promise<void> {
  await allAcknowledged();
  const idle = await cpuShare(3_000);
  const { version } = await aScript({ source: "import time\ntime.sleep(600)\n" });
  const jobs = await Promise.all(Array.from({ length: 4 }, () => submit(version.id)));
  await Promise.all(jobs.map((job) => until(job, "running")));
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  const busy = await cpuShare(6_000);
  report(
    "a sleeping job",
    `${((busy - idle) / 4).toFixed(2)} % of a core; idle worker ${idle.toFixed(2)} %`,
    "≤ 0.5 %",
  );
  await Promise.all(jobs.map((job) => stop(job, true)));
}

/** 10 MB in 100,000 lines: the script's own time, when all is readable, bytes written to disk. */
async function measureOutput(): Promise<void> {
  const source = `import sys, time\nstart = time.time()\nfor n in range(100000): print('x' * 99)\nprint(time.time(), time.time() - start, file=sys.stderr)\n`;
  const file = scriptFile("output.py", source);
  const out = path.join(folder, "bare.out");
  execFileSync("sh", ["-c", `${python} -u ${file} 2>${out}.err | cat >${out}`]);
  const bare = Number(fs.readFileSync(`${out}.err`, "utf8").split(" ")[1]);
  const { version } = await aScript({ source });
  // A young database makes its log files, which it later uses again.
  for (let n = 0; n < 4; n++) await endOf(await submit(version.id));
  await sql`checkpoint`;
  const before = diskBytes();
  const job = await submit(version.id);
  await endOf(job);
  const readableAt = Date.now();
  const [text] = await sql<{ text: string }[]>`
    select convert_from(content, 'utf8') as text from job_output where job_id = ${job} and stream = 2`;
  const [endedAt, seconds] = (text?.text ?? "").split(" ").map(Number);
  const [row] = await sql<{ bytes: number }[]>`
    select sum(length(content))::float8 as bytes from job_output where job_id = ${job} and stream = 1`;
  report("10 MB of output", `script ${seconds?.toFixed(2)} s; bare ${bare.toFixed(2)} s`, ratio(seconds ?? 0, bare));
  report(
    "… readable after its end",
    `${round(readableAt - (endedAt ?? 0) * 1000)} ms, ${row?.bytes} bytes`,
    "≤ 300 ms",
  );
  await sql`checkpoint`;
  const written = diskBytes() - before;
  report("… written to disk per byte", (written / 10e6).toFixed(2), "≤ 4");
}

/** A line printed → a subscriber has read it. */
async function measureLive(): Promise<void> {
  const { version } = await aScript({
    source: "import time\nfor n in range(60):\n  print(time.time())\n  time.sleep(0.05 if n % 10 else 2.2)\n",
  });
  const delays: number[] = [];
  let read = 0;
  let job = 0;
  const heard = await sql.listen("wooey_live", async (text) => {
    if (text !== `${job}:output`) return;
    const rows = await sql<{ content: Buffer; position: string }[]>`
      select content, position from job_output where job_id = ${job} and position >= ${read} order by position`;
    for (const row of rows) {
      read = Math.max(read, Number(row.position) + row.content.length);
      for (const line of row.content.toString().trim().split("\n")) delays.push(Date.now() - Number(line) * 1000);
    }
  });
  job = await submit(version.id);
  await endOf(job);
  await heard.unlisten();
  report("line printed → seen", quantiles(delays), "p95 ≤ 100 ms");
}

/** Stop asked for → the end committed, which is after the last process is gone. */
async function measureCancel(): Promise<void> {
  const { version } = await aScript({ source: "import time\nprint('on')\ntime.sleep(100)\n" });
  const times: number[] = [];
  for (let n = 0; n < 15; n++) {
    const job = await submit(version.id);
    while (!(await outputOf(job)).includes("on")) await new Promise((resolve) => setTimeout(resolve, 5));
    const startedAt = performance.now();
    await stop(job, false);
    times.push(performance.now() - startedAt);
  }
  report("stop → nothing left", quantiles(times), "p95 ≤ 300 ms");
}

/** `yes` through the worker: 5 GB. */
async function measureFlood(): Promise<void> {
  const { version } = await aScript({
    source: "import os\nchunk = b'y\\n' * 32768\nfor n in range(80000): os.write(1, chunk)\n",
  });
  const before = residentBytes();
  let most = before;
  const watching = setInterval(() => {
    most = Math.max(most, residentBytes());
  }, 50);
  const startedAt = performance.now();
  const job = await submit(version.id);
  await endOf(job);
  clearInterval(watching);
  const [row] = await sql<{ kept: number; dropped: number }[]>`
    select output_bytes::float8 as kept, output_dropped_bytes::float8 as dropped from jobs where id = ${job}`;
  const said = `${round((performance.now() - startedAt) / 1000)} s, kept ${row?.kept}, dropped ${row?.dropped}`;
  report("5 GB of output", said, `worker grew ${((most - before) / 2 ** 20).toFixed(0)} MB (≤ 64)`);
}

/** kill -9 of the worker → its job belongs to the next one. */
async function measureAdoption(): Promise<void> {
  const { version } = await aScript({ source: "import time\nprint('on')\ntime.sleep(100)\n" });
  const job = await submit(version.id);
  await until(job, "running");
  const [row] = await sql<{ workerId: string }[]>`select worker_id as "workerId" from jobs where id = ${job}`;
  const next = await startWorkerProcess();
  const startedAt = performance.now();
  worker.kill("SIGKILL");
  for (;;) {
    const [now] = await sql<{ workerId: string }[]>`select worker_id as "workerId" from jobs where id = ${job}`;
    if (now?.workerId !== row?.workerId) break;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  report("kill -9 of the worker → taken over", `${round(performance.now() - startedAt)} ms`, "≤ 5 s");
  worker = next;
  await stop(job, true);
}

async function startWorkerProcess(): Promise<ChildProcess> {
  const program = path.resolve("bench/runner-worker.ts");
  const command = [
    "--max-semi-space-size=2",
    "--heap-growing-percent=50",
    "--import",
    "tsx",
    "--conditions=react-server",
    program,
    String(level),
    String(SLOTS),
  ];
  const child = spawn(process.execPath, command, {
    env: childEnvironment({ DATABASE_URL: server.url("wooey") }),
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  await once(child, "message");
  return child;
}

/** Commits a job as the product does, and sends it on its way. */
async function submit(versionId: number): Promise<number> {
  const { id } = await aJob({ versionId });
  await sendJobSubmitted(id, 1);
  return id;
}

async function stop(job: number, kill: boolean): Promise<void> {
  await sql`update jobs set stop_requested_at = now(), kill_requested = ${kill} where id = ${job}`;
  await sql`select pg_notify('wooey_stop', ${String(job)})`;
  await endOf(job);
}

async function endOf(job: number): Promise<void> {
  for (;;) {
    const changed = new Promise<void>((resolve) => waiting.set(job, resolve));
    const [row] = await sql`select 1 from jobs where id = ${job} and ended_at is not null`;
    if (row) break;
    await Promise.race([changed, new Promise((resolve) => setTimeout(resolve, 1_000))]);
  }
  waiting.delete(job);
}

async function until(job: number, status: string): Promise<void> {
  while ((await sql`select 1 from jobs where id = ${job} and status = ${status}`).length === 0) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

async function outputOf(job: number): Promise<string> {
  const rows = await sql<{ content: Buffer }[]>`
    select content from job_output where job_id = ${job} and stream = 1 order by position`;
  return Buffer.concat(rows.map((row) => row.content)).toString();
}

/** The durable flows of all jobs so far are over, and what they woke has come to rest. */
async function allAcknowledged(): Promise<void> {
  while ((await sql`select 1 from jobs where acknowledged_at is null limit 1`).length > 0) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await new Promise((resolve) => setTimeout(resolve, 2_000));
}

async function cpuShare(ms: number): Promise<number> {
  const ticks = () => processStat(worker.pid ?? 0)?.cpuTicks ?? 0;
  const before = ticks();
  await new Promise((resolve) => setTimeout(resolve, ms));
  return ((ticks() - before) / (ms / 10)) * 100;
}

/** write_bytes of PostgreSQL's processes and of the worker, which counts the ended shims and pumps in. */
function diskBytes(): number {
  const own = (pid: number) => Number(/^write_bytes: (\d+)/m.exec(readOr(`/proc/${pid}/io`))?.[1] ?? 0);
  const postgres = readOr(`/proc/${server.pid}/task/${server.pid}/children`).trim().split(" ").map(Number);
  return [worker.pid ?? 0, server.pid, ...postgres].reduce((sum, pid) => sum + own(pid), 0);
}

function residentBytes(): number {
  return (processStat(worker.pid ?? 0)?.residentPages ?? 0) * 4096;
}

function readOr(file: string): string {
  try {
    return fs.readFileSync(file, "latin1");
  } catch {
    return "";
  }
}

function scriptFile(name: string, source: string): string {
  const file = path.join(folder, name);
  fs.writeFileSync(file, source);
  return file;
}

function timeOf(work: () => void): number {
  const startedAt = performance.now();
  work();
  return performance.now() - startedAt;
}

function quantiles(values: number[]): string {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => round(sorted[Math.floor((sorted.length - 1) * share)] ?? 0);
  return `p50 ${at(0.5)} ms, p95 ${at(0.95)} ms`;
}

function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
}

function ratio(ours: number, bare: number): string {
  return `${(ours / bare).toFixed(2)} × bare`;
}

function round(value: number): number {
  return Math.round(value);
}

function report(what: string, figure: string, judged: string): void {
  console.log(`${what.padEnd(36)} ${figure.padEnd(60)} ${judged}`);
}
