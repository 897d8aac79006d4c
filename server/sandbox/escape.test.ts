import dgram from "node:dgram";
import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { env } from "@/server/env";
import { processesWith, processStat } from "@/server/processes";
import type { IsolationLevel } from "./command";
import { pythonAt } from "./level";
import { runConfined } from "./run";

const data = env().WOOEY_DATA_DIR;
process.env.WOOEY_TEST_SECRET = "top-secret";

const mb = 1024 * 1024;
const sockets = fs.mkdtempSync(path.join(os.tmpdir(), "wooey-s-"));
const abstractName = path.basename(sockets);
/** Node.js 20 pads abstract names with zeros to the length of sun_path. */
const abstractBytes = Number(process.versions.node.split(".")[0]) < 22 ? 108 : abstractName.length + 1;
const otherJob = path.join(data, "jobs", "7", "1", "work");
const [shared, secret] = [path.join(data, "shared-secret"), path.join(data, "server-secret")];
const jobFile = path.join(otherJob, "result.txt");
const servers: net.Server[] = [];
const datagrams = dgram.createSocket("udp4");
const ports = { tcp: 0, udp: 0 };

beforeAll(async () => {
  fs.mkdirSync(otherJob, { recursive: true });
  fs.chmodSync(otherJob, 0o777);
  fs.writeFileSync(jobFile, "another's");
  fs.chmodSync(jobFile, 0o666);
  fs.writeFileSync(shared, "s", { mode: 0o644 });
  fs.writeFileSync(secret, "s", { mode: 0o600 });
  const listen = async (on: { port: number; host: string } | { path: string }) => {
    const server = net.createServer((socket) => socket.on("error", () => undefined).end("x"));
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(on, resolve));
    return server;
  };
  const tcp = await listen({ port: 0, host: "127.0.0.1" });
  await listen({ path: path.join(sockets, "s") });
  await listen({ path: `\0${abstractName}` });
  datagrams.on("message", (_message, from) => datagrams.send("pong", from.port, from.address));
  await new Promise<void>((resolve) => datagrams.bind(0, "127.0.0.1", resolve));
  ports.tcp = (tcp.address() as net.AddressInfo).port;
  ports.udp = datagrams.address().port;
});

afterAll(() => {
  for (const server of servers) server.close();
  datagrams.close();
  fs.rmSync(sockets, { recursive: true, force: true });
});

/** The levels that work on this machine. The others are reported and not skipped silently. */
const levels: { level: IsolationLevel; python: string }[] = [];
for (const level of [3, 2, 1, 0] as const) {
  const python = await pythonAt(level);
  if (python) levels.push({ level, python: python.path });
  else console.warn(`Isolation level ${level} does not work on this machine: its escapes are NOT tried.`);
}
const isRoot = process.getuid?.() === 0;

interface Attempt {
  what: string;
  /** The Python code of the attempt. An OSError means that it was refused. */
  body: () => string;
  /** The lowest level that refuses it. Below, it succeeds, which shows that the attempt is a real one. */
  from: 1 | 2;
}

/** What any Unix refuses to another user is refused at level 1 if the server is root. */
const byOwner = isRoot ? 1 : 2;
const connect = (family: string, kind: string, address: () => string) => () =>
  `import socket; s = socket.socket(socket.${family}, socket.${kind}); s.settimeout(1); s.connect(${address()}); s.send(b'x'); s.recv(1)`;
const text = (value: string) => JSON.stringify(value);

const attempts: Attempt[] = [
  {
    what: "the server's secrets, in its environment",
    body: () => `open('/proc/${process.pid}/environ').read()`,
    from: byOwner,
  },
  { what: "the server's secrets, in its memory", body: () => `open('/proc/${process.pid}/mem', 'rb')`, from: byOwner },
  { what: "a file that only the server may read", body: () => `open(${text(secret)}).read()`, from: byOwner },
  { what: "a file of the server that everyone may read", body: () => `open(${text(shared)}).read()`, from: 2 },
  {
    what: "the same through a symbolic link",
    body: () => `os.symlink(${text(shared)}, 'link'); open('link').read()`,
    from: 2,
  },
  { what: "the same through a way up", body: () => `open(os.path.relpath(${text(shared)})).read()`, from: 2 },
  { what: "the files of another job", body: () => `open(${text(jobFile)}).read()`, from: 2 },
  { what: "to change the files of another job", body: () => `open(${text(jobFile)}, 'a').write('changed')`, from: 2 },
  { what: "to add to the files of another job", body: () => `open(${text(path.join(otherJob, "new"))}, 'w')`, from: 2 },
  { what: "the names of the other jobs", body: () => `os.listdir(${text(path.join(data, "jobs"))})`, from: 2 },
  {
    what: "the database, by its Unix socket",
    body: connect("AF_UNIX", "SOCK_STREAM", () => text(path.join(sockets, "s"))),
    from: byOwner,
  },
  {
    what: "the database, by an abstract socket",
    body: connect("AF_UNIX", "SOCK_STREAM", () => `b'\\0${abstractName}'.ljust(${abstractBytes}, b'\\0')`),
    from: 2,
  },
  {
    what: "the network, by TCP",
    body: connect("AF_INET", "SOCK_STREAM", () => `('127.0.0.1', ${ports.tcp})`),
    from: 2,
  },
  { what: "the network, by UDP", body: connect("AF_INET", "SOCK_DGRAM", () => `('127.0.0.1', ${ports.udp})`), from: 2 },
  { what: "a signal to the server's processes", body: () => `os.kill(${process.pid}, 0)`, from: byOwner },
  {
    what: "the server's process, to slow it down",
    body: () => `os.setpriority(os.PRIO_PROCESS, ${process.pid}, ${os.getPriority()})`,
    from: byOwner,
  },
  {
    what: "a user namespace, in which it would be root",
    body: () => "import ctypes\nif ctypes.CDLL(None).unshare(0x10000000): raise OSError('unshare')",
    from: 2,
  },
];

async function run(
  at: { level: IsolationLevel; python: string },
  program: string,
  limits: { memoryBytes?: number; fileBytes?: number } = {},
) {
  const work = fs.mkdtempSync(path.join(data, "work-"));
  return runConfined({
    command: [at.python, "-c", program],
    cwd: work,
    readable: [],
    writable: [work],
    network: false,
    environment: {},
    limits: { wallMs: 10_000, memoryBytes: 512 * mb, processes: 40, outputBytes: 1000, ...limits },
    isolation: at.level,
  });
}

/** The outcome of each attempt: "reached", or "refused" and the error. One process tries all of them in their order. */
async function tryAll(at: { level: IsolationLevel; python: string }, bodies: string[], limits = {}): Promise<string[]> {
  const program = `
import json, os
found = []
for body in json.loads(${text(JSON.stringify(bodies))}):
    try:
        exec(body)
        found.append('reached')
    except (OSError, MemoryError) as error:
        found.append('refused ' + type(error).__name__)
print(json.dumps(found))`;
  const { stdout, stderr } = await run(at, program, limits);
  expect(stderr).toBe("");
  return JSON.parse(stdout) as string[];
}

describe.each(levels)("at level $level a script", (at) => {
  test("reaches nothing that its level refuses", async () => {
    const refused = attempts.filter(({ from }) => at.level >= from);
    const found = await tryAll(
      at,
      refused.map(({ body }) => body()),
    );
    for (const [n, { what }] of refused.entries())
      expect({ what, came: found[n] }).toEqual({ what, came: expect.stringMatching(/^refused/) });
    expect(fs.readFileSync(jobFile, "utf8")).toBe("another's");
    expect(fs.readdirSync(otherJob)).toEqual(["result.txt"]);
  });

  test("ends with MemoryError beyond its memory limit, and can use what is allowed", async () => {
    const body = `bytes(${200 * mb})`;
    expect(await tryAll(at, [body], { memoryBytes: 100 * mb })).toEqual(["refused MemoryError"]);
    expect(await tryAll(at, [body], { memoryBytes: 400 * mb })).toEqual(["reached"]);
  });

  test("cannot fill the disk with one file, and can write what is allowed", async () => {
    const body = `open('big', 'wb').write(bytes(${2 * mb}))`;
    expect(await tryAll(at, [body], { fileBytes: mb })).toEqual(["refused OSError"]);
    expect(await tryAll(at, [body], { fileBytes: 4 * mb })).toEqual(["reached"]);
  });

  test("leaves no daemon behind, even in another session and without its parent", async () => {
    const daemon = "if os.fork()==0:\n os.setsid()\n if os.fork()==0: time.sleep(100)\n os._exit(0)\nos.wait()";
    const result = await run(at, `import os,time\nprint(os.environ['WOOEY_RUN'],flush=True)\n${daemon}`);
    expect(result.exitCode).toBe(0);
    expect(processesWith(`WOOEY_RUN=${result.stdout.trim()}`)).toEqual([]);
  });
});

// The number of processes is not limited for root.
describe.each(levels.filter(({ level }) => level > 0 || !isRoot))("at level $level a fork bomb", (at) => {
  test("gets no more processes than allowed, and ends by itself", async () => {
    const bomb =
      "n=0\ntry:\n while n<500:\n  if os.fork()==0: time.sleep(60); os._exit(0)\n  n+=1\nexcept BlockingIOError: pass";
    const { stdout } = await run(at, `import os,time\n${bomb}\nprint(n)`);
    expect(Number(stdout)).toBeGreaterThan(5);
    expect(Number(stdout)).toBeLessThanOrEqual(40);
  });
});

describe("at level 0, without isolation", () => {
  const [open] = levels.filter(({ level }) => level === 0);
  test("the same attempts succeed", async () => {
    if (!open) throw new Error("there is no Python");
    const found = await tryAll(
      open,
      attempts.map(({ body }) => body()),
    );
    fs.writeFileSync(jobFile, "another's");
    fs.rmSync(path.join(otherJob, "new"));
    // A container may forbid user namespaces to everyone.
    for (const [n, { what }] of attempts.slice(0, -1).entries())
      expect({ what, came: found[n] }).toEqual({ what, came: "reached" });
  });

  test("all tests of the probe that determines the level succeed", async () => {
    if (!open) throw new Error("there is no Python");
    const targets = {
      canary: shared,
      folder: otherJob,
      tcpPort: ports.tcp,
      udpPort: ports.udp,
      userId: process.getuid?.(),
      unixSocket: path.join(sockets, "s"),
      abstractSocket: abstractName,
      pid: process.pid,
      pidStart: processStat(process.pid)?.start,
    };
    const probe = path.join(import.meta.dirname, "probe.py");
    const program = `import runpy,sys\nsys.argv=['probe', ${text(JSON.stringify(targets))}]\nrunpy.run_path(${text(probe)})`;
    const { userNamespace: _, ...results } = JSON.parse((await run(open, program)).stdout);
    fs.rmSync(path.join(otherJob, "written-by-probe"));
    expect(Object.values(results)).toHaveLength(9);
    expect({ ...results, serverUser: false }).toEqual(
      Object.fromEntries(Object.keys(results).map((name) => [name, false])),
    );
  });
});
