import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { childEnvironment, env } from "@/server/env";
import { descendants } from "@/server/processes";

/** A worker with a data folder, a connection to the database and, where this is allowed, processes of its own. */
export interface Host {
  workerId: string;
  /** The worker's process, as this process sees it. */
  workerPid: number;
  /** Cuts it off from the database: whatever is sent gets lost, and no connection is closed. */
  cutOff(): void;
  /** Kills everything on it, as a power cut does. */
  cutPower(): void;
}

const hosts: { folder: string; child: ChildProcess; network: Network }[] = [];
const canUnshare = spawnSync("unshare", ["-pf", "--mount-proc", "true"]).status === 0;
/** The first process of the namespace, which lives on when the worker is killed. */
const init = ["/bin/sh", "-c", '"$@" & wait; exec sleep 86400', "host"];

/** Starts a host. It shares stored files and the database with this process, and nothing else. */
export async function startHost(settings: Record<string, string> = {}): Promise<Host> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "wooey-host-"));
  fs.symlinkSync(path.join(env().WOOEY_DATA_DIR, "files"), path.join(folder, "files"));
  const network = await openNetwork(folder);
  const program = [process.execPath, "--import", "tsx", "--conditions=react-server", "worker-process.ts"];
  const words = [...(canUnshare ? ["unshare", "-pf", "--mount-proc"] : []), ...init, ...program.slice(0, -1)];
  const child = spawn(words[0] ?? "", [...words.slice(1), path.resolve("server/runner/testing/worker-process.ts")], {
    env: childEnvironment({ DATABASE_URL: network.url, WOOEY_DATA_DIR: folder, WOOEY_TEST_SLOTS: "1", ...settings }),
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  hosts.push({ folder, child, network });
  const workerId = await new Promise<string>((resolve, reject) => {
    child.once("message", (id) => resolve(String(id)));
    child.once("exit", (code) => reject(new Error(`The host ended with ${code}.`)));
  });
  const processes = descendants(child.pid ?? 0);
  return {
    workerId,
    workerPid:
      processes.find((pid) => fs.readFileSync(`/proc/${pid}/cmdline`, "latin1").startsWith(process.execPath)) ?? 0,
    cutOff: network.cutOff,
    cutPower: () => {
      for (const pid of descendants(child.pid ?? 0)) kill(pid);
    },
  };
}

/** Ends all hosts and removes their folders. */
export function destroyHosts(): void {
  for (const { folder, child, network } of hosts.splice(0)) {
    for (const pid of [...descendants(child.pid ?? 0), child.pid ?? 0]) kill(pid);
    network.close();
    fs.rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  }
}

interface Network {
  /** The address of the database through this network. */
  url: string;
  cutOff(): void;
  close(): void;
}

/** Passes on what is sent to the database's socket until it is cut off. */
async function openNetwork(folder: string): Promise<Network> {
  const url = new URL(env().DATABASE_URL ?? "");
  const database = path.join(url.searchParams.get("host") ?? "", ".s.PGSQL.5432");
  const sockets = new Set<net.Socket>();
  let isCut = false;
  const server = net.createServer((client) => {
    if (isCut) return;
    const upstream = net.connect(database);
    client.pipe(upstream).pipe(client);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on("error", () => undefined).once("close", () => [client, upstream].map((each) => each.destroy()));
    }
  });
  await new Promise<void>((resolve) => server.listen(path.join(folder, ".s.PGSQL.5432"), resolve));
  url.searchParams.set("host", folder);
  return {
    url: url.href,
    cutOff: () => {
      isCut = true;
      for (const socket of sockets) socket.unpipe().pause();
    },
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended already.
  }
}
