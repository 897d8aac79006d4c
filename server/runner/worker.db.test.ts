import { randomBytes } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { eq } from "drizzle-orm";
import { afterEach, describe, expect, test } from "vitest";
import { db, pg } from "@/db/client";
import { jobFiles, jobs, workers } from "@/db/schema";
import { aJob, aJobFile, aParameter, aSpec, aStoredFile, aUser } from "@/db/testing/factories";
import { env } from "@/server/env";
import { localizeMessages } from "@/server/language/message";
import { detectIsolation } from "@/server/sandbox/level";
import { requestedIsolation } from "./testing/isolation";
import {
  aQueuedJob,
  aRunningWorker,
  ended,
  outputOf,
  printed,
  processesNaming,
  requestStop,
  rowWhen,
  stopWorkers,
  until,
  workerLog,
  workingLevels,
} from "./testing/running";

const levels = await workingLevels();
const mb = 1024 * 1024;

afterEach(stopWorkers);

const outputsOf = (job: { id: number }) =>
  db.select().from(jobFiles).where(eq(jobFiles.jobId, job.id)).orderBy(jobFiles.path);

describe("a run", () => {
  test("stores output, exit code, times, files and isolation level, and removes its folder", async () => {
    const worker = await aRunningWorker();
    const job = await aQueuedJob(
      "import sys\nprint('hello', *sys.argv[1:])\nprint('oops', file=sys.stderr)\nopen('made.txt','w').write('made')",
      { argv: ["--name", "x y"] },
    );
    const row = await ended(job);
    expect(row).toMatchObject({ status: "completed", exitCode: 0, endedBy: "exit", workerId: worker.id, signal: null });
    expect(row.isolationLevel).toBe(requestedIsolation().isolation ?? (await detectIsolation()).level);
    expect(row.startedAt?.getTime()).toBeLessThanOrEqual(row.endedAt?.getTime() ?? 0);
    expect(await outputOf(job, 1)).toBe("hello --name x y\n");
    expect(await outputOf(job, 2)).toBe("oops\n");
    expect(row.outputBytes).toBe(22);
    expect(await outputsOf(job)).toMatchObject([{ path: "made.txt", sizeBytes: 4, kind: "text", direction: "output" }]);
    await until(() => !fs.existsSync(path.join(env().WOOEY_DATA_DIR, "jobs", String(job.id))));
    expect(workerLog).toEqual([]);
  });

  test("records which parameter determined the name of a file", async () => {
    await aRunningWorker();
    const spec = aSpec([aParameter("out", { widget: "output-file" })]);
    const source = "open('by-name.txt','w').write('x')\nopen('other.txt','w').write('x')";
    const job = await aQueuedJob(source, { values: { out: "./by-name.txt" }, script: { spec } });
    await ended(job);
    expect((await outputsOf(job)).map((file) => [file.path, file.parameter])).toEqual([
      ["by-name.txt", "out"],
      ["other.txt", null],
    ]);
  });

  test("stores the metrics of its file and its output", async () => {
    await aRunningWorker();
    const job = await aQueuedJob(
      [
        "import json, sys",
        "open('metrics.json', 'w').write(json.dumps({'loss': 0.5, 'genome': 'hg38'}))",
        "print('::metric loss=0.25')",
        "print('not a ::metric x=1')",
        "print('::metric reads=12', file=sys.stderr)",
        "print('x' * 3_000_000)",
        "print('::metric last=1', end='')",
      ].join("\n"),
    );
    expect((await ended(job)).metrics).toEqual([
      { name: "loss", value: 0.25 },
      { name: "genome", value: "hg38" },
      { name: "reads", value: 12 },
      { name: "last", value: 1 },
    ]);
  });

  test("stores bytes that are not UTF-8 unchanged", async () => {
    await aRunningWorker();
    const job = await aQueuedJob("import os\nos.write(1, bytes(range(256)))");
    await ended(job);
    expect(await outputOf(job, 1)).toBe(Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)).toString("latin1"));
  });

  test("stores output while it is running", async () => {
    await aRunningWorker();
    const job = await aQueuedJob("import time\nprint('first')\ntime.sleep(60)");
    await printed(job, "first");
    await requestStop(job, { kill: true });
    await ended(job);
  });

  test("fails with the script's own exit code", async () => {
    await aRunningWorker();
    const job = await aQueuedJob("raise SystemExit(3)");
    expect(await ended(job)).toMatchObject({ status: "failed", exitCode: 3, endedBy: "exit", endMessages: null });
  });

  test("records the signal that ended it", async () => {
    await aRunningWorker();
    const job = await aQueuedJob("import os\nos.abort()");
    expect(await ended(job)).toMatchObject({ status: "failed", exitCode: null, signal: "SIGABRT", endedBy: "signal" });
  });

  test("ends in an error, with a message, when it cannot be started", async () => {
    const job = await aQueuedJob("print('never')");
    fs.rmSync(path.join(env().WOOEY_DATA_DIR, "files"), { recursive: true, force: true });
    await aRunningWorker();
    expect(await ended(job)).toMatchObject({ status: "error", endedBy: "start" });
  });
});

describe.each(levels)("a script at level %i", (isolation) => {
  test("gets its inputs by path, can read them and cannot change them", async () => {
    const job = await aQueuedJob(
      "import sys\nprint(open(sys.argv[1].split('=')[1]).read(), sys.argv[2])\ntry:\n open(sys.argv[1].split('=')[1],'w'); print('changed')\nexcept OSError: print('refused')",
    );
    const input = await aJobFile(job, { direction: "input", path: "my data.txt", content: "content" });
    await pg`update jobs set argv = ${pg.json([`--in={input:${input.id}}`, "{input:999999}"])}
      where id = ${job.id}`;
    await aRunningWorker({ isolation });
    await ended(job);
    const printedText = await outputOf(job, 1);
    expect(printedText).toContain("content {input:999999}\n");
    // Without isolation, root may write anywhere.
    if (isolation > 0) expect(printedText).toContain("refused");
    expect(
      fs.readFileSync(path.join(env().WOOEY_DATA_DIR, "files", input.sha256.slice(0, 2), input.sha256), "utf8"),
    ).toBe("content");
  });

  test("runs in its own folder, whose path reveals nothing about the server at level 3", async () => {
    await aRunningWorker({ isolation });
    const job = await aQueuedJob("import os, sys\nprint(os.getcwd(), os.path.dirname(sys.argv[0]))\nraise ValueError");
    await ended(job);
    const root = isolation === 3 ? "/job" : path.join(env().WOOEY_DATA_DIR, "jobs", String(job.id), "1");
    expect(await outputOf(job, 1)).toBe(`${root}/work ${root}/script\n`);
    if (isolation === 3) expect(await outputOf(job, 2)).not.toContain(env().WOOEY_DATA_DIR);
  });

  test("gets nothing from the server's environment", async () => {
    process.env.WOOEY_TEST_SECRET = "s3cret";
    await aRunningWorker({ isolation });
    const job = await aQueuedJob(
      "import os\nfor k, v in os.environ.items(): print(k, v)\nprint(open('/proc/1/environ').read())",
    );
    await ended(job);
    const printedText = await outputOf(job, 1);
    expect(printedText).toContain(`WOOEY_JOB_ID ${job.id}\n`);
    expect(printedText).toContain("LANG C.UTF-8\n");
    expect(printedText).not.toMatch(/s3cret|DATABASE_URL|VITEST/);
  });

  test("is asked to stop, and its output after that is stored", async () => {
    await aRunningWorker({ isolation });
    const job = await aQueuedJob(
      "import signal,sys,time\ndef stop(*a):\n print('bye'); sys.exit(0)\nsignal.signal(signal.SIGTERM, stop)\nprint('ready')\ntime.sleep(60)",
    );
    await printed(job, "ready");
    const asked = performance.now();
    await requestStop(job);
    expect(await ended(job)).toMatchObject({ status: "stopped", endedBy: "user", exitCode: 0 });
    expect(performance.now() - asked).toBeLessThan(2_000);
    expect(await outputOf(job, 1)).toBe("ready\nbye\n");
  });

  test("is killed with all its children and daemons, no matter which signals they ignore", async () => {
    await aRunningWorker({ isolation });
    const name = `stubborn-${randomBytes(6).toString("hex")}`;
    const job = await aQueuedJob(stubborn, { argv: [name] });
    await printed(job, "ready");
    expect(processesNaming(name).length).toBeGreaterThanOrEqual(3);
    await requestStop(job, { kill: true });
    expect(await ended(job)).toMatchObject({ status: "stopped", endedBy: "user" });
    expect(processesNaming(name)).toEqual([]);
  });

  test("leaves no daemon behind when it exits", async () => {
    await aRunningWorker({ isolation });
    const name = `daemon-${randomBytes(6).toString("hex")}`;
    const job = await aQueuedJob(
      "import os,sys,time\nif os.fork()==0:\n os.setsid()\n if os.fork()==0: time.sleep(100)\n os._exit(0)\nos.wait(); print('done')",
      { argv: [name] },
    );
    expect(await ended(job)).toMatchObject({ status: "completed" });
    expect(processesNaming(name)).toEqual([]);
  });
});

const stubborn = `
import os, signal, sys, time
for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP): signal.signal(number, signal.SIG_IGN)
if os.fork() == 0: time.sleep(100)
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        time.sleep(100)
    os._exit(0)
os.wait()
print('ready')
time.sleep(100)
`;

describe("a stop", () => {
  test("takes precedence over a success at the same time", async () => {
    await aRunningWorker();
    const job = await aQueuedJob("import time\nprint('ready')\ntime.sleep(0.3)");
    await printed(job, "ready");
    // Only the row is changed, as if the notification was lost. The script ends by itself.
    await pg`update jobs set stop_requested_at = now() where id = ${job.id}`;
    expect(await ended(job)).toMatchObject({ status: "stopped", endedBy: "user" });
  });

  test("kills a script that ignores it after the grace period", async () => {
    await aRunningWorker();
    const job = await aQueuedJob(stubborn, { argv: ["x"] });
    await printed(job, "ready");
    await requestStop(job);
    const row = await ended(job);
    expect(row).toMatchObject({ status: "stopped", signal: "SIGKILL" });
  });
});

describe("a limit", () => {
  const limited = (source: string, limits: object) => aQueuedJob(source, { script: { limits } });

  test("of time ends the script, with a message", async () => {
    await aRunningWorker();
    const job = await limited("import time\ntime.sleep(60)", { runSeconds: 1 });
    expect(await ended(job)).toMatchObject({
      status: "failed",
      endedBy: "timeout",
      endMessages: [
        {
          text: "Stopped: the job exceeded its time limit of {limit}.",
          values: { limit: { amount: 1, unit: "second" } },
        },
      ],
    });
  });

  test("of processor time ends the script, and includes its children", async () => {
    await aRunningWorker();
    const job = await limited("import os\nos.fork()\nwhile True: pass", { cpuSeconds: 1 });
    expect(await ended(job)).toMatchObject({ status: "failed", endedBy: "cpu" });
  });

  test("of memory applies to one process and to all together", async () => {
    await aRunningWorker();
    const one = await limited("x = b'x' * 300_000_000", { memoryBytes: 200 * mb });
    const many = await limited(
      "import os,time\nfor i in range(4):\n if os.fork()==0:\n  x = os.urandom(90_000_000); time.sleep(60)\ntime.sleep(60)",
      { memoryBytes: 200 * mb },
    );
    for (const job of [one, many]) expect(await ended(job)).toMatchObject({ status: "failed", endedBy: "memory" });
  });

  test("of the folder ends a script that writes too much", async () => {
    await aRunningWorker();
    const job = await limited(
      "import time\nfor i in range(100):\n open(f'f{i}','wb').write(bytes(5_000_000)); time.sleep(0.1)",
      { jobFolderBytes: 20 * mb },
    );
    expect(await ended(job)).toMatchObject({ status: "failed", endedBy: "disk" });
  });

  test("of the folder applies to a single file", async () => {
    await aRunningWorker();
    const job = await limited("open('big','wb').write(bytes(30_000_000))", { jobFolderBytes: 20 * mb });
    expect(await ended(job)).toMatchObject({ status: "failed", endedBy: "disk" });
  });

  test("of processes ends a fork bomb", async () => {
    await aRunningWorker();
    const job = await limited(
      "import os,time\nn=0\ntry:\n while True:\n  if os.fork()==0: time.sleep(60); os._exit(0)\n  n+=1\nexcept OSError: print(n)\ntime.sleep(1.2)\nraise SystemExit(1)",
      { processes: 30 },
    );
    const row = await ended(job);
    if ((row.isolationLevel ?? 0) < 1) return;
    expect(Number(await outputOf(job, 1))).toBeLessThan(30);
    expect(localizeMessages(row.endMessages)).toContain("30 processes");
  });
});

describe("files of a run", () => {
  test("are stored from every folder; links and special files are skipped", async () => {
    await aRunningWorker();
    const job = await aQueuedJob(
      `import os
os.makedirs('a/b'); open('a/b/deep.csv','w').write('x,y,z\\n1,2,3\\n')
os.symlink('/etc/passwd','link'); os.symlink('/etc','dir'); os.mkfifo('fifo')
open(b'caf\\xe9.txt','w').write('latin'); open('naïve.txt','w').write('utf8'); open('new\\nline','w').write('n')
open('empty','w')
os.mkdir('locked'); open('locked/inside','w').write('i'); os.chmod('locked', 0)`,
    );
    expect(await ended(job)).toMatchObject({ status: "completed" });
    const files = await outputsOf(job);
    expect(files.map((file) => file.path)).toEqual(
      expect.arrayContaining(["a/b/deep.csv", "caf\\xe9.txt", "empty", "naïve.txt", "new\\x0aline"]),
    );
    expect(files.map((file) => file.path).join()).not.toMatch(/link|dir|fifo|passwd/);
    expect(files.find((file) => file.path === "a/b/deep.csv")).toMatchObject({ kind: "table", mediaType: "text/csv" });
  });

  test("that are too large are not stored, with a message: a sparse file of 1 TB", async () => {
    await aRunningWorker();
    const job = await aQueuedJob("open('sparse','wb').truncate(2**40)");
    const row = await ended(job);
    // The kernel refuses to create it if limits are enforced; otherwise it is not stored.
    expect(row.endedBy === "disk" || localizeMessages(row.endMessages)?.includes("not kept")).toBe(true);
    for (const file of await outputsOf(job)) expect(file.sizeBytes).toBe(0);
  });

  test("appear while the script still runs, and disappear when it removes them", async () => {
    await aRunningWorker();
    const job = await aQueuedJob(
      "import os,sys,time\nopen('early.txt','w').write('x')\nwhile not os.path.exists('/proc/self/none') and len(os.listdir('.'))==1: time.sleep(0.05)",
    );
    await until(async () => (await outputsOf(job)).length === 1);
    expect((await rowWhen(job, () => true)).status).toBe("running");
    await requestStop(job, { kill: true });
    await ended(job);
    expect((await outputsOf(job)).map((file) => file.path)).toEqual(["early.txt"]);
  });
});

describe("a very long output", () => {
  test("is stored at its start and its end, and the bytes in between are counted", async () => {
    await aRunningWorker();
    const before = process.memoryUsage().rss;
    const total = 300 * mb;
    const job = await aQueuedJob(
      `import os\nchunk=b'0123456789abcde\\n'*65536\nfor i in range(${total}//len(chunk)): os.write(1,chunk)\nos.write(1,b'THE END')`,
    );
    const row = await ended(job);
    expect(row.status).toBe("completed");
    const [stored] = await pg<{ bytes: number; first: Buffer; last: Buffer }[]>`
      select sum(length(content))::float8 as bytes,
        (select content from job_output where job_id = ${job.id} order by position limit 1) as first,
        (select content from job_output where job_id = ${job.id} order by position desc limit 1) as last
      from job_output where job_id = ${job.id} and stream = 1`;
    expect(stored?.first.subarray(0, 16).toString()).toBe("0123456789abcde\n");
    expect(stored?.last.subarray(-7).toString()).toBe("THE END");
    expect(stored?.bytes).toBe(65 * mb);
    expect((stored?.bytes ?? 0) + row.outputDroppedBytes).toBe(total + 7);
    expect(await outputOf(job, 3)).toContain(`${row.outputDroppedBytes} bytes were dropped here.`);
    expect(process.memoryUsage().rss - before).toBeLessThan(150 * mb);
  });
});

describe("workers", () => {
  test("never run more jobs than they have slots, in the order of priority and age", async () => {
    const sources = "import time\nprint(time.time())\ntime.sleep(0.05)";
    const last = await aQueuedJob(sources, { priority: 5 });
    const second = await aQueuedJob(sources);
    const third = await aQueuedJob(sources);
    const first = await aQueuedJob(sources, { priority: -1 });
    await aRunningWorker({ slots: 1 });
    const rows = await Promise.all([first, second, third, last].map(ended));
    const spans = rows.map((row) => [row.startedAt?.getTime() ?? 0, row.endedAt?.getTime() ?? 0] as const);
    for (let n = 1; n < spans.length; n++) expect(spans[n]?.[0]).toBeGreaterThanOrEqual(spans[n - 1]?.[1] ?? 0);
  });

  test("let people take turns: while sixty jobs of one person wait, another person's job gets the next free slot", async () => {
    const [ann, bob] = [await aUser(), await aUser()];
    const source = "import time\ntime.sleep(0.2)";
    const first = await aQueuedJob(source, { ownerId: ann.id });
    const { versionId } = first;
    const ofAnn = [first];
    while (ofAnn.length < 60) ofAnn.push(await aJob({ versionId, ownerId: ann.id, status: "queued" }));
    const pair = await Promise.all([aRunningWorker({ slots: 2 }), aRunningWorker({ slots: 1 })]);
    await rowWhen(first, (row) => row.status === "completed");
    const ofBob = await aQueuedJob(source, { ownerId: bob.id });
    const { startedAt } = await ended(ofBob);
    await Promise.all(pair.map((worker) => worker.stop()));
    const rows = await db.select({ startedAt: jobs.startedAt }).from(jobs).where(eq(jobs.ownerId, ann.id));
    const between = rows.filter((row) => {
      const at = row.startedAt?.getTime() ?? 0;
      return at > ofBob.createdAt.getTime() && at < (startedAt?.getTime() ?? 0);
    });
    expect(between.length).toBeLessThanOrEqual(1);
    await pg`update jobs set status = 'stopped', ended_at = now() where owner_id = ${ann.id} and ended_at is null`;
  });

  test("adopt their own job if the answer to its claim was lost with the connection", async () => {
    const worker = await aRunningWorker();
    const claimed = { status: "running", workerId: worker.id, host: os.hostname(), startedAt: new Date() } as const;
    const job = await aQueuedJob("print('once')", claimed);
    expect(await ended(job)).toMatchObject({ status: "completed", attempt: 1, workerId: worker.id });
    expect(await outputOf(job, 1)).toBe("once\n");
  });

  test("share the queue: each job runs once", async () => {
    await Promise.all([aRunningWorker({ slots: 2 }), aRunningWorker({ slots: 2 })]);
    const all = await Promise.all(Array.from({ length: 40 }, () => aQueuedJob("print('once')")));
    const rows = await Promise.all(all.map(ended));
    expect(rows.map((row) => row.status)).toEqual(rows.map(() => "completed"));
    for (const job of all) expect(await outputOf(job, 1)).toBe("once\n");
  });

  test("leave scripts running when they stop, and the next worker adopts them without losing a byte", async () => {
    const first = await aRunningWorker();
    const job = await aQueuedJob("import time\nfor i in range(60): print(i); time.sleep(0.02)");
    await printed(job, "5\n");
    expect(await first.stop()).toEqual({ running: 1 });
    const second = await aRunningWorker();
    const row = await ended(job);
    expect(row).toMatchObject({ status: "completed", exitCode: 0, attempt: 1, workerId: second.id });
    expect(await outputOf(job, 1)).toBe(Array.from({ length: 60 }, (_, n) => `${n}\n`).join(""));
  });

  test("find the end of a script that ended while no worker was running", async () => {
    const first = await aRunningWorker();
    const job = await aQueuedJob("import time\nprint('started')\ntime.sleep(0.3)\nprint('over')\nraise SystemExit(4)");
    await printed(job, "started");
    await first.stop();
    await until(() => fs.existsSync(path.join(env().WOOEY_DATA_DIR, "jobs", String(job.id), "1", "exit")));
    await aRunningWorker();
    expect(await ended(job)).toMatchObject({ status: "failed", exitCode: 4 });
    expect(await outputOf(job, 1)).toBe("started\nover\n");
  });

  test("mark a run as interrupted when its processes are gone", async () => {
    await aRunningWorker();
    const job = await aQueuedJob("import time\nprint('started')\ntime.sleep(100)");
    await printed(job, "started");
    const started = path.join(env().WOOEY_DATA_DIR, "jobs", String(job.id), "1", "started");
    const session = Number.parseInt(fs.readFileSync(started, "latin1"), 10);
    process.kill(-session, "SIGKILL");
    expect(await ended(job)).toMatchObject({ status: "interrupted", endedBy: "lost", exitCode: null });
    expect(await outputOf(job, 1)).toBe("started\n");
  });

  test("repeat an interrupted run of a repeatable script as the next attempt", async () => {
    await aRunningWorker();
    const job = await aQueuedJob("import time\nprint('started')\ntime.sleep(100)", { script: { isRepeatable: true } });
    await printed(job, "started");
    const started = path.join(env().WOOEY_DATA_DIR, "jobs", String(job.id), "1", "started");
    process.kill(-Number.parseInt(fs.readFileSync(started, "latin1"), 10), "SIGKILL");
    expect(await rowWhen(job, (row) => row.attempt === 2)).toMatchObject({ endedAt: null, exitCode: null });
  });

  test("return a job to the queue that was claimed and never started", async () => {
    const job = await aQueuedJob("print('at last')", { status: "submitted" });
    await pg`insert into workers (id, host, boot_id, pid, slots, isolation_level, heartbeat_at)
      select gen_random_uuid(), host, boot_id, 999999, 1, 0, now() - interval '10 seconds'
      from (select ${(await import("node:os")).hostname()} as host, 'boot' as boot_id) as here`;
    const [gone] = await db.select().from(workers).where(eq(workers.pid, 999999));
    await pg`update jobs set status = 'running', started_at = now(), worker_id = ${gone?.id ?? ""},
      host = ${gone?.host ?? ""} where id = ${job.id}`;
    await aRunningWorker();
    expect(await ended(job)).toMatchObject({ status: "completed", attempt: 1 });
    expect(await outputOf(job, 1)).toBe("at last\n");
  });

  test("tell the durable functions of an end in the statement that commits it", async () => {
    await aRunningWorker();
    const job = await aQueuedJob("print('x')");
    const { endedAt } = await ended(job);
    const [event, ...others] = await pg`
      select payload -> 'data' as data, received_at as at from engine.events where id like ${`job-${job.id}-%`}`;
    expect(event?.data).toEqual({ jobId: job.id, attempt: 1, status: "completed", outputBytes: 2 });
    // Both are the time of their transaction. That of the job has three digits after the second.
    expect(Math.abs(event?.at.getTime() - (endedAt?.getTime() ?? 0))).toBeLessThanOrEqual(1);
    expect(others).toEqual([]);
  });

  test("read an uploaded script and notify the request that waits for it", async () => {
    await aRunningWorker();
    const notified: string[] = [];
    const subscription = await pg.listen("wooey_described", (id) => notified.push(id));
    const stored = await aStoredFile(
      "import argparse\np=argparse.ArgumentParser()\np.add_argument('--count',type=int)\np.parse_args()",
    );
    const [row] = await pg<{ id: string }[]>`
      insert into descriptions (sha256, filename) values (${stored.sha256}, 'count.py') returning id`;
    await pg`select pg_notify('wooey_describe', ${row?.id ?? ""})`;
    await until(() => notified.includes(row?.id ?? ""));
    const [done] = await pg`select status, report from descriptions where id = ${row?.id ?? ""}`;
    expect(done?.status).toBe("done");
    expect(JSON.stringify(done?.report)).toContain("--count");
    await subscription.unlisten();
  });
});

test("a job that was ended elsewhere does not change, and its script is ended", async () => {
  await aRunningWorker();
  const job = await aQueuedJob("import time\nprint('started')\ntime.sleep(100)");
  await printed(job, "started");
  await db.update(jobs).set({ status: "interrupted", endedAt: new Date(), endedBy: "lost" }).where(eq(jobs.id, job.id));
  const folder = path.join(env().WOOEY_DATA_DIR, "jobs", String(job.id));
  await until(() => processesNaming(folder).length === 0 && !fs.existsSync(folder));
  expect(await rowWhen(job, () => true)).toMatchObject({ status: "interrupted", endedBy: "lost" });
});
