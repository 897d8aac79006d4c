import { spawn } from "node:child_process";
import http from "node:http";
import { serve } from "inngest/node";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { pg } from "@/db/client";
import { aJob } from "@/db/testing/factories";
import { rawEnvironment } from "@/server/env";
import { STORED_BYTES_MIN } from "@/server/output/stored";
import { insertEndsOf } from "../client";
import { until } from "../engine/testing/until";
import { functions } from "../functions/all";
import { inngest } from "../sdk";
import { startServerLink } from "./start";

// The product's own functions, outbox and link with the real server of `npm run test:inngest`, whose address and keys are
// in the settings.
const JOBS = 100;
/** How long the server is stopped: longer than a link waits for an answer. */
const STOP_MS = 12_000;
const { INNGEST_TEST_PIDS = "", INNGEST_TEST_RESTART = "", INNGEST_SERVE_ORIGIN = "" } = rawEnvironment();
const pids = INNGEST_TEST_PIDS.split(",").filter(Boolean).map(Number);

const log: string[] = [];
const listener = http.createServer(serve({ client: inngest, functions, enableUnauthedSync: false }));
let link: { stop(): Promise<void> };
beforeAll(async () => {
  const port = Number(new URL(INNGEST_SERVE_ORIGIN).port);
  await new Promise<void>((resolve) => listener.listen(port, "127.0.0.1", resolve));
  link = await startServerLink(port, (line) => log.push(line));
});
afterAll(async () => {
  await link.stop();
  listener.close();
  listener.closeAllConnections();
});

async function endJobs(count: number): Promise<number[]> {
  const ended = { status: "completed" as const, startedAt: new Date(), endedAt: new Date() };
  const ids: number[] = [];
  for (let n = 0; n < count; n++) {
    const { id } = await aJob({ ...ended, outputBytes: STORED_BYTES_MIN });
    await pg`insert into job_output (job_id, attempt, position, stream, at, content)
      values (${id}, 1, 0, 1, now(), ${Buffer.alloc(STORED_BYTES_MIN, `${id}\n`)})`;
    await pg.unsafe(insertEndsOf([id]));
    ids.push(id);
  }
  return ids;
}

const untilStored = (ids: number[]) =>
  until(
    async () => {
      const [left] = await pg`
        select (select count(*)::int from stored_outputs where job_id = any(${ids})) as stored,
          (select count(*)::int from job_output where job_id = any(${ids})) as rows,
          (select count(*)::int from engine.events where scheduled_at is null) as unsent`;
      return left?.stored === ids.length && left.rows === 0 && left.unsent === 0;
    },
    `the output of ${ids.length} jobs to be stored. ${log.join("\n")}`,
    180_000,
  );

describe("the functions on the Inngest server", () => {
  test("are registered", async () => {
    await until(
      async () => (await pg`select from engine.server where registered_at is not null`).length === 1,
      "it",
      60_000,
    );
    expect(log).toEqual([]);
  });

  test(`store the long output of ${JOBS} jobs, each once`, async () => {
    await untilStored(await endJobs(JOBS));
  });

  const stopped = async () => {
    for (const pid of pids) process.kill(pid, "SIGSTOP");
    const startedAt = Date.now();
    const ids = await endJobs(JOBS);
    expect(Date.now() - startedAt).toBeLessThan(STOP_MS);
    await until(() => log.some((line) => line.includes("does not answer")), "the link to notice", 60_000);
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, STOP_MS - (Date.now() - startedAt))));
    for (const pid of pids) process.kill(pid, "SIGCONT");
    await untilStored(ids);
  };
  if (pids.length > 0) test("store it after the server was stopped for a while (SIGSTOP)", stopped);

  const killed = async () => {
    await untilStored(await endJobs(1));
    for (const pid of pids) process.kill(pid, "SIGKILL");
    const ids = await endJobs(JOBS);
    await until(() => log.some((line) => line.includes("cannot be reached")), "the link to notice", 60_000);
    spawn("sh", ["-c", INNGEST_TEST_RESTART], { detached: true, stdio: "ignore" }).unref();
    await untilStored(ids);
  };
  if (INNGEST_TEST_RESTART) test("store it after the server was killed and started again", killed);
});
