import dgram from "node:dgram";
import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { env } from "@/server/env";
import { processesWith } from "@/server/processes";
import type { Confinement, IsolationLevel } from "../command";
import { makeDecoys, startDecoyProcess } from "../decoys";
import { pythonAt } from "../level";
import { runConfined } from "../run";
import { type Attempt, allAttempts, raceProgram, type Targets, text } from "./attempts";

const mb = 1024 * 1024;

/** A level that works on this machine; at level 2 also the protection for the things that Landlock does not cover. */
export interface WorkingLevel {
  name: string;
  level: IsolationLevel;
  confinement?: Confinement;
  python: string;
}

/** The levels that work on this machine. The others are reported instead of being skipped silently. */
export async function workingLevels(): Promise<WorkingLevel[]> {
  const levels: WorkingLevel[] = [];
  const add = async (name: string, level: IsolationLevel, confinement?: Confinement) => {
    const python = (await pythonAt(level))?.path;
    const found = python ? { name, level, python, ...(confinement ? { confinement } : {}) } : null;
    if (found && (await runAt(found, "print('works')")).stdout === "works\n") levels.push(found);
    else console.warn(`Isolation level ${name} does not work on this machine: it is NOT tested.`);
  };
  await add("3", 3);
  await add("2 with namespaces", 2, "namespaces");
  await add("2 with the supervisor", 2, "supervisor");
  // Without a different user, level 1 protects nothing and does not exist.
  if (process.getuid?.() === 0) await add("1", 1);
  await add("0", 0);
  return levels;
}

interface RunOptions {
  memoryBytes?: number;
  fileBytes?: number;
  network?: boolean;
}

/** Runs a Python program at a level, in a new folder. */
export async function runAt(at: WorkingLevel, program: string, options: RunOptions = {}) {
  const { network = false, ...limits } = options;
  const work = fs.mkdtempSync(path.join(env().WOOEY_DATA_DIR, "work-"));
  return runConfined({
    command: [at.python, "-c", program],
    cwd: work,
    readable: [],
    writable: [work],
    network,
    environment: {},
    limits: { wallMs: 20_000, memoryBytes: 512 * mb, processes: 40, outputBytes: 4000, ...limits },
    isolation: at.level,
    confinement: at.confinement,
  });
}

/** The outcome of each attempt: "reached", or "refused" and the error. One process makes all of them in order. */
async function tryAll(at: WorkingLevel, bodies: string[], options: RunOptions = {}): Promise<string[]> {
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
  const { stdout, stderr } = await runAt(at, program, options);
  expect(stderr).toBe("");
  return JSON.parse(stdout) as string[]; // This is what the program prints.
}

/** Tests that every level refuses what it forbids, and that the same attempts succeed at level 0, without isolation. */
export function testEscapes(levels: WorkingLevel[]): void {
  const { targets, open, close } = makeTargets();
  beforeAll(open);
  afterAll(close);
  const isRoot = process.getuid?.() === 0;
  const attempts = () => allAttempts(targets, { isRoot });

  describe.each(levels)("at level $name a script", (at) => {
    test("reaches nothing that its level refuses", async () => {
      const refused = attempts().filter(({ from }) => at.level >= from);
      const before = targets.state();
      const found = await tryAll(
        at,
        refused.map(({ body }) => body),
      );
      const outcome = (each: Attempt, n: number) => ({ what: each.what, outcome: found[n] });
      expect(refused.map(outcome)).toEqual(
        refused.map(({ what }) => ({ what, outcome: expect.stringMatching(/^refused/) })),
      );
      if (at.level >= 2) expect(targets.state()).toEqual(before);
    });

    test("ends with MemoryError beyond its memory limit, and can use the memory that is allowed", async () => {
      const body = `bytes(${200 * mb})`;
      expect(await tryAll(at, [body], { memoryBytes: 100 * mb })).toEqual(["refused MemoryError"]);
      expect(await tryAll(at, [body], { memoryBytes: 400 * mb })).toEqual(["reached"]);
    });

    test("cannot fill the disk with one file, and can write files up to the limit", async () => {
      const body = `open('big', 'wb').write(bytes(${2 * mb}))`;
      expect(await tryAll(at, [body], { fileBytes: mb })).toEqual(["refused OSError"]);
      expect(await tryAll(at, [body], { fileBytes: 4 * mb })).toEqual(["reached"]);
    });

    test("leaves no daemon behind, even in another session and without its parent", async () => {
      const daemon = "if os.fork()==0:\n os.setsid()\n if os.fork()==0: time.sleep(100)\n os._exit(0)\nos.wait()";
      const result = await runAt(at, `import os,time\nprint(os.environ['WOOEY_RUN'],flush=True)\n${daemon}`);
      expect(result.exitCode).toBe(0);
      expect(processesWith(`WOOEY_RUN=${result.stdout.trim()}`)).toEqual([]);
    });
  });

  describe.each(levels.filter(({ level }) => level >= 2))("at level $name a script", (at) => {
    test("cannot get past the check of a path by changing the path during the check", async () => {
      const before = targets.state();
      const result = await runAt(at, raceProgram(targets.shared, targets.jobs));
      expect({ ...result, stdout: result.stdout.trim() }).toMatchObject({ exitCode: 0, stdout: "done", stderr: "" });
      expect(targets.state()).toEqual(before);
    });
  });

  // The number of processes is not limited for root.
  describe.each(levels.filter(({ level }) => level > 0 || !isRoot))("at level $name a fork bomb", (at) => {
    test("gets no more processes than allowed, and ends by itself", async () => {
      const bomb =
        "n=0\ntry:\n while n<500:\n  if os.fork()==0: time.sleep(60); os._exit(0)\n  n+=1\nexcept BlockingIOError: pass";
      const { stdout } = await runAt(at, `import os,time\n${bomb}\nprint(n)`);
      expect(Number(stdout)).toBeGreaterThan(5);
      // At level 0, all processes of the user count, and some of them may have ended by now.
      expect(Number(stdout)).toBeLessThanOrEqual(at.level === 0 ? 80 : 40);
    });
  });

  describe("at level 0, without isolation", () => {
    const [open] = levels.filter(({ level }) => level === 0);
    test("the same attempts succeed", async () => {
      if (!open) throw new Error("there is no Python");
      // A kernel or a container may refuse the other attempts to everyone.
      const certain = attempts().filter(({ isUncertain }) => !isUncertain);
      const found = await tryAll(
        open,
        certain.map(({ body }) => body),
      );
      expect(certain.map(({ what }, n) => ({ what, outcome: found[n] }))).toEqual(
        certain.map(({ what }) => ({ what, outcome: "reached" })),
      );
    });

    test("the attempts of the probe that determines the level succeed", async () => {
      if (!open) throw new Error("there is no Python");
      const { close: closeDecoys, work: _, ...decoys } = await makeDecoys();
      const probe = path.join(import.meta.dirname, "..", "probe.py");
      const program = `import runpy,sys\nsys.argv=['probe', ${text(JSON.stringify(decoys))}]\nrunpy.run_path(${text(probe)})`;
      const { stdout } = await runAt(open, program);
      closeDecoys();
      // This is what probe.py prints.
      const refused = Object.entries(JSON.parse(stdout) as Record<string, boolean>).filter(([, value]) => value);
      const uncertain = "vsock attribute link keyring performance bpf userfaultfd ioUring userNamespace serverUser";
      expect(refused.map(([name]) => name).filter((name) => !uncertain.split(" ").includes(name))).toEqual([]);
    });
  });
}

/** Files, sockets and a process like those of the server. */
function makeTargets(): { targets: Targets; open(): Promise<void>; close(): void } {
  const data = env().WOOEY_DATA_DIR;
  const sockets = fs.mkdtempSync(path.join(os.tmpdir(), "wooey-s-"));
  const otherJob = path.join(data, "jobs", "7", "1", "work");
  const [locked, jobFile] = [path.join(data, "locked"), path.join(otherJob, "result.txt")];
  const [shared, secret, outside] = [
    path.join(data, "shared"),
    path.join(locked, "secret"),
    path.join(sockets, "file"),
  ];
  const abstractName = path.basename(sockets);
  const servers: net.Server[] = [];
  const datagrams = dgram.createSocket("udp4");
  let decoy: Awaited<ReturnType<typeof startDecoyProcess>> | null = null;
  const files = [shared, secret, outside, jobFile];
  const targets: Targets = {
    shared,
    secret,
    outside,
    jobFile,
    otherJob,
    jobs: path.join(data, "jobs"),
    unixSocket: path.join(sockets, "s"),
    abstractName,
    tcpPort: 0,
    udpPort: 0,
    pid: 0,
    state: () => ({
      contents: files.map((file) => fs.readFileSync(file, "utf8")),
      metadata: [...files, data, otherJob].map((file) => {
        const { mode, uid, gid } = fs.statSync(file);
        return { file, mode, uid, gid };
      }),
      times: files.map((file) => fs.statSync(file).mtimeMs),
      names: fs.readdirSync(otherJob),
    }),
  };
  const listen = async (on: { port: number; host: string } | { path: string }) => {
    const server = net.createServer((socket) => socket.on("error", () => undefined).end("x"));
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(on, resolve));
    return server;
  };
  return {
    targets,
    open: async () => {
      fs.mkdirSync(otherJob, { recursive: true });
      fs.chmodSync(otherJob, 0o777);
      fs.mkdirSync(locked, { mode: 0o700 });
      fs.writeFileSync(jobFile, "another's");
      fs.chmodSync(jobFile, 0o666);
      fs.writeFileSync(shared, "s", { mode: 0o644 });
      fs.writeFileSync(outside, "s", { mode: 0o644 });
      fs.writeFileSync(secret, "s", { mode: 0o600 });
      const tcp = await listen({ port: 0, host: "127.0.0.1" });
      await listen({ path: targets.unixSocket });
      await listen({ path: `\0${abstractName}` });
      datagrams.on("message", (_message, from) => datagrams.send("pong", from.port, from.address));
      await new Promise<void>((resolve) => datagrams.bind(0, "127.0.0.1", resolve));
      targets.tcpPort = (tcp.address() as net.AddressInfo).port; // A listening TCP server has an address of this type.
      targets.udpPort = datagrams.address().port;
      decoy = await startDecoyProcess(300, { WOOEY_TEST_SECRET: "top-secret" });
      targets.pid = decoy.pid;
    },
    close: () => {
      for (const server of servers) server.close();
      datagrams.close();
      decoy?.end();
      const made = [sockets, path.join(data, "jobs"), locked, shared];
      for (const folder of made) fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}
