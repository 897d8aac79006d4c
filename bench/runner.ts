import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type { IsolationLevel } from "@/server/sandbox/command";
import { type BenchRunner, pause, startBenchRunner } from "./runner-environment";

// Compares the runner with the bare machine in one run: npx tsx --conditions=react-server bench/runner.ts [--level 3]
// Prints each figure next to that of the bare script, and the ratio. An isolation level that does not work here fails.
const SLOTS = 8;
const level = readLevel(process.argv.slice(2));
const runner = await startBenchRunner(level, SLOTS);

try {
  const machine = `${os.cpus().length} cores, load ${os.loadavg()[0]?.toFixed(1)}`;
  console.log(`Isolation level ${level}, ${SLOTS} slots, ${machine}, ${runner.python}`);
  await measureOne(runner);
  await measureTerminal(runner);
  await measureMany(runner);
  await measureSleep(runner);
  await measureOutput(runner);
  await measureLive(runner);
  await measureCancel(runner);
  await measureFlood(runner);
  await measureAdoption(runner);
  console.log(`Isolation level ${level}; load at the end ${os.loadavg()[0]?.toFixed(1)}`);
} finally {
  await runner.close();
}

function readLevel(words: string[]): IsolationLevel {
  const text = words[0] === "--level" ? words[1] : (words[0]?.replace(/^--level=/, "") ?? "3");
  const found = ([0, 1, 2, 3] as const).find((each) => String(each) === text);
  if (found === undefined) throw new Error("The option is --level 0, 1, 2 or 3.");
  return found;
}

/** One trivial job at a time: committed → its process started → completed. */
async function measureOne({ python, ...runner }: BenchRunner): Promise<void> {
  // When the kernel started the process, in wall-clock time (proc(5) counts ticks since boot).
  const source = [
    "import time",
    "ticks = int(open('/proc/self/stat').read().rsplit(')')[-1].split()[19])",
    "print(time.time() - time.clock_gettime(time.CLOCK_BOOTTIME) + ticks / 100)",
  ].join("\n");
  const file = scriptFile("one.py", source);
  const versionId = await runner.addScript(source);
  const bare: number[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  for (let n = 0; n < 40; n++) {
    bare.push(timeOf(() => execFileSync(python, ["-u", file])));
    const submittedAt = performance.now();
    const job = await runner.submit(versionId);
    const answeredAt = Date.now();
    await runner.endOf(job);
    ends.push(performance.now() - submittedAt);
    starts.push(Math.max(0, Number(await runner.outputOf(job, 1)) * 1000 - answeredAt));
  }
  report("submit answered → process started", quantiles(starts.slice(5)), "p50 ≤ 40 ms, p95 ≤ 120 ms (± 10 ms)");
  report(
    "submitted → completed",
    `${quantiles(ends.slice(5))}; bare ${quantiles(bare.slice(5))}`,
    ratio(median(ends), median(bare), level === 3 ? 3 : 2.5),
  );
}

/** The same jobs with and without a terminal, alternating: one prints a word, one 10 MB in 100,000 lines. */
async function measureTerminal(runner: BenchRunner): Promise<void> {
  const lines =
    "import time\nstart = time.time()\nfor n in range(100000): print('x' * 99)\nprint(time.time() - start)\n";
  const scripts = await Promise.all(
    [false, true].map(async (hasTerminal) => {
      const jobMs: number[] = [];
      const seconds: number[] = [];
      const word = await runner.addScript("print('x')\n", { hasTerminal });
      return { word, lines: await runner.addScript(lines, { hasTerminal }), jobMs, seconds };
    }),
  );
  for (let n = 0; n < 45; n++) {
    for (const { word, jobMs } of scripts) {
      const submittedAt = performance.now();
      await runner.endOf(await runner.submit(word));
      jobMs.push(performance.now() - submittedAt);
    }
  }
  for (let n = 0; n < 5; n++) {
    for (const script of scripts) {
      const job = await runner.submit(script.lines);
      await runner.endOf(job);
      script.seconds.push(Number((await runner.outputOf(job, 1)).toString().trim().split("\n").pop()));
    }
  }
  const [pipes, terminal] = scripts.map(({ jobMs, seconds }) => ({ ms: median(jobMs.slice(5)), s: median(seconds) }));
  if (!pipes || !terminal) return;
  const figure = `${round(terminal.ms)} ms; to pipes ${round(pipes.ms)} ms`;
  report("a job with a terminal", figure, `+ ${round(terminal.ms - pipes.ms)} ms a job`);
  const lined = `script ${terminal.s.toFixed(2)} s; to pipes ${pipes.s.toFixed(2)} s`;
  report("… 10 MB of output", lined, `${(terminal.s / pipes.s).toFixed(2)} × to pipes`);
}

/** 200 trivial jobs, 8 at a time, against `xargs -P2` before and after. */
async function measureMany({ python, folder, submit, endOf, addScript, ...runner }: BenchRunner): Promise<void> {
  const file = scriptFile("many.py", "print('x')\n");
  const bare = () =>
    timeOf(() =>
      execFileSync("sh", ["-c", `seq 100 | xargs -P2 -I{} ${python} -u ${file} >${path.join(folder, "many.out")}`]),
    );
  const versionId = await addScript("print('x')\n");
  await runner.allAcknowledged();
  const before = bare();
  const workBefore = await runner.work();
  const startedAt = performance.now();
  const jobs = await Promise.all(Array.from({ length: 200 }, () => submit(versionId)));
  await Promise.all(jobs.map(endOf));
  const ms = performance.now() - startedAt;
  await runner.allAcknowledged();
  const work = await runner.work();
  const bareMs = before + bare();
  const asked = level === 3 ? "≥ 35, aim 50" : "≥ 50, aim 70";
  report("200 jobs", `${round(ms)} ms; bare ${round(bareMs)} ms`, `${round((bareMs / ms) * 100)} % of bare (${asked})`);
  const statements = ((work.statements - workBefore.statements) / 200).toFixed(1);
  const cpuMs = ((work.cpuMs - workBefore.cpuMs) / 200).toFixed(1);
  report("… until nothing is left to do", `${statements} statements a job`, `${cpuMs} ms of the worker's CPU a job`);
}

/** How much of a core the worker uses while scripts sleep. */
async function measureSleep(runner: BenchRunner): Promise<void> {
  await runner.allAcknowledged();
  const idle = await runner.cpuShare(3_000);
  const versionId = await runner.addScript("import time\ntime.sleep(600)\n");
  const jobs = await Promise.all(Array.from({ length: 4 }, () => runner.submit(versionId)));
  await Promise.all(jobs.map((job) => runner.until(job, "running")));
  await pause(3_000);
  const busy = await runner.cpuShare(6_000);
  const share = `${((busy - idle) / 4).toFixed(2)} % of a core; idle worker ${idle.toFixed(2)} %`;
  report("a sleeping job", share, "≤ 0.5 %");
  await Promise.all(jobs.map((job) => runner.stop(job, { kill: true })));
}

/** 10 MB in 100,000 lines: the script's own time, the delay until everything is readable, the bytes written to disk. */
async function measureOutput({ pg, python, folder, ...runner }: BenchRunner): Promise<void> {
  const source = `import sys, time\nstart = time.time()\nfor n in range(100000): print('x' * 99)\nprint(time.time(), time.time() - start, file=sys.stderr)\n`;
  const file = scriptFile("output.py", source);
  const out = path.join(folder, "bare.out");
  const versionId = await runner.addScript(source);
  // A new database creates its log files, which it later reuses.
  for (let n = 0; n < 4; n++) await runner.endOf(await runner.submit(versionId));
  await runner.allAcknowledged();
  await pg`checkpoint`;
  const before = runner.diskBytes();
  const [bares, ours, delays]: [number[], number[], number[]] = [[], [], []];
  let bytes = 0;
  for (let n = 0; n < 5; n++) {
    execFileSync("sh", ["-c", `${python} -u ${file} 2>${out}.err | cat >${out}`]);
    bares.push(Number(fs.readFileSync(`${out}.err`, "utf8").split(" ")[1]));
    const job = await runner.submit(versionId);
    await runner.endOf(job);
    bytes += (await runner.outputOf(job, 1)).length;
    const readableAt = Date.now();
    const [endedAt = 0, seconds = 0] = (await runner.outputOf(job, 2)).toString().split(" ").map(Number);
    ours.push(seconds);
    delays.push(readableAt - endedAt * 1000);
  }
  const times = `script ${median(ours).toFixed(2)} s; bare ${median(bares).toFixed(2)} s`;
  report("10 MB of output", times, ratio(median(ours), median(bares), 1.3));
  report("… readable after its end", `${round(median(delays))} ms, ${bytes / 5} bytes`, "≤ 300 ms");
  await pg`checkpoint`;
  report("… written to disk per byte", ((runner.diskBytes() - before) / (5 * 10e6)).toFixed(2), "≤ 4");
}

/** A line printed → a subscriber has read it. */
async function measureLive({ pg, ...runner }: BenchRunner): Promise<void> {
  const versionId = await runner.addScript(
    "import time\nfor n in range(60):\n  print(time.time())\n  time.sleep(0.05 if n % 10 else 2.2)\n",
  );
  const delays: number[] = [];
  let read = 0;
  let job = 0;
  const subscription = await pg.listen("wooey_live", async (text) => {
    if (text !== `${job}:output`) return;
    const rows = await pg<{ content: Buffer; position: string }[]>`
      select content, position from job_output where job_id = ${job} and position >= ${read} order by position`;
    for (const row of rows) {
      if (Number(row.position) < read) continue;
      read = Number(row.position) + row.content.length;
      for (const line of row.content.toString().trim().split("\n")) delays.push(Date.now() - Number(line) * 1000);
    }
  });
  job = await runner.submit(versionId);
  await runner.endOf(job);
  await subscription.unlisten();
  report("line printed → seen", quantiles(delays), "p95 ≤ 100 ms");
}

/** Stop requested → the end committed, which happens after the last process is gone. */
async function measureCancel(runner: BenchRunner): Promise<void> {
  const versionId = await runner.addScript("import time\nprint('on')\ntime.sleep(100)\n");
  const times: number[] = [];
  for (let n = 0; n < 15; n++) {
    const job = await runner.submit(versionId);
    while (!(await runner.outputOf(job, 1)).includes("on")) await pause(5);
    const startedAt = performance.now();
    await runner.stop(job, { kill: false });
    times.push(performance.now() - startedAt);
  }
  report("stop → nothing left", quantiles(times), "p95 ≤ 300 ms");
}

/** `yes` through the worker: 5 GB. */
async function measureFlood({ pg, ...runner }: BenchRunner): Promise<void> {
  const versionId = await runner.addScript(
    "import os\nchunk = b'y\\n' * 32768\nfor n in range(80000): os.write(1, chunk)\n",
  );
  const before = runner.residentBytes();
  let most = before;
  const watching = setInterval(() => {
    most = Math.max(most, runner.residentBytes());
  }, 50);
  const startedAt = performance.now();
  const job = await runner.submit(versionId);
  await runner.endOf(job);
  clearInterval(watching);
  const [row] = await pg<{ kept: number; dropped: number }[]>`
    select output_bytes::float8 as kept, output_dropped_bytes::float8 as dropped from jobs where id = ${job}`;
  const figure = `${round((performance.now() - startedAt) / 1000)} s, kept ${row?.kept}, dropped ${row?.dropped}`;
  report("5 GB of output", figure, `worker grew ${((most - before) / 2 ** 20).toFixed(0)} MB (≤ 64)`);
}

/** kill -9 of the worker → its job belongs to the next one. */
async function measureAdoption({ pg, ...runner }: BenchRunner): Promise<void> {
  const versionId = await runner.addScript("import time\nprint('on')\ntime.sleep(100)\n");
  const job = await runner.submit(versionId);
  await runner.until(job, "running");
  const owner = async () => (await pg<{ id: string }[]>`select worker_id as id from jobs where id = ${job}`)[0]?.id;
  const first = await owner();
  await runner.replaceWorker();
  const startedAt = performance.now();
  while ((await owner()) === first) await pause(20);
  report("kill -9 of the worker → taken over", `${round(performance.now() - startedAt)} ms`, "≤ 5 s");
  await runner.stop(job, { kill: true });
}

function scriptFile(name: string, source: string): string {
  const file = path.join(runner.folder, name);
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

function ratio(ours: number, bare: number, asked: number): string {
  return `${(ours / bare).toFixed(2)} × bare (≤ ${asked})`;
}

function round(value: number): number {
  return Math.round(value);
}

function report(what: string, figure: string, judged: string): void {
  console.log(`${what.padEnd(36)} ${figure.padEnd(60)} ${judged}`);
}
