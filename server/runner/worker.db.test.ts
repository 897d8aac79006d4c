import fs from "node:fs";
import path from "node:path";
import { eq } from "drizzle-orm";
import { afterEach, describe, expect, test } from "vitest";
import { db, sql } from "@/db/client";
import { type Job, jobFiles, jobs } from "@/db/schema";
import { aJob, aScript } from "@/db/testing/factories";
import { env } from "@/server/env";
import { type StartedWorker, startWorker } from "./worker";

const workers: StartedWorker[] = [];
const said: string[] = [];

async function aStartedWorker(slots = 4): Promise<StartedWorker> {
  const worker = await startWorker({ slots, onLog: (line) => said.push(line) });
  workers.push(worker);
  return worker;
}

afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.stop()));
  said.length = 0;
});

/** A queued job of a script with this source. */
async function aQueuedJob(
  source: string,
  overrides: Parameters<typeof aJob>[0] & { script?: Parameters<typeof aScript>[0] } = {},
) {
  const { script, ...columns } = overrides;
  const { version } = await aScript({ source, ...script });
  const job = await aJob({ versionId: version.id, status: "queued", ...columns });
  await sql`select pg_notify('wooey_jobs', ${String(job.id)})`;
  return job;
}

async function ended(job: { id: number }): Promise<Job> {
  return until(job, (row) => row.endedAt !== null);
}

async function until(job: { id: number }, isSo: (row: Job) => boolean): Promise<Job> {
  const deadline = Date.now() + 15_000;
  for (;;) {
    const [row] = await db.select().from(jobs).where(eq(jobs.id, job.id));
    if (row && isSo(row)) return row;
    if (Date.now() > deadline) throw new Error(`Job ${job.id} stays ${row?.status}: ${said.join("\n")}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

async function outputOf(job: { id: number }, stream: 1 | 2 | 3, attempt = 1): Promise<string> {
  const rows = await sql<{ content: Buffer }[]>`
    select content from job_output where job_id = ${job.id} and attempt = ${attempt} and stream = ${stream} order by position`;
  return Buffer.concat(rows.map((row) => row.content)).toString("latin1");
}

describe("startWorker", () => {
  test("runs a queued job: output, exit code, times, files and level are in its row", async () => {
    const worker = await aStartedWorker();
    const job = await aQueuedJob(
      "import sys\nprint('hello', *sys.argv[1:])\nprint('oops', file=sys.stderr)\nopen('made.txt','w').write('made')",
      { argv: ["--name", "x y"] },
    );
    const row = await ended(job);
    expect(row).toMatchObject({ status: "completed", exitCode: 0, endedBy: "exit", workerId: worker.id, signal: null });
    expect(row.isolationLevel).toBeGreaterThanOrEqual(0);
    expect(await outputOf(job, 1)).toBe("hello --name x y\n");
    expect(await outputOf(job, 2)).toBe("oops\n");
    expect(row.outputBytes).toBe(22);
    const files = await db.select().from(jobFiles).where(eq(jobFiles.jobId, job.id));
    expect(files).toMatchObject([{ path: "made.txt", sizeBytes: 4, kind: "text", direction: "output" }]);
    await gone(path.join(env().WOOEY_DATA_DIR, "jobs", String(job.id)));
  });
});

async function gone(file: string): Promise<void> {
  const deadline = Date.now() + 5_000;
  while (fs.existsSync(file)) {
    if (Date.now() > deadline) throw new Error(`${file} stays`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
