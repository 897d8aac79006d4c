import { randomBytes } from "node:crypto";
import dgram from "node:dgram";
import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { env } from "@/server/env";
import { StartError } from "@/server/errors";
import { phrase } from "@/server/language/text";
import { processStat } from "@/server/processes";
import { projectRoot } from "@/server/root";
import { canDropUser } from "./capabilities";
import type { IsolationLevel } from "./command";
import { execute } from "./execute";
import { installedPythons, noPython, type Python } from "./python";

/** How well this machine can isolate scripts, as tested once per process. */
export interface Isolation {
  level: IsolationLevel;
  /** Why the level is not higher; "" at level 3. Reasons and fixes are English: translate them with `t`. */
  reason: string;
  /** What to do about it; "" at level 3. */
  fix: string;
  /** What a script could do at the next higher level. */
  failedTest?: string;
  /** The first Python that runs at this level; null when the machine has none. */
  python: Python | null;
}

let cached: Promise<Isolation> | undefined;

/** Finds the isolation level of this machine by trying what is forbidden (about 0.2 s, once per process). */
export function detectIsolation(): Promise<Isolation> {
  cached ??= detect();
  return cached;
}

/** Does the same. @throws StartError below WOOEY_MINIMUM_ISOLATION, with the reason and what to do. */
export async function requireIsolation(): Promise<Isolation> {
  const found = await detectIsolation();
  const minimum = env().WOOEY_MINIMUM_ISOLATION;
  if (found.level >= minimum) return found;
  throw new StartError(
    `Scripts can be isolated at level ${found.level} only, and WOOEY_MINIMUM_ISOLATION is ${minimum}: ${found.reason} ${found.fix}`,
  );
}

/** The Python for scripts without an environment. @throws StartError when there is none. */
export async function findPython(): Promise<Python> {
  const { python } = await detectIsolation();
  if (python) return python;
  throw noPython();
}

const pythons = new Map<IsolationLevel, Promise<Python | null>>();

/** The first Python that runs at a level; null when the level does not work on this machine. */
export function pythonAt(level: IsolationLevel): Promise<Python | null> {
  const known = pythons.get(level);
  if (known) return known;
  const found = findPythonAt(level);
  pythons.set(level, found);
  found.catch(() => pythons.delete(level)); // The test itself has failed: the next call repeats it.
  return found;
}

async function findPythonAt(level: IsolationLevel): Promise<Python | null> {
  const installed = await installedPythons();
  if (level === 0) return installed[0] ?? null;
  const targets = await openTargets();
  const trial = await tryLevel(level, installed, targets).finally(() => targets.close());
  return "python" in trial ? trial.python : null;
}

/** The argument of probe.py, as JSON: what it tries to reach. */
interface ProbeTargets {
  canary: string;
  folder: string;
  tcpPort: number;
  udpPort: number;
  unixSocket: string;
  abstractSocket: string;
  pid: number;
  pidStart: string;
  userId: number;
}

/** The result of testing a level: the Python that it works with, or the reason why it does not work. */
type Trial = { python: Python } | { failedTest?: string; reason: string };

async function detect(): Promise<Isolation> {
  const pythons = await installedPythons();
  const first = pythons[0] ?? null;
  if (process.platform !== "linux" || !first) {
    const reason = first ? phrase("Isolation needs Linux.") : phrase("There is no Python to try it with.");
    return {
      level: 0,
      reason,
      fix: first ? phrase("Run Wooey on Linux.") : phrase("Install python3 (3.8 or newer)."),
      python: first,
    };
  }
  const targets = await openTargets();
  try {
    let refusal: { reason: string; fix: string; failedTest?: string } = { reason: "", fix: "" };
    for (const level of [3, 2, 1] as const) {
      const trial = await tryLevel(level, pythons, targets);
      if ("python" in trial) return { level, ...refusal, python: trial.python };
      // The administrator sees the reason for the best level that does not work.
      if (refusal.reason === "") refusal = { ...trial, fix: fixes[level] };
    }
    return { level: 0, ...refusal, python: first };
  } finally {
    targets.close();
  }
}

const fixes: Record<1 | 2 | 3, string> = {
  3: phrase(
    "Install bubblewrap (apt-get install bubblewrap). On Ubuntu 24.04 and later allow it user namespaces by an AppArmor profile; in Docker start the container with --security-opt seccomp=unconfined --security-opt apparmor=unconfined or --cap-add SYS_ADMIN.",
  ),
  2: phrase(
    "Use Linux 6.12 or later with Landlock, and put the project and its data folder where other users may enter.",
  ),
  1: phrase(
    "Install util-linux (setpriv and prlimit), and put the project and its data folder where other users may enter.",
  ),
};

/** What a level must refuse. Level 1 only has limits and, for a root server, another user id. */
const requiredRefusals: Record<1 | 2 | 3, string[]> = {
  3: "readCanary writeOutside tcp unixSocket abstractSocket udp environ signal userNamespace".split(" "),
  2: "readCanary writeOutside tcp unixSocket abstractSocket udp environ signal userNamespace".split(" "),
  1: [],
};

const sentences: Record<string, string> = {
  readCanary: "a script could read a file of the server",
  writeOutside: "a script could write outside its folder",
  tcp: "a script could reach a port of the server",
  unixSocket: "a script could reach a Unix socket of the server",
  abstractSocket: "a script could reach an abstract Unix socket of the server",
  udp: "a script could send UDP datagrams",
  environ: "a script could read the server's environment",
  signal: "a script could signal the server",
  userNamespace: "a script could make a user namespace",
};

async function tryLevel(level: 1 | 2 | 3, pythons: Python[], targets: Targets): Promise<Trial> {
  if (level === 1 && process.getuid?.() === 0 && !canDropUser()) return { reason: phrase("setpriv is not installed.") };
  let reason = "";
  for (const python of pythons) {
    const results = await probe(level, python, targets);
    if (typeof results === "string") {
      reason ||= `Level ${level} does not start here: ${results}`;
      continue;
    }
    const failedTest = requiredRefusals[level].find((test) => !results[test]);
    const sameUser = level === 1 && process.getuid?.() === 0 && results.serverUser;
    if (!failedTest && !sameUser) return { python };
    return { failedTest, reason: `At level ${level} ${sentences[failedTest ?? ""] ?? "a script is still root"}.` };
  }
  return { reason };
}

/** The test results by name (true: refused), or the message with which the level failed. */
async function probe(
  level: 1 | 2 | 3,
  python: Python,
  targets: Targets,
): Promise<Record<string, boolean | undefined> | string> {
  const program = path.join(projectRoot(), "server", "sandbox", "probe.py");
  const { close: _, work, ...argument } = targets;
  const result = await execute(level, python, {
    command: [python.path, "-I", "-S", program, JSON.stringify(argument satisfies ProbeTargets)],
    cwd: work,
    readable: [program],
    writable: [work],
    network: false,
    environment: {},
    limits: { wallMs: 10_000, memoryBytes: 512 * 1024 * 1024, processes: 32, outputBytes: 16_384 },
  });
  try {
    return JSON.parse(result.stdout) as Record<string, boolean>; // This is what probe.py prints.
  } catch {
    return result.stderr.trim().split("\n").pop() || `exit code ${result.exitCode}`;
  }
}

type Targets = ProbeTargets & { work: string; close(): void };

/** Opens what a script must not reach: files, ports and sockets of the server. */
async function openTargets(): Promise<Targets> {
  const base = path.join(env().WOOEY_DATA_DIR, "sandbox");
  fs.mkdirSync(base, { recursive: true });
  const probes = fs.mkdtempSync(path.join(base, "probe-"));
  fs.chmodSync(probes, 0o755);
  const [work, folder] = [path.join(probes, "work"), path.join(probes, "outside")];
  fs.mkdirSync(work, { mode: 0o700 });
  fs.mkdirSync(folder);
  fs.chmodSync(folder, 0o777);
  fs.writeFileSync(path.join(probes, "canary"), "canary", { mode: 0o644 });
  // Like the database's socket, in a folder that only its owner may enter. The path of a socket has at most 107 bytes.
  const sockets = fs.mkdtempSync(path.join(os.tmpdir(), "wooey-s-"));
  const [unixSocket, abstractSocket] = [path.join(sockets, "s"), `wooey-${randomBytes(8).toString("hex")}`];
  const servers = [net.createServer(hangUp), net.createServer(hangUp), net.createServer(hangUp)] as const;
  const datagrams = dgram.createSocket("udp4");
  datagrams.on("message", (_message, from) => datagrams.send("pong", from.port, from.address));
  await Promise.all([
    new Promise<void>((resolve) => servers[0].listen(0, "127.0.0.1", resolve)),
    new Promise<void>((resolve) => servers[1].listen(unixSocket, resolve)),
    new Promise<void>((resolve) => servers[2].listen(`\0${abstractSocket}`, resolve)),
    new Promise<void>((resolve) => datagrams.bind(0, "127.0.0.1", resolve)),
  ]);
  return {
    work,
    canary: path.join(probes, "canary"),
    folder,
    tcpPort: (servers[0].address() as net.AddressInfo).port, // A TCP server that listens has this address.
    udpPort: datagrams.address().port,
    unixSocket,
    abstractSocket,
    pid: process.pid,
    pidStart: processStat(process.pid)?.start ?? "",
    userId: process.getuid?.() ?? 0,
    close: () => {
      for (const server of servers) server.close();
      datagrams.close();
      fs.rmSync(probes, { recursive: true, force: true });
      fs.rmSync(sockets, { recursive: true, force: true });
    },
  };
}

function hangUp(socket: net.Socket): void {
  socket.on("error", () => undefined).destroy();
}
