import fs from "node:fs";
import { eq } from "drizzle-orm";
import { db, pg } from "@/db/client";
import { type Job, jobs } from "@/db/schema";
import { aJob, aScript } from "@/db/testing/factories";
import { allProcesses } from "@/server/processes";
import type { IsolationLevel } from "@/server/sandbox/command";
import { pythonAt } from "@/server/sandbox/level";
import { type StartedWorker, startWorker, type WorkerOptions } from "../worker";
import { requestedIsolation } from "./isolation";

// Shared by the runner's tests: workers, queued jobs, and waits for a condition.

const workers: StartedWorker[] = [];
/** The log of the workers, for messages of failed waits. */
export const workerLog: string[] = [];

/** A worker in this process; `stopWorkers` ends it. */
export async function aRunningWorker(options: Partial<Pick<WorkerOptions, "slots" | "isolation" | "onDrained">> = {}) {
  const worker = await startWorker({
    slots: 4,
    ...requestedIsolation(),
    ...options,
    onLog: (line) => workerLog.push(line),
  });
  workers.push(worker);
  return worker;
}

export async function stopWorkers(): Promise<void> {
  await Promise.all(workers.splice(0).map((worker) => worker.stop()));
  workerLog.length = 0;
}

/** The levels that work on this machine. */
export async function workingLevels(): Promise<IsolationLevel[]> {
  const levels: IsolationLevel[] = [];
  for (const level of [3, 2, 1, 0] as const) if (await pythonAt(level)) levels.push(level);
  return levels;
}

/** A queued job of a new script with this source. The workers are notified of it. */
export async function aQueuedJob(
  source: string,
  overrides: Parameters<typeof aJob>[0] & { script?: Parameters<typeof aScript>[0] } = {},
): Promise<Job> {
  const { script, ...columns } = overrides;
  const { version } = await aScript({ source, ...script });
  const job = await aJob({ versionId: version.id, status: "queued", ...columns });
  await pg`select pg_notify('wooey_jobs', ${String(job.id)})`;
  return job;
}

/** Asks for a stop as the product does. */
export async function requestStop(job: { id: number }, { kill }: { kill: boolean } = { kill: false }): Promise<void> {
  await pg`update jobs set stop_requested_at = now(), kill_requested = ${kill} where id = ${job.id}`;
  await pg`select pg_notify('wooey_stop', ${String(job.id)})`;
}

/** The job's row when it has ended. */
export function ended(job: { id: number }): Promise<Job> {
  return rowWhen(job, (row) => row.endedAt !== null);
}

/** The job's row when the condition holds. */
export async function rowWhen(job: { id: number }, holds: (row: Job) => boolean | Promise<boolean>): Promise<Job> {
  let last: Job | undefined;
  await until(
    async () => {
      [last] = await db.select().from(jobs).where(eq(jobs.id, job.id));
      return last !== undefined && (await holds(last));
    },
    () => `job ${job.id} stays ${last?.status}`,
  );
  return last as Job;
}

/** Waits until the condition holds, at most a minute. The pauses grow from 5 to 50 ms. */
export async function until(
  holds: () => boolean | Promise<boolean>,
  what: () => string = () => String(holds),
): Promise<void> {
  const deadline = Date.now() + 60_000;
  for (let pauseMs = 5; !(await holds()); pauseMs = Math.min(50, pauseMs + 1)) {
    if (Date.now() > deadline) throw new Error(`Waited for ${what()}. ${workerLog.join("\n")}`);
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

/** The stored output of a stream, one character per byte. */
export async function outputOf(job: { id: number }, stream: 1 | 2 | 3, attempt = 1): Promise<string> {
  const rows = await pg<{ content: Buffer }[]>`
    select content from job_output
    where job_id = ${job.id} and attempt = ${attempt} and stream = ${stream} order by position`;
  return Buffer.concat(rows.map((row) => row.content)).toString("latin1");
}

/** Waits until the output contains a text. Fails when the job has ended without it. */
export async function printed(job: { id: number }, text: string): Promise<void> {
  const row = await rowWhen(job, async ({ endedAt }) => endedAt !== null || (await outputOf(job, 1)).includes(text));
  if (row.endedAt === null || (await outputOf(job, 1)).includes(text)) return;
  throw new Error(`Job ${job.id} has ended without "${text}": ${JSON.stringify(row)} ${workerLog.join("\n")}`);
}

/** Processes whose command line contains a text. */
export function processesNaming(text: string): number[] {
  return allProcesses().filter((pid) => {
    try {
      return fs.readFileSync(`/proc/${pid}/cmdline`, "latin1").includes(text);
    } catch {
      return false;
    }
  });
}
