import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { env } from "@/server/env";
import { sealSecret } from "@/server/jobs/secrets";
import {
  aQueuedJob,
  aRunningWorker,
  ended,
  outputOf,
  printed,
  processesNaming,
  requestStop,
  stopWorkers,
  until,
  workingLevels,
} from "./testing/running";

const levels = await workingLevels();
const mb = 1024 * 1024;

afterEach(stopWorkers);

/** A queued job of a script that has a terminal. */
const aTerminalJob = (source: string, overrides: Parameters<typeof aQueuedJob>[1] = {}) =>
  aQueuedJob(source, { ...overrides, script: { hasTerminal: true, ...overrides.script } });

describe.each(levels)("a script with a terminal at level %i", (isolation) => {
  test("has the terminal at both outputs and as its controlling terminal, and can open it by every name", async () => {
    await aRunningWorker({ isolation });
    const source = `
import os, subprocess, sys
print([os.isatty(fd) for fd in (0, 1, 2)], *os.get_terminal_size(), flush=True)
print("err", file=sys.stderr)
open("/dev/tty", "w").write("tty\\n")
subprocess.run("echo out >/dev/stdout; echo err >/dev/stderr", shell=True)
os.mkdir("sub"); subprocess.run(["ls", "--color=auto"])
for n in range(3): print(n, end="\\r")
sys.exit(7)`;
    const job = await aTerminalJob(source);
    expect(await ended(job)).toMatchObject({
      status: "failed",
      exitCode: 7,
      isolationLevel: isolation,
      endMessages: null,
    });
    expect(await outputOf(job, 1)).toBe(
      "[True, True, True] 100 24\nerr\ntty\nout\nerr\n\u001b[0m\u001b[01;34msub\u001b[0m\n0\r1\r2\r",
    );
    expect(await outputOf(job, 2)).toBe("");
  });

  test("reads the end of the file when it asks for input", async () => {
    await aRunningWorker({ isolation });
    const source = `
import getpass
for ask in (input, input, getpass.getpass):
    try: ask("? ")
    except EOFError: print("nobody")`;
    const job = await aTerminalJob(source);
    expect(await ended(job)).toMatchObject({ status: "completed" });
    expect(await outputOf(job, 1)).toBe("? nobody\n? nobody\n? nobody\n");
  });

  test("is asked to stop, and its output after that is stored", async () => {
    await aRunningWorker({ isolation });
    const job = await aTerminalJob(
      "import signal,sys,time\ndef stop(*a):\n print('bye'); sys.exit(0)\nsignal.signal(signal.SIGTERM, stop)\nprint('ready')\ntime.sleep(60)",
    );
    await printed(job, "ready\n");
    await requestStop(job);
    expect(await ended(job)).toMatchObject({ status: "stopped", endedBy: "user", exitCode: 0 });
    expect(await outputOf(job, 1)).toBe("ready\nbye\n");
  });

  test("is killed with all its children and daemons, even if its shim was killed", async () => {
    await aRunningWorker({ isolation });
    const [stopped, lost] = ["stopped", "lost"].map((name) => `${name}-${randomBytes(6).toString("hex")}`);
    const jobs = await Promise.all([stopped, lost].map((name) => aTerminalJob(stubborn, { argv: [name ?? ""] })));
    await Promise.all(jobs.map((job) => printed(job, "ready")));
    const [first, second] = jobs as [(typeof jobs)[0], (typeof jobs)[0]];
    await requestStop(first, { kill: true });
    const started = path.join(env().WOOEY_DATA_DIR, "jobs", String(second.id), "1", "started");
    process.kill(Number.parseInt(fs.readFileSync(started, "latin1"), 10), "SIGKILL");
    expect(await ended(first)).toMatchObject({ status: "stopped", signal: "SIGKILL" });
    expect(await ended(second)).toMatchObject({ status: "interrupted", endedBy: "lost" });
    // The shim's command line also contains the name. The shim ends by itself after it has recorded the exit.
    await until(() => [stopped, lost].every((name) => processesNaming(name ?? "").length === 0));
  });

  test("leaves no daemon behind when it exits, and the daemon's output is stored", async () => {
    await aRunningWorker({ isolation });
    const name = `daemon-${randomBytes(6).toString("hex")}`;
    const job = await aTerminalJob(
      "import os,signal,sys,time\nif os.fork()==0:\n os.setsid()\n if os.fork()==0: print('daemon'); time.sleep(100)\n os._exit(0)\nos.wait(); time.sleep(0.1); print('done')",
      { argv: [name] },
    );
    expect(await ended(job)).toMatchObject({ status: "completed" });
    expect(await outputOf(job, 1)).toBe("daemon\ndone\n");
    await until(() => processesNaming(name).length === 0);
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

describe("a run with a terminal", () => {
  test("continues without a worker, and the next worker gets all of its output", async () => {
    const first = await aRunningWorker();
    const job = await aTerminalJob("import time\nfor i in range(60): print(i); time.sleep(0.02)\nraise SystemExit(4)");
    await printed(job, "5\n");
    expect(await first.stop()).toEqual({ running: 1 });
    await until(() => fs.existsSync(path.join(env().WOOEY_DATA_DIR, "jobs", String(job.id), "1", "exit")));
    await aRunningWorker();
    expect(await ended(job)).toMatchObject({ status: "failed", exitCode: 4, attempt: 1 });
    expect(await outputOf(job, 1)).toBe(Array.from({ length: 60 }, (_, n) => `${n}\n`).join(""));
  });

  test("stores the start and the end of a long output, and counts the bytes in between", async () => {
    Object.assign(env(), { WOOEY_LIMIT_OUTPUT_START: mb, WOOEY_LIMIT_OUTPUT_END: 1000 });
    await aRunningWorker();
    const total = 100 * mb;
    const job = await aTerminalJob(
      `import os\nchunk=b'0123456789abcde\\n'*4096\nfor i in range(${total}//len(chunk)): os.write(1,chunk)\nos.write(2,b'THE END')`,
    );
    const row = await ended(job);
    expect(row.status).toBe("completed");
    const output = await outputOf(job, 1);
    expect(output.length).toBe(mb + 1000);
    expect(output.slice(0, 16)).toBe("0123456789abcde\n");
    expect(output.slice(-7)).toBe("THE END");
    expect(row.outputDroppedBytes).toBe(total + 7 - output.length);
  });

  test("has limits, and its last message shows which one it has reached", async () => {
    await aRunningWorker();
    const red = "\\033[1;35mMemoryError\\033[0m";
    const limited = (source: string, limits: object) => aTerminalJob(source, { script: { limits } });
    const jobs = await Promise.all([
      limited("import time\ntime.sleep(60)", { runSeconds: 1 }),
      limited("x = b'x' * 300_000_000", { memoryBytes: 200 * mb }),
      limited(`import sys\nsys.exit('Traceback\\n${red}')`, {}),
    ]);
    const rows = await Promise.all(jobs.map(ended));
    expect(rows.map((row) => row.endedBy)).toEqual(["timeout", "memory", "memory"]);
  });

  test("passes the secret to the script's standard input, where password prompts read it, and masks it", async () => {
    await aRunningWorker();
    const source = `
import getpass, os, sys, warnings
warnings.simplefilter("ignore")
word = getpass.getpass("? ")
print([os.isatty(fd) for fd in (0, 1, 2)], len(word), word, os.environ["API_KEY"])`;
    const values = { key: sealSecret("0123456789"), word: sealSecret("swordfish") };
    const argv = ["\0API_KEY\x000123456789", "\0\0swordfish"].map(sealSecret);
    const job = await aTerminalJob(source, { argv, values });
    expect(await ended(job)).toMatchObject({ status: "completed" });
    const output = Buffer.from(await outputOf(job, 1), "latin1").toString();
    expect(output).toMatch(/\? \n\[False, True, True\] 9 •••• ••••\n$/);
  });
});
