import fs from "node:fs";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { pg } from "@/db/client";
import { aJob, aScript } from "@/db/testing/factories";
import { env, rawEnvironment } from "@/server/env";
import { outputOf, rowWhen, until } from "./testing/running";
import { killWorkerProcesses, startWorkerProcess } from "./testing/worker-processes";

const JOBS = Number(rawEnvironment().WOOEY_TEST_CHAOS_JOBS ?? 20);
const LINES = 40;
const KILLING_MS = JOBS * 1_000;
const KILLS_MIN = 4;

afterAll(killWorkerProcesses);

/** A script that prints numbered lines for about a second, and records each start. */
const counting = `
import os, sys, time
with open('starts', 'a') as starts: starts.write('started\\n')
for n in range(${LINES}):
    print('line', n, 'x' * 200)
    time.sleep(0.025)
open('result.txt', 'w').write('done')
sys.exit(int(sys.argv[1]))
`;

describe("workers that are killed at any time", () => {
  test(`${JOBS} jobs are started exactly once, end in the right state and have complete output`, async () => {
    const [plain, inTerminal] = [
      await aScript({ source: counting }),
      await aScript({ source: counting, hasTerminal: true }),
    ];
    const jobs = [];
    for (let n = 0; n < JOBS; n++) {
      const { version } = n % 2 === 0 ? plain : inTerminal;
      jobs.push(await aJob({ versionId: version.id, status: "queued", argv: [String(n % 3)] }));
    }
    let isOver = false;
    const workers = [startWorkerProcess(), startWorkerProcess()];
    const killing = (async () => {
      let kills = 0;
      // After that the jobs may end: on a busy machine a worker takes longer to start than these workers live.
      const until = Date.now() + KILLING_MS;
      while (!isOver && (kills < KILLS_MIN || Date.now() < until)) {
        const index = kills % workers.length;
        await workers[index]?.ready;
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 1000));
        if (isOver) break;
        kills++;
        workers[index]?.child.kill("SIGKILL");
        workers[index] = startWorkerProcess();
      }
      return kills;
    })();
    const rows = await Promise.all(jobs.map((job) => rowWhen(job, (row) => row.endedAt !== null)));
    isOver = true;
    expect(await killing).toBeGreaterThanOrEqual(KILLS_MIN);
    const expectedOutput = Array.from({ length: LINES }, (_, n) => `line ${n} ${"x".repeat(200)}\n`).join("");
    for (const [n, row] of rows.entries()) {
      expect(row).toMatchObject({ attempt: 1, exitCode: n % 3, status: n % 3 === 0 ? "completed" : "failed" });
      expect(await outputOf(row, 1)).toBe(expectedOutput);
      expect(row.outputBytes).toBe(expectedOutput.length);
      const files =
        await pg`select path, size_bytes::int as size from job_files where job_id = ${row.id} order by path`;
      expect([...files]).toEqual([
        { path: "result.txt", size: 4 },
        { path: "starts", size: 8 },
      ]);
    }
    await until(() => fs.readdirSync(path.join(env().WOOEY_DATA_DIR, "jobs")).length === 0);
  });
});
