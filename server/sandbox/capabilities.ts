import { spawnSync } from "node:child_process";
import { createHash, randomInt } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { env, searchPath } from "@/server/env";
import { allProcesses, processesOf } from "@/server/processes";
import { projectRoot } from "@/server/root";
import type { Capabilities, Confinement, IsolationLevel } from "./command";
import type { Python } from "./python";
import { seccompFilter } from "./seccomp";
import { preparedSettings } from "./system";

/** The number of launcher processes, which RLIMIT_NPROC counts in the user namespace of a command. */
const LAUNCHER_PROCESSES = 2;

let machineConfinement: Confinement = "namespaces";

/** Sets how this process confines its runs at level 2. level.ts finds out what works when it tests the level. */
export function setConfinement(confinement: Confinement): void {
  machineConfinement = confinement;
}

/**
 * The capabilities of this machine to isolate one run. bubblewrap reads its seccomp filter from `filterFd`. The run
 * gets a new user id unless one is given.
 */
export function findCapabilities(
  level: IsolationLevel,
  python: Python,
  options: { filterFd: number; userId?: number | null; confinement?: Confinement | undefined },
): Capabilities {
  const { filterFd, userId = newUserId(), confinement = machineConfinement } = options;
  const countOthers = () => (level === 2 && confinement === "namespaces" ? LAUNCHER_PROCESSES : countServerThreads());
  return {
    userId,
    python: python.path,
    launcher: path.join(projectRoot(), "server", "sandbox", "launcher"),
    confinement,
    dataFolder: env().WOOEY_DATA_DIR,
    filterFd: filterFile() ? filterFd : null,
    serverThreads: userId === null ? countOthers() : 0,
    settings: level === 3 ? preparedSettings() : "",
    hasPrlimit: hasProgram("prlimit"),
  };
}

/** Whether commands can run under another user id: the server is root and setpriv is installed. */
export function canDropUser(): boolean {
  return process.platform === "linux" && process.getuid?.() === 0 && hasProgram("setpriv");
}

/**
 * A random unused user id for one run; null when the server is not root. It keeps runs from reaching each other and
 * identifies all processes of a run. In a container with few ids it is taken from a small free range.
 */
export function newUserId(): number | null {
  if (!canDropUser()) return null;
  const ids = fs.readFileSync("/proc/self/uid_map", "utf8").trim().split(/\s+/);
  const hasAll = Number(ids[0]) === 0 && Number(ids[2]) >= 2_000_000_000;
  return hasAll ? randomInt(1_000_000_000, 2_000_000_000) : randomInt(61_000, 65_000);
}

let filter: string | null | undefined;

/**
 * The file with the seccomp filter that bubblewrap applies to commands; null on a processor that the filter does not
 * support. It is written once and named after its content. Namespaces hide other processes and their System V IPC.
 */
export function filterFile(): string | null {
  if (filter === null || (filter && fs.existsSync(filter))) return filter;
  const program = seccompFilter({
    network: false,
    unixSockets: false,
    userNamespaces: true,
    systemV: false,
    processes: "groups",
    metadataSupervised: false,
  });
  if (!program) {
    filter = null;
    return filter;
  }
  const digest = createHash("sha256").update(program).digest("hex").slice(0, 16);
  const file = path.join(env().WOOEY_DATA_DIR, "sandbox", `filter-${digest}`);
  if (!fs.existsSync(file)) {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(`${file}.${process.pid}`, program);
    fs.renameSync(`${file}.${process.pid}`, file);
  }
  filter = file;
  return filter;
}

const programs = new Map<string, boolean>();

/** Whether a program is on PATH and runs. */
export function hasProgram(name: string): boolean {
  const known = programs.get(name);
  if (known !== undefined) return known;
  const found = spawnSync(name, ["--version"], { stdio: "ignore", env: programEnvironment() }).status === 0;
  programs.set(name, found);
  return found;
}

/** The environment in which `hasProgram` runs a program. */
function programEnvironment(): NodeJS.ProcessEnv {
  // Next's types require NODE_ENV, which these programs do not need.
  return { PATH: searchPath() } as unknown as NodeJS.ProcessEnv;
}

let counted = { threads: 0, at: Number.NEGATIVE_INFINITY };
/** How long a count stays valid. Counting visits every process of the machine, which takes longer than a short job. */
const COUNT_VALID_MS = 2_000;
/** The number of threads that is assumed when there is no `/proc`. */
const THREADS_DEFAULT = 4096;

/** RLIMIT_NPROC counts the threads of the user on the whole machine (getrlimit(2)). */
function countServerThreads(): number {
  const now = performance.now();
  if (now - counted.at > COUNT_VALID_MS) counted = { threads: countThreadsOf(process.getuid?.() ?? -1), at: now };
  return counted.threads;
}

function countThreadsOf(userId: number): number {
  if (allProcesses().length === 0) return THREADS_DEFAULT;
  return processesOf(userId).reduce((sum, pid) => {
    try {
      return sum + fs.readdirSync(`/proc/${pid}/task`).length;
    } catch {
      return sum;
    }
  }, 0);
}
