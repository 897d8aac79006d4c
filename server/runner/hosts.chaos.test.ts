import fs from "node:fs";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { pg } from "@/db/client";
import type { Job } from "@/db/schema";
import { env } from "@/server/env";
import { processStat } from "@/server/processes";
import { destroyHosts, type Host, startHost } from "./testing/hosts";
import { aQueuedJob, ended, rowWhen, until } from "./testing/running";

afterAll(destroyHosts);

const TAKEOVER_SECONDS = 12;
const settings = { WOOEY_TAKEOVER_SECONDS: String(TAKEOVER_SECONDS), WOOEY_TEST_ISOLATION: "0" };

/** A script, and a process that leaves its tree, each of which writes its id and the time until it may end. */
const witness = `
import os, sys, time
file, run = sys.argv[1], "%d-%f" % (os.getpid(), time.monotonic())
print("started", flush=True)
if os.fork() == 0: os.setsid()
while not os.path.exists(file + ".end"):
    with open(file, "a") as lines: lines.write("%s %f\\n" % (run, time.monotonic()))
    time.sleep(0.05)
`;

const faults: Record<string, (host: Host) => void> = {
  "the worker is stopped": ({ workerPid }) => process.kill(workerPid, "SIGSTOP"),
  "the worker is cut off from the database": (host) => host.cutOff(),
  "the worker is killed": ({ workerPid }) => process.kill(workerPid, "SIGKILL"),
  "the host loses its power": (host) => host.cutPower(),
};
const names = Object.keys(faults);

test(`a script never runs beside its repetition on another host when ${names.join(", or ")}`, async () => {
  const runs: { job: Job; file: string }[] = [];
  for (const [n] of names.entries()) {
    const file = path.join(env().WOOEY_DATA_DIR, `witness-${n}`);
    const job = await aQueuedJob(witness, { argv: [file], script: { isRepeatable: n < names.length - 1 } });
    runs.push({ job, file });
  }
  const started = await Promise.all(names.map(() => startHost(settings)));
  for (const { file } of runs) await until(() => fs.existsSync(file));
  const rescuer = await startHost({ ...settings, WOOEY_TEST_SLOTS: "4" });
  await until(async () => {
    const [row] = await pg`
      select max(lease_until - heartbeat_at) <= ${TAKEOVER_SECONDS} * interval '1 second' as "areShort" from workers`;
    return row?.areShort;
  });
  const hosts = new Map(started.map((host) => [host.workerId, host]));
  const claimed = await Promise.all(runs.map(({ job }) => rowWhen(job, (row) => row.status === "running")));
  const faultyHosts = claimed.map((row) => hosts.get(row.workerId ?? ""));
  expect(new Set(faultyHosts).size).toBe(names.length);
  for (const [n, name] of names.entries()) faults[name]?.(faultyHosts[n] as Host);

  const [stopped, cutOff, killed, powerless] = runs;
  for (const run of [stopped, cutOff, killed]) {
    const row = await rowWhen(run?.job as Job, ({ attempt, status }) => attempt === 2 && status === "running");
    expect(row.workerId).toBe(rescuer.workerId);
    await until(() => intervalsOf(run?.file ?? "").length === 2);
  }
  expect(await ended(powerless?.job as Job)).toMatchObject({ status: "interrupted", endedBy: "lost", attempt: 1 });

  // A stopped worker that continues finds that it has lost its right, and ends. The one that was cut off has ended.
  process.kill(faultyHosts[0]?.workerPid ?? 0, "SIGCONT");
  for (const host of faultyHosts.slice(0, 2)) await until(() => processStat(host?.workerPid ?? 0) === null);

  for (const { file } of runs) fs.writeFileSync(`${file}.end`, "");
  for (const run of [stopped, cutOff, killed]) {
    expect(await ended(run?.job as Job)).toMatchObject({ status: "completed", attempt: 2 });
    const [first, second] = intervalsOf(run?.file ?? "");
    expect(second?.from, "the first run had ended").toBeGreaterThan(first?.to ?? Number.POSITIVE_INFINITY);
  }
});

/** When each run wrote its first and its last line, in the order of their start. */
function intervalsOf(file: string): { from: number; to: number }[] {
  const intervals = new Map<string, { from: number; to: number }>();
  for (const line of fs.readFileSync(file, "latin1").trim().split("\n")) {
    const [run = "", time] = line.split(" ");
    const at = Number(time);
    const interval = intervals.get(run) ?? { from: at, to: at };
    intervals.set(run, { from: Math.min(interval.from, at), to: Math.max(interval.to, at) });
  }
  return [...intervals.values()].sort((a, b) => a.from - b.from);
}
