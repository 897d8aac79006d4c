import fs from "node:fs";
import path from "node:path";
import { eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { type Job, jobFiles } from "@/db/schema";
import { aSpec } from "@/db/testing/factories";
import { env } from "@/server/env";
import { startWheelServer, type WheelServer } from "@/server/environments/testing/wheels";
import { localizeMessages } from "@/server/language/message";
import { detectIsolation } from "@/server/sandbox/level";
import { storedPath } from "@/server/storage/location";
import { requestedIsolation } from "./testing/isolation";
import { aQueuedJob, aRunningWorker, ended, outputOf, printed, stopWorkers } from "./testing/running";

// Tests scripts that attack the machine, the server and each other. Limits are small, and all targets are decoys.

const { isolation = (await detectIsolation()).level } = requestedIsolation();
/** Whether the server's files are protected from scripts at this level. */
const isProtected = isolation >= (process.getuid?.() === 0 ? 1 : 2);
const SECRET = "secret of the server";
let secret: string;

beforeEach(() => {
  secret = path.join(env().WOOEY_DATA_DIR, "decoy", "secret");
  fs.mkdirSync(path.dirname(secret), { recursive: true });
  fs.writeFileSync(secret, SECRET, { mode: 0o600 });
});
afterEach(stopWorkers);

/** The stored output files of a job, by path. */
async function contentsOf(job: Job): Promise<Record<string, string>> {
  const rows = await db.select().from(jobFiles).where(eq(jobFiles.jobId, job.id));
  return Object.fromEntries(rows.map(({ path: name, sha256 }) => [name, fs.readFileSync(storedPath(sha256), "utf8")]));
}

/** A Python program that tries each statement and prints "refused" or "done". */
const attempts = (statements: string[]) =>
  statements.map((each) => `try:\n  ${each}\n  print("done")\nexcept Exception: print("refused")`).join("\n");

describe.runIf(isProtected)("when a script replaces its files with something else", () => {
  test("links, hard links, named pipes, sockets and devices are not stored", async () => {
    await aRunningWorker({ isolation });
    const source = [
      "import os, socket, stat, sys",
      attempts([
        "os.symlink(sys.argv[1], 'link')",
        "os.symlink(os.path.dirname(sys.argv[1]), 'folder')",
        "os.link(sys.argv[1], 'hard')",
        "os.mkfifo('pipe')",
        "socket.socket(socket.AF_UNIX).bind('socket')",
        "os.mknod('device', 0o600 | stat.S_IFCHR, os.makedev(1, 5))",
      ]),
      "open('result', 'w').write('result')",
    ].join("\n");
    const job = await aQueuedJob(source, { argv: [secret] });
    expect(await ended(job)).toMatchObject({ status: "completed", endMessages: null });
    expect((await outputOf(job, 1)).split("\n").slice(0, 2)).toEqual(["done", "done"]);
    expect(await contentsOf(job)).toEqual({ result: "result" });
  });

  test("nothing is left in folders that all users share", async () => {
    await aRunningWorker({ isolation });
    const folders = ["/dev/shm", "/tmp", "/var/tmp"].filter((folder) => fs.existsSync(folder));
    const name = `wooey-left-${path.basename(env().WOOEY_DATA_DIR)}`;
    const source = [
      "import os, sys",
      ...folders.map((folder) =>
        attempts([`os.makedirs('${folder}/${name}/folder')`, `open('${folder}/${name}/file', 'w')`]),
      ),
    ].join("\n");
    const job = await aQueuedJob(source);
    expect(await ended(job)).toMatchObject({ status: "completed" });
    // Level 1 does not restrict where a script writes, so there was something to remove.
    if (isolation === 1) expect(await outputOf(job, 1)).toContain("done");
    expect(folders.filter((folder) => fs.existsSync(path.join(folder, name)))).toEqual([]);
  });

  test("a file and a folder that are swapped with links while they are stored never reveal what the links point to", async () => {
    await aRunningWorker({ isolation });
    // It takes longer than two scans. A file that has not changed for two seconds is stored while the script runs.
    const source = `
import ctypes, os, sys, time
libc = ctypes.CDLL(None)
swap = lambda one, other: libc.renameat2(-100, one, -100, other, 2)
os.mkdir('folder')
for name in ('file', 'folder/secret'): open(name, 'w').write('result')
os.symlink(sys.argv[1], 'link'); os.symlink(os.path.dirname(sys.argv[1]), 'other')
count = 0
end = time.time() + 9
while time.time() < end:
    for _ in range(50):
        if swap(b'file', b'link') or swap(b'folder', b'other'): sys.exit('renameat2 failed')
        count += 1
    time.sleep(0.001)
print(count)`;
    const job = await aQueuedJob(source, { argv: [secret] });
    expect(await ended(job)).toMatchObject({ status: "completed" });
    expect(Number(await outputOf(job, 1))).toBeGreaterThan(10_000);
    const contents = Object.values(await contentsOf(job));
    expect(contents.length).toBeGreaterThan(0);
    expect(new Set(contents)).toEqual(new Set(["result"]));
  });
});

describe("a script that uses as much as it can get", () => {
  test("is stopped, with the reason, when it creates files endlessly", async () => {
    env().WOOEY_LIMIT_JOB_FILES = 300;
    await aRunningWorker({ isolation });
    const source = `
import os, time
for n in range(100_000):
    os.makedirs(f'{n % 7}/{n % 11}', exist_ok=True)
    open(f'{n % 7}/{n % 11}/{n}', 'w').close()
    time.sleep(0.002)`;
    const job = await aQueuedJob(source);
    const row = await ended(job).finally(() => {
      env().WOOEY_LIMIT_JOB_FILES = 100_000;
    });
    expect(row).toMatchObject({ status: "failed", endedBy: "disk" });
    expect(localizeMessages(row.endMessages)).toContain("Stopped: the job created more than 300 files and folders.");
  });

  test("does not disturb others: one job runs as usual next to a fork bomb and a job that fills the memory", async () => {
    await aRunningWorker({ isolation });
    const limits = { runSeconds: 20, processes: 40, memoryBytes: 100 * 1024 * 1024 };
    const bomb = await aQueuedJob(
      "import os\nprint('on', flush=True)\nwhile True:\n try: os.fork()\n except OSError: pass",
      {
        script: { limits },
      },
    );
    const hog = await aQueuedJob(
      "import os,time\nprint('on', flush=True)\nfor n in range(8):\n if os.fork() == 0: x = os.urandom(30_000_000); time.sleep(60)\ntime.sleep(60)",
      { script: { limits } },
    );
    await printed(bomb, "on");
    await printed(hog, "on");
    expect(await ended(await aQueuedJob("print('fine')"))).toMatchObject({ status: "completed" });
    expect(await ended(hog)).toMatchObject({ status: "failed", endedBy: "memory" });
    const row = await ended(bomb);
    expect(row).toMatchObject({ status: "failed", endedBy: "timeout" });
    expect(localizeMessages(row.endMessages)).toContain("limit of 40 processes");
  });
});

describe.runIf(isProtected)("a Python environment that several scripts share", () => {
  let wheels: WheelServer;
  beforeAll(async () => {
    wheels = await startWheelServer();
  });
  afterAll(() => wheels.close());

  test("cannot be changed by a job", async () => {
    await aRunningWorker({ isolation });
    const requirement = `${wheels.requirement("good")} ; python_version > "2.9"`;
    const script = { spec: aSpec([], { pep723: { dependencies: [requirement], text: "" } }) };
    const source = [
      "import os, sys, tinywheel",
      "package = os.path.dirname(tinywheel.__file__)",
      attempts([
        "open(tinywheel.__file__, 'a').write('word = \"poisoned\"')",
        "os.chmod(tinywheel.__file__, 0o666); open(tinywheel.__file__, 'a').write('word = \"poisoned\"')",
        "os.remove(tinywheel.__file__)",
        "open(os.path.join(package, 'sitecustomize.py'), 'w').write('raise SystemExit(9)')",
        "open(os.path.join(package, 'poison.pth'), 'w').write('import os; os._exit(9)')",
        "os.rename(sys.prefix, sys.prefix + '-old')",
        "os.remove(os.path.join(sys.prefix, 'bin', 'python')); os.symlink('/bin/false', os.path.join(sys.prefix, 'bin', 'python'))",
        "open(os.path.join(sys.prefix, 'pyvenv.cfg'), 'a').write('home = /tmp')",
      ]),
    ].join("\n");
    const attack = await aQueuedJob(source, { script });
    expect(await ended(attack)).toMatchObject({ status: "completed" });
    expect((await outputOf(attack, 1)).trim().split("\n")).toEqual(Array(8).fill("refused"));
    const next = await aQueuedJob("import tinywheel\nprint(tinywheel.word)", { script });
    expect(await ended(next)).toMatchObject({ status: "completed" });
    expect(await outputOf(next, 1)).toBe("from the wheel\n");
  });
});
