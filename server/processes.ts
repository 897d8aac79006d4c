import fs from "node:fs";
import os from "node:os";

/** What identifies a process for as long as the machine runs: process ids are reused, start times are not. */
export interface ProcessIdentity {
  pid: number;
  /** The start time in clock ticks since boot. */
  start: string;
}

/** A process as `/proc/PID/stat` describes it. */
export interface ProcessStat extends ProcessIdentity {
  name: string;
  state: string;
  parent: number;
  session: number;
  /** Processor time in clock ticks (1/100 s) of the process and of the children that it has waited for. */
  cpuTicks: number;
  /** Resident memory in pages. */
  residentPages: number;
}

/** Reads `/proc/PID/stat`; null when the process is gone, or when there is no `/proc`. */
export function processStat(pid: number): ProcessStat | null {
  try {
    return parseProcessStat(fs.readFileSync(`/proc/${pid}/stat`, "latin1"));
  } catch {
    return null;
  }
}

/** Parses a line in the format of `/proc/PID/stat` (proc(5)). */
export function parseProcessStat(text: string): ProcessStat {
  // The name is in parentheses and may contain any character, including parentheses.
  const nameEnd = text.lastIndexOf(")");
  const fields = text.slice(nameEnd + 2).split(" ");
  return {
    pid: Number.parseInt(text, 10),
    name: text.slice(text.indexOf("(") + 1, nameEnd),
    state: fields[0] ?? "",
    parent: Number(fields[1]),
    session: Number(fields[3]),
    cpuTicks: [11, 12, 13, 14].reduce((sum, index) => sum + Number(fields[index] ?? 0), 0),
    start: fields[19] ?? "",
    residentPages: Number(fields[21] ?? 0),
  };
}

/** Whether exactly this process is alive. A zombie, which only waits to be reaped, is not. */
export function isAlive({ pid, start }: ProcessIdentity): boolean {
  const stat = processStat(pid);
  return stat !== null && stat.start === start && stat.state !== "Z" && stat.state !== "X";
}

/** The id of this boot of the machine: process ids and start times mean nothing beyond it. "" when it is not known. */
export function bootId(): string {
  try {
    return fs.readFileSync("/proc/sys/kernel/random/boot_id", "latin1").trim();
  } catch {
    return "";
  }
}

/**
 * Seconds since the machine was started, including those in which it slept (`/proc/uptime`, CLOCK_BOOTTIME). No change of
 * the clock affects them.
 */
export function uptimeSeconds(): number {
  try {
    return Number.parseFloat(fs.readFileSync("/proc/uptime", "latin1"));
  } catch {
    return os.uptime();
  }
}

/** The process id namespace of this process, or of another one; "" when the system has none, or hides it. */
export function processNamespace(pid: number | "self" = "self"): string {
  try {
    return fs.readlinkSync(`/proc/${pid}/ns/pid`);
  } catch {
    return "";
  }
}

/**
 * Lets a process that was started in a session of its own give way to others, as nice(1) does, from 0 to 19. Where Linux
 * gives each session the same share of the processors, however nice its processes are, the session gives way as well
 * (sched(7), "The autogroup feature").
 */
export function lowerPriority(pid: number, niceness: number): void {
  os.setPriority(pid, niceness);
  try {
    fs.writeFileSync(`/proc/${pid}/autogroup`, String(niceness));
  } catch {
    // Not this kernel, or too many at the same moment, which it refuses.
  }
}

/** The ids of all processes; empty when there is no `/proc`. */
export function allProcesses(): number[] {
  try {
    return fs
      .readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .map(Number);
  } catch {
    return [];
  }
}

/** The descendants of `root`, without `root` itself: children, their children and so on. */
export function descendants(root: number): number[] {
  const found: number[] = [];
  const queue = [root];
  for (let parent = queue.pop(); parent !== undefined; parent = queue.pop()) {
    for (const child of childrenOf(parent)) {
      found.push(child);
      queue.push(child);
    }
  }
  return found;
}

/** How many processes and threads the machine has started since its boot; null when the system does not say. */
export function countStarted(): number | null {
  try {
    return Number(/^processes (\d+)$/m.exec(fs.readFileSync("/proc/stat", "latin1"))?.[1] ?? Number.NaN) || null;
  } catch {
    return null;
  }
}

/**
 * A lower bound for the ids of everything that a process has started: its own id, because ids are assigned in ascending
 * order. Returns 0 when the ids may have wrapped around since; `startedBefore` is what `countStarted` returned before
 * the process was started.
 */
export function idsAfter(pid: number, startedBefore: number | null): number {
  const started = countStarted();
  if (startedBefore === null || started === null) return 0;
  const idMax = Number(fs.readFileSync("/proc/sys/kernel/pid_max", "latin1"));
  return pid + (started - startedBefore) < idMax ? pid : 0;
}

/** The processes with an id above `after` that were started with `NAME=value` in their environment. */
export function processesWith(variable: string, after = 0): number[] {
  const entry = Buffer.from(`${variable}\0`);
  return allProcesses().filter((pid) => {
    if (pid <= after) return false;
    try {
      return fs.readFileSync(`/proc/${pid}/environ`).includes(entry);
    } catch {
      return false;
    }
  });
}

/** The processes that run under a user id. */
export function processesOf(userId: number): number[] {
  return allProcesses().filter((pid) => {
    try {
      return fs.statSync(`/proc/${pid}`).uid === userId;
    } catch {
      return false;
    }
  });
}

/** Each thread has its own list of the processes it has started. */
function childrenOf(pid: number): number[] {
  try {
    return fs.readdirSync(`/proc/${pid}/task`).flatMap((thread) => {
      const text = fs.readFileSync(`/proc/${pid}/task/${thread}/children`, "latin1").trim();
      return text === "" ? [] : text.split(" ").map(Number);
    });
  } catch {
    return [];
  }
}
