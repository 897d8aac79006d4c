import { spawnSync } from "node:child_process";
import { createHash, randomInt } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { env, searchPath } from "@/server/env";
import { allProcesses, processesOf } from "@/server/processes";
import { projectRoot } from "@/server/root";
import type { IsolationLevel, Means } from "./command";
import type { Python } from "./python";
import { seccompFilter } from "./seccomp";
import { preparedSettings } from "./system";

/** How this machine confines one run: its own user id where the server is root, and the programs that do it. */
export function meansOf(level: IsolationLevel, python: Python, filterFd: number, userId = newUserId()): Means {
  const isRoot = process.getuid?.() === 0;
  return {
    userId,
    python: python.path,
    launcher: path.join(projectRoot(), "server", "sandbox", "confine.py"),
    filterFd: isRoot && filterFile() ? filterFd : null,
    ownProcesses: userId === null ? ownThreads() : 0,
    settings: level === 3 ? preparedSettings() : "",
    hasPrlimit: hasProgram("prlimit"),
  };
}

/** Whether commands can run under another user id: the server is root and setpriv is there. */
export function canDropUser(): boolean {
  return process.platform === "linux" && process.getuid?.() === 0 && hasProgram("setpriv");
}

/**
 * A user id that nobody has, drawn for one run, so that runs cannot touch each other and all of a run's processes can
 * be found by it; null where the server is no root. In a container with few ids it comes from the small free range.
 */
export function newUserId(): number | null {
  if (!canDropUser()) return null;
  const ids = fs.readFileSync("/proc/self/uid_map", "utf8").trim().split(/\s+/);
  const hasAll = Number(ids[0]) === 0 && Number(ids[2]) >= 2_000_000_000;
  return hasAll ? randomInt(1_000_000_000, 2_000_000_000) : randomInt(61_000, 65_000);
}

let filter: string | null | undefined;

/**
 * The file with the filter that bubblewrap puts on commands of a root server, who need no user namespace; null on a
 * processor it is not made for. Written once, named by its content.
 */
export function filterFile(): string | null {
  if (filter !== undefined) return filter;
  const program = seccompFilter({ network: false, unixSockets: false, userNamespaces: true });
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

/** The environment of a program of the machine that we ask something. */
function programEnvironment(): NodeJS.ProcessEnv {
  return { PATH: searchPath() } as unknown as NodeJS.ProcessEnv;
}

let counted = { threads: 0, at: Number.NEGATIVE_INFINITY };
/** How long a count stands: it looks at every process of the machine, which is more than a short job takes. */
const COUNTED_MS = 2_000;

/** RLIMIT_NPROC counts threads of the user over the whole machine (getrlimit(2)). */
function ownThreads(): number {
  const now = performance.now();
  if (now - counted.at > COUNTED_MS) counted = { threads: countOwnThreads(), at: now };
  return counted.threads;
}

function countOwnThreads(): number {
  const own = process.getuid?.() ?? -1;
  if (allProcesses().length === 0) return 4096;
  return processesOf(own).reduce((sum, pid) => {
    try {
      return sum + fs.readdirSync(`/proc/${pid}/task`).length;
    } catch {
      return sum;
    }
  }, 0);
}
