import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import dgram from "node:dgram";
import { once } from "node:events";
import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { childEnvironment, env } from "@/server/env";
import { descendants, processStat } from "@/server/processes";
import { findPrograms } from "./programs";

/** The argument of probe.py, as JSON: the decoys that it tries to reach, all of them created for this purpose. */
export interface ProbeTargets {
  /** A file in the data folder that only the server's user may read. */
  privateFile: string;
  /** A file in the data folder that everyone may read. */
  canary: string;
  /** A folder in the data folder that everyone may write to. */
  folder: string;
  /** Files and folders whose metadata must not change: in the data folder and outside. */
  files: string[];
  tcpPort: number;
  udpPort: number;
  unixSocket: string;
  abstractSocket: string;
  /** A process of the server's user, and its start time. */
  pid: number;
  pidStart: string;
  userId: number;
}

/** The targets, and a folder to which the probe may write. */
export type Decoys = ProbeTargets & { work: string; close(): void };

const DECOY_LIFE_S = 60;

/** Creates things that a script must not reach: files, ports, sockets and a process. */
export async function makeDecoys(): Promise<Decoys> {
  const [process, sockets] = await Promise.all([startProcess(), openSockets()]);
  const { base, ...files } = makeFiles(sockets.folder);
  return {
    ...files,
    ...process.target,
    ...sockets.targets,
    close: () => {
      process.end();
      sockets.close();
      fs.rmSync(base, { recursive: true, force: true });
    },
  };
}

function makeFiles(outside: string) {
  const sandbox = path.join(env().WOOEY_DATA_DIR, "sandbox");
  fs.mkdirSync(sandbox, { recursive: true });
  const base = fs.mkdtempSync(path.join(sandbox, "probe-"));
  fs.chmodSync(base, 0o755);
  const inside = (name: string) => path.join(base, name);
  const [work, folder, locked] = [inside("work"), inside("outside"), inside("locked")];
  fs.mkdirSync(work, { mode: 0o700 });
  fs.mkdirSync(folder);
  fs.chmodSync(folder, 0o777);
  fs.mkdirSync(locked, { mode: 0o750 });
  fs.writeFileSync(path.join(locked, "private"), "private", { mode: 0o640 });
  fs.writeFileSync(inside("canary"), "canary", { mode: 0o644 });
  fs.writeFileSync(path.join(outside, "file"), "x", { mode: 0o644 });
  const files = [inside("canary"), locked, path.join(outside, "file")];
  return { base, work, folder, files, privateFile: path.join(locked, "private"), canary: inside("canary") };
}

async function startProcess() {
  const { pid, end } = await startDecoyProcess(DECOY_LIFE_S, {});
  return { target: { pid, pidStart: processStat(pid)?.start ?? "", userId: process.getuid?.() ?? 0 }, end };
}

/**
 * Starts a process that sleeps, with these additional variables. Where the machine allows it, the process is in a pid
 * namespace of its own, in which there is no other process.
 */
export async function startDecoyProcess(
  seconds: number,
  environment: Record<string, string>,
): Promise<{ pid: number; end(): void }> {
  const options = { stdio: "ignore", env: childEnvironment(environment) } as const;
  const sleeping = ["sleep", String(seconds)];
  const [unshare] = process.getuid?.() === 0 ? findPrograms("unshare") : [];
  const parent = unshare ? spawn(unshare, [...namespaceOptions, ...sleeping], options) : null;
  const pid = parent ? await findSleeper(parent) : null;
  if (parent && pid !== null) {
    parent.unref();
    return { pid, end: () => void parent.kill("SIGKILL") };
  }
  const child = spawn("sleep", [String(seconds)], options);
  await once(child, "spawn");
  child.unref();
  return { pid: child.pid ?? 0, end: () => void child.kill("SIGKILL") }; // It has been spawned.
}

const namespaceOptions = ["--pid", "--fork", "--mount-proc", "--kill-child"];

/** The process that unshare has started; null if the machine does not allow it to. */
async function findSleeper(unshare: ChildProcess): Promise<number | null> {
  let hasFailed = false;
  unshare.once("error", () => (hasFailed = true));
  while (!hasFailed && unshare.exitCode === null) {
    // Its child has this name until it becomes the program, which is not called sleep everywhere.
    const child = descendants(unshare.pid ?? 0).find((pid) => (processStat(pid)?.name ?? "unshare") !== "unshare");
    if (child !== undefined) return child;
    await sleep(2);
  }
  return null;
}

async function openSockets() {
  // Like the database's socket, it is in a folder that only its owner may enter. A socket's path has at most 107 bytes.
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "wooey-s-"));
  const [unixSocket, abstractSocket] = [path.join(folder, "s"), `wooey-${randomBytes(8).toString("hex")}`];
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
    folder,
    targets: {
      tcpPort: (servers[0].address() as net.AddressInfo).port, // A listening TCP server has an address of this type.
      udpPort: datagrams.address().port,
      unixSocket,
      abstractSocket,
    },
    close: () => {
      for (const server of servers) server.close();
      datagrams.close();
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

function hangUp(socket: net.Socket): void {
  socket.on("error", () => undefined).destroy();
}
