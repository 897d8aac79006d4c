import dgram from "node:dgram";
import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import type { IsolationLevel } from "./command";
import { pythonAt } from "./level";
import { processesWith } from "./processes";
import { runConfined } from "./run";

const data = fs.mkdtempSync(path.join(os.tmpdir(), "wooey-sandbox-"));
process.env.WOOEY_DATA_DIR = data;
process.env.WOOEY_TEST_SECRET = "top-secret";
fs.chmodSync(data, 0o755);

/** The levels that this machine can do; their tests run at each. */
const levels: { level: IsolationLevel; python: string }[] = [];
for (const level of [3, 2, 1, 0] as const) {
  const python = await pythonAt(level);
  if (python) levels.push({ level, python: python.path });
}
const strong = levels.filter(({ level }) => level >= 2);

let work: string;
beforeEach(() => {
  work = fs.mkdtempSync(path.join(data, "work-"));
});
afterAll(() => fs.rmSync(data, { recursive: true, force: true }));

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
  test("answers exit code, both streams and file descriptor 3", async () => {
    const result = await run(
      at,
      "import os,sys; print('out'); print('err',file=sys.stderr); os.write(3,b'answer'); sys.exit(7)",
    );
    expect(result).toMatchObject({ exitCode: 7, signal: null, timedOut: false, stdout: "out\n", stderr: "err\n" });
    expect(result.answer.toString()).toBe("answer");
    expect(result.isolationLevel).toBe(at.level);
  });

  test("gives a clean environment", async () => {
    const result = await run(at, "import os; print('GIVEN' in os.environ, 'WOOEY_TEST_SECRET' in os.environ)");
    expect(result.stdout).toBe("True False\n");
  });

  test("lets it write to its folder, and leaves the file there", async () => {
    await run(at, "open('made','w').write('x')");
    expect(fs.readFileSync(path.join(work, "made"), "utf8")).toBe("x");
  });

  test("names the signal that ended it", async () => {
    const result = await run(at, "import os; os.kill(os.getpid(), 9)");
    expect(result).toMatchObject({ exitCode: null, signal: "SIGKILL" });
  });

  test("ends it, and all it has started, when its time is over", async () => {
    const result = await run(at, "import subprocess,time; subprocess.Popen(['sleep','100']); time.sleep(100)", {
      wallMs: 400,
    });
    expect(result.timedOut).toBe(true);
    expect(fs.readdirSync("/proc").filter((pid) => isSleepOf(pid, work))).toEqual([]);
  });

  test("leaves no daemon that has left its session and its parents", async () => {
    const daemon =
      "import os,time\nif os.fork()==0:\n os.setsid()\n if os.fork()==0:\n  time.sleep(100)\n os._exit(0)\nos.wait()";
    const result = await run(at, `import os\nprint(os.environ['WOOEY_RUN'],flush=True)\n${daemon}`);
    expect(result.exitCode).toBe(0);
    expect(processesWith(`WOOEY_RUN=${result.stdout.trim()}`)).toEqual([]);
  });

  test("keeps the first bytes of a flood and goes on reading", async () => {
    const result = await run(at, "print('x'*3_000_000)");
    expect(result.exitCode).toBe(0);
    expect(result.stdout).toBe("x".repeat(1000));
  });

  test("ends with MemoryError beyond its memory", async () => {
    const result = await run(at, "x = b'x' * 900_000_000");
    expect(result.stderr).toContain("MemoryError");
  });
});

describe.each(strong)("what level $level refuses", (at) => {
  test("files of the server and of other runs", async () => {
    const secret = path.join(data, "secret");
    fs.writeFileSync(secret, "s", { mode: 0o644 });
    const result = await run(at, `open(${JSON.stringify(secret)})`);
    expect(result.stderr).toMatch(/PermissionError|FileNotFoundError/);
  });

  test("writing outside its folder", async () => {
    const open = fs.mkdtempSync(path.join(data, "open-"));
    fs.chmodSync(open, 0o777);
    const result = await run(at, `open(${JSON.stringify(path.join(open, "x"))}, 'w')`);
    expect(result.exitCode).toBe(1);
    expect(fs.readdirSync(open)).toEqual([]);
  });

  test("the server's ports, over TCP and UDP", async () => {
    const server = net.createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as net.AddressInfo;
    const datagrams = dgram.createSocket("udp4");
    datagrams.on("message", (_message, from) => datagrams.send("pong", from.port, from.address));
    await new Promise<void>((resolve) => datagrams.bind(port, "127.0.0.1", resolve));
    const result = await run(
      at,
      `import socket\nfor kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):\n try:\n  s=socket.socket(socket.AF_INET, kind); s.settimeout(1); s.connect(('127.0.0.1',${port})); s.send(b'x'); kind==socket.SOCK_DGRAM and s.recv(1); print('reached')\n except OSError as e: print('refused')`,
    );
    server.close();
    datagrams.close();
    expect(result.stdout).toBe("refused\nrefused\n");
  });

  test("the environment of the server, and signals to it", async () => {
    const result = await run(
      at,
      `import os\nfor f in (lambda: open('/proc/${process.pid}/environ').read(), lambda: os.kill(${process.pid}, 15)):\n try:\n  f(); print('did')\n except OSError: print('refused')`,
    );
    expect(result.stdout).toBe("refused\nrefused\n");
  });

  test("more processes than allowed: a fork bomb ends by itself", async () => {
    const result = await run(
      at,
      "import os,time\nn=0\ntry:\n while n<500:\n  if os.fork()==0: time.sleep(60); os._exit(0)\n  n+=1\nexcept BlockingIOError: pass\nprint(n)",
    );
    expect(Number(result.stdout)).toBeGreaterThan(5);
    expect(Number(result.stdout)).toBeLessThanOrEqual(40);
  });
});

function isSleepOf(pid: string, folder: string): boolean {
  try {
    return (
      fs.readlinkSync(`/proc/${pid}/cwd`) === folder &&
      fs.readFileSync(`/proc/${pid}/stat`, "utf8").split(" ")[2] !== "Z"
    );
  } catch {
    return false;
  }
}
