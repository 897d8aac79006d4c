import { afterEach, describe, expect, test } from "vitest";
import { STANDARD_INPUT } from "@/command-line/standard-input";
import { pg } from "@/db/client";
import { aJobFile } from "@/db/testing/factories";
import { requestedIsolation } from "./testing/isolation";
import { aQueuedJob, aRunningWorker, ended, outputOf, printed, stopWorkers, workingLevels } from "./testing/running";

const machineLevel = requestedIsolation().isolation ?? 3;
const levels = (await workingLevels()).filter((level) => level <= machineLevel);
/** More than a pipe holds. */
const text = "a line of input\n".repeat(20_000);

afterEach(stopWorkers);

/** A queued job of a script that gets the text at its standard input. */
async function aJobWithStdin(source: string, script: Parameters<typeof aQueuedJob>[1] = {}) {
  const job = await aQueuedJob(source, { ...script, status: "stopped", endedAt: new Date() });
  await aJobFile(job, { direction: "input", path: "lines.txt", parameter: STANDARD_INPUT, content: text });
  await pg`update jobs set status = 'queued', ended_at = null where id = ${job.id}`;
  await pg`select pg_notify('wooey_jobs', ${String(job.id)})`;
  return job;
}

describe.each(levels)("a script at level %i", (isolation) => {
  test("reads its standard input, also by the name /dev/stdin, and cannot write to it", async () => {
    await aRunningWorker({ isolation });
    const source = `
import os, sys
print(len(sys.stdin.read()), len(open("/dev/stdin").read()), os.isatty(0))
try: os.write(0, b"x"); print("written")
except OSError: print("refused")`;
    const job = await aJobWithStdin(source);
    expect(await ended(job)).toMatchObject({ status: "completed", isolationLevel: isolation });
    expect(await outputOf(job, 1)).toBe(`${text.length} ${text.length} False\nrefused\n`);
  });
});

test("a script with a terminal reads its standard input", async () => {
  await aRunningWorker();
  const source = "import os, sys\nprint(os.isatty(0), os.isatty(1), len(sys.stdin.read()))";
  const job = await aJobWithStdin(source, { script: { hasTerminal: true } });
  expect(await ended(job)).toMatchObject({ status: "completed" });
  expect(await outputOf(job, 1)).toBe(`False True ${text.length}\n`);
});

test("a script continues to read its standard input after another worker has adopted it", async () => {
  const first = await aRunningWorker();
  const source = `
import sys, time
print(len(sys.stdin.read(100)), flush=True)
time.sleep(0.5)
print(len(sys.stdin.read()), len(open("/dev/stdin").read()))`;
  const job = await aJobWithStdin(source);
  await printed(job, "100");
  expect(await first.stop()).toEqual({ running: 1 });
  const second = await aRunningWorker();
  expect(await ended(job)).toMatchObject({ status: "completed", workerId: second.id });
  expect(await outputOf(job, 1)).toBe(`100\n${text.length - 100} ${text.length}\n`);
});
