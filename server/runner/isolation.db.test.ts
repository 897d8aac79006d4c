import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { env } from "@/server/env";
import { localizeMessages } from "@/server/language/message";
import type { IsolationLevel } from "@/server/sandbox/command";
import { detectIsolation } from "@/server/sandbox/level";
import { whyWaiting } from "@/server/workers/queue";
import { findWeakIsolation } from "@/server/workers/weak-isolation";
import { requestedIsolation } from "./testing/isolation";
import {
  aQueuedJob,
  aRunningWorker,
  ended,
  outputOf,
  rowWhen,
  stopWorkers,
  workerLog,
  workingLevels,
} from "./testing/running";

const machineLevel = requestedIsolation().isolation ?? (await detectIsolation()).level;
const levels = (await workingLevels()).filter((level) => level <= machineLevel);
const isRoot = process.getuid?.() === 0;

afterEach(async () => {
  await stopWorkers();
  env().WOOEY_MINIMUM_ISOLATION = 0;
});

/**
 * A script that prints what differs between the levels: its user, the name of its machine, and a file of the server if
 * the script can read it.
 */
const source = `
import os, socket, sys
try: read = open(sys.argv[1]).read()
except OSError: read = "refused"
print(os.getuid(), socket.gethostname(), read, end="")`;

async function aJobAt(isolationLevel: IsolationLevel | null) {
  const canary = path.join(env().WOOEY_DATA_DIR, "canary");
  fs.writeFileSync(canary, "canary", { mode: 0o644 });
  return aQueuedJob(source, { argv: [canary], script: { isolationLevel } });
}

describe.each(levels)("a script that requires level %i", (level) => {
  test("runs at that level, no matter which level the machine has", async () => {
    await aRunningWorker();
    const job = await aJobAt(level);
    expect(await ended(job)).toMatchObject({ status: "completed", isolationLevel: level });
    const [user, host, read] = (await outputOf(job, 1)).split(" ");
    expect({ isServer: Number(user) === process.getuid?.(), host, read }).toEqual({
      isServer: !isRoot || level === 0,
      host: level === 3 ? "job" : os.hostname(),
      read: level >= 2 ? "refused" : "canary",
    });
  });
});

test("a script that requires no level runs at the machine's level", async () => {
  await aRunningWorker();
  expect(await ended(await aJobAt(null))).toMatchObject({ status: "completed", isolationLevel: machineLevel });
});

describe("a script that cannot be isolated as it requires", () => {
  test("is not started when the machine does not reach its level, and the job shows the reason", async () => {
    await aRunningWorker({ isolation: 0 });
    const job = await aJobAt(3);
    const row = await ended(job);
    expect(row).toMatchObject({ status: "error", endedBy: "start", exitCode: null, isolationLevel: null });
    expect(localizeMessages(row.endMessages)).toBe(
      "The job was not started because its script requires isolation level 3, which this machine does not support.",
    );
    expect(await outputOf(job, 1)).toBe("");
    expect(fs.existsSync(path.join(env().WOOEY_DATA_DIR, "jobs", String(job.id)))).toBe(false);
  });

  test("is not started below WOOEY_MINIMUM_ISOLATION", async () => {
    await aRunningWorker({ isolation: 1 });
    env().WOOEY_MINIMUM_ISOLATION = 1;
    const job = await aJobAt(0);
    const row = await ended(job);
    expect(row).toMatchObject({ status: "error", endedBy: "start", isolationLevel: null });
    expect(localizeMessages(row.endMessages)).toContain(
      "the minimum level of this site is 1 (WOOEY_MINIMUM_ISOLATION)",
    );
  });
});

describe("a machine below WOOEY_MINIMUM_ISOLATION", () => {
  test("starts no script, and reports what to install", async () => {
    env().WOOEY_MINIMUM_ISOLATION = 2;
    await aRunningWorker({ isolation: 0 });
    const job = await aJobAt(null);
    await rowWhen(job, (row) => row.status === "queued");
    expect(await findWeakIsolation()).toEqual({ level: 0, minimum: 2 });
    expect(workerLog.splice(0)).toEqual([expect.stringMatching(/^Scripts do not run .* install bubblewrap/)]);
    expect(await whyWaiting(job.id)).toMatchObject({ reason: "no_worker" });
    env().WOOEY_MINIMUM_ISOLATION = 0;
    await aRunningWorker({ isolation: 0 });
    expect(await ended(job)).toMatchObject({ status: "completed" });
    expect(await findWeakIsolation()).toBeNull();
  });
});
