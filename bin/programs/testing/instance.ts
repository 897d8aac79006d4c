import { type ChildProcess, spawn } from "node:child_process";
import fs from "node:fs";
import net, { type AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { connect, type Pg } from "@/db/connection";
import { urlOfRunningPostgres } from "@/db/embedded";
import { childEnvironment } from "@/server/env";
import { allProcesses, processStat } from "@/server/processes";
import { projectRoot } from "@/server/root";

/** The built product, started as a user starts it, with a data folder, a database and a port of its own. */
export interface Instance {
  url: string;
  dataFolder: string;
  /** All that it has printed. */
  log(): string;
  /** The live processes of a kind. The further worker comes from `npm run worker`, and is started again when it ends. */
  processes(kind: ProcessKind): number[];
  /** Runs the command line `wooey`, and returns what it prints on stdout. */
  wooey(...args: string[]): Promise<string>;
  /** A connection for the test's own queries. */
  connect(): Pg;
  /** Sends SIGTERM to the supervisor and the further worker; returns the supervisor's exit code once both are gone. */
  stop(): Promise<number | null>;
  /** Kills all of its processes, and removes its data. */
  destroy(): void;
}

export const processKinds = ["web", "worker", "further worker", "database", "database session"] as const;
export type ProcessKind = (typeof processKinds)[number];

/** Starts an instance; resolves when it is ready. */
export async function startInstance(settings: Record<string, string> = {}): Promise<Instance> {
  const dataFolder = fs.mkdtempSync(path.join(os.tmpdir(), "wooey-instance-"));
  fs.chmodSync(dataFolder, 0o755);
  const port = await freePort();
  const ownSettings = { WOOEY_DATA_DIR: dataFolder, PORT: String(port), HOST: "127.0.0.1" };
  const programs = openPrograms({ ...settings, ...ownSettings });
  const supervisor = programs.launch("start");
  const supervisorId = supervisor.pid ?? 0;
  const ended = new Promise<number | null>((resolve) => supervisor.once("exit", resolve));
  let isUp = true;
  void ended.then(() => {
    isUp = false;
  });
  while (!programs.log().includes("Wooey is ready")) {
    if (!isUp) throw new Error(`It ended while starting: ${programs.log()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const further = keepWorker(() => programs.launch("worker"));
  const databases = () => childrenOf(supervisorId).filter((pid) => commandOf(pid).includes("/bin/postgres"));
  const processes = (kind: ProcessKind) => {
    if (kind === "database") return databases();
    if (kind === "further worker") return further.processes();
    const sessions = () => databases().flatMap(childrenOf);
    if (kind === "database session") return sessions().filter((pid) => commandOf(pid).includes("[local]"));
    return childrenOf(supervisorId).filter((pid) => commandOf(pid).startsWith(`wooey-${kind}`));
  };
  return {
    url: `http://127.0.0.1:${port}`,
    dataFolder,
    log: programs.log,
    processes,
    wooey: programs.wooey,
    connect: () => {
      const address = urlOfRunningPostgres(path.join(dataFolder, "postgres"), "wooey");
      if (!address) throw new Error("Its database does not run.");
      return connect(address, { max: 1, backoff: () => 0.1 });
    },
    stop: async () => {
      supervisor.kill("SIGTERM");
      await further.stop("SIGTERM");
      return ended;
    },
    destroy: () => {
      void further.stop("SIGKILL");
      if (isUp) for (const pid of [supervisorId, ...childrenOf(supervisorId)]) killHard(pid);
      fs.rmSync(dataFolder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    },
  };
}

/** The programs of bin/programs/ with these settings, and what they print. */
function openPrograms(settings: Record<string, string>) {
  let text = "";
  const launch = (...args: string[]): ChildProcess => {
    const child = spawn(process.execPath, [path.join(projectRoot(), "bin", "launch.cjs"), ...args], {
      cwd: projectRoot(),
      env: childEnvironment(settings),
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (part: string) => {
        text += part;
      });
    }
    return child;
  };
  const wooey = async (...args: string[]) => {
    const child = launch("wooey", ...args);
    let answer = "";
    child.stdout?.on("data", (part: string) => {
      answer += part;
    });
    const code = await new Promise((resolve) => child.once("close", resolve));
    if (code !== 0) throw new Error(`wooey ${args.join(" ")} ended with ${code}: ${text}`);
    return answer.trim();
  };
  return { launch, wooey, log: () => text };
}

/** Keeps a further worker running, as an operator would: it ends with a message whenever the database does not run. */
function keepWorker(launch: () => ChildProcess) {
  let child: ChildProcess | null = null;
  let isOver = false;
  const start = () => {
    if (isOver) return;
    child = launch();
    child.once("exit", () => {
      child = null;
      setTimeout(start, 300);
    });
  };
  start();
  return {
    processes: () => (child?.pid === undefined ? [] : [child.pid]),
    /** Resolves when it is gone. */
    stop: async (signal: NodeJS.Signals) => {
      isOver = true;
      if (!child) return;
      const gone = new Promise((resolve) => child?.once("exit", resolve));
      child.kill(signal);
      await gone;
    },
  };
}

/** Sends SIGKILL; returns false when the process is gone already. */
export function killHard(pid: number): boolean {
  try {
    process.kill(pid, "SIGKILL");
    return true;
  } catch {
    return false;
  }
}

/** The processes whose parent is this one, without zombies. */
export function childrenOf(parent: number): number[] {
  return allProcesses().filter((pid) => {
    const stat = processStat(pid);
    return stat !== null && stat.state !== "Z" && stat.parent === parent && parent > 0;
  });
}

/** The command line of a process, its arguments separated by spaces; "" when the process is gone. */
export function commandOf(pid: number): string {
  return read(`/proc/${pid}/cmdline`).replaceAll("\0", " ").trim();
}

function read(file: string): string {
  try {
    return fs.readFileSync(file, "latin1");
  } catch {
    return "";
  }
}

function freePort(): Promise<number> {
  const server = net.createServer();
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
