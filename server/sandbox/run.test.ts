import fs from "node:fs";
import path from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { env } from "@/server/env";
import { allProcesses, processStat } from "@/server/processes";
import type { IsolationLevel } from "./command";
import { pythonAt } from "./level";
import { runConfined } from "./run";

process.env.WOOEY_TEST_SECRET = "top-secret";

/** The levels that work on this machine. The tests run at each. */
const levels: { level: IsolationLevel; python: string }[] = [];
for (const level of [3, 2, 1, 0] as const) {
  const python = await pythonAt(level);
  if (python) levels.push({ level, python: python.path });
}

let work: string;
beforeEach(() => {
  work = fs.mkdtempSync(path.join(env().WOOEY_DATA_DIR, "work-"));
});

function run(at: { level: IsolationLevel; python: string }, program: string, options: { wallMs?: number } = {}) {
  return runConfined({
    command: [at.python, "-c", program],
    cwd: work,
    readable: [],
    writable: [work],
    network: false,
    environment: { GIVEN: "yes" },
    limits: { wallMs: options.wallMs ?? 10_000, memoryBytes: 512 * 1024 * 1024, processes: 40, outputBytes: 1000 },
    answerFd: true,
    isolation: at.level,
  });
}

describe.each(levels)("runConfined at level $level", (at) => {
  test("returns the exit code, both streams and file descriptor 3", async () => {
    const result = await run(
      at,
      "import os,sys; print('out'); print('err',file=sys.stderr); os.write(3,b'answer'); sys.exit(7)",
    );
    expect(result).toMatchObject({ exitCode: 7, signal: null, timedOut: false, stdout: "out\n", stderr: "err\n" });
    expect(result.answer.toString()).toBe("answer");
    expect(result.isolationLevel).toBe(at.level);
  });

  test("provides a clean environment", async () => {
    const result = await run(at, "import os; print('GIVEN' in os.environ, 'WOOEY_TEST_SECRET' in os.environ)");
    expect(result.stdout).toBe("True False\n");
  });

  test("lets Python pass on bytes that are not UTF-8, without a variable that scripts take for an encoding", async () => {
    const program =
      "import os, sys; print([(s.encoding, s.errors) for s in (sys.stdin, sys.stdout)], os.getenv('PYTHONIOENCODING'))";
    const expected = "[('utf-8', 'surrogateescape'), ('utf-8', 'surrogateescape')] None\n";
    expect((await run(at, program)).stdout).toBe(expected);
  });

  test("lets the command write to its folder, and leaves the file there", async () => {
    await run(at, "open('made','w').write('x')");
    expect(fs.readFileSync(path.join(work, "made"), "utf8")).toBe("x");
  });

  test("returns the signal that ended the command", async () => {
    const result = await run(at, "import os; os.kill(os.getpid(), 9)");
    expect(result).toMatchObject({ exitCode: null, signal: "SIGKILL" });
  });

  test("ends the command and everything that it has started when its time is up", async () => {
    const result = await run(at, "import subprocess,time; subprocess.Popen(['sleep','100']); time.sleep(100)", {
      wallMs: 400,
    });
    expect(result.timedOut).toBe(true);
    expect(allProcesses().filter((pid) => isSleepOf(pid, work))).toEqual([]);
  });

  test("keeps the first bytes of a long output and reads all others", async () => {
    const result = await run(at, "print('x'*3_000_000)");
    expect(result.exitCode).toBe(0);
    expect(result.stdout).toBe("x".repeat(1000));
  });
});

function isSleepOf(pid: number, folder: string): boolean {
  try {
    return fs.readlinkSync(`/proc/${pid}/cwd`) === folder && processStat(pid)?.state !== "Z";
  } catch {
    return false;
  }
}
