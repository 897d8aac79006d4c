import fs from "node:fs";

/** A process as `/proc/PID/stat` shows it. */
export interface ProcessStat {
  pid: number;
  name: string;
  state: string;
  parent: number;
  session: number;
  /** Clock ticks (1/100 s) of it and of the children it has waited for. */
  cpuTicks: number;
  /** Start in clock ticks since boot: with the pid and the boot id it names one process for ever. */
  start: string;
  /** Resident memory, pages. */
  residentPages: number;
}

/** What `/proc` says of a process; null when it is gone (or `/proc` is not there). */
export function processStat(pid: number): ProcessStat | null {
  let text: string;
  try {
    text = fs.readFileSync(`/proc/${pid}/stat`, "latin1");
  } catch {
    return null;
  }
  // The name stands in brackets and may hold any character, brackets too.
  const close = text.lastIndexOf(")");
  const fields = text.slice(close + 2).split(" ");
  const ticks = [11, 12, 13, 14].reduce((sum, index) => sum + Number(fields[index] ?? 0), 0);
  return {
    pid,
    name: text.slice(text.indexOf("(") + 1, close),
    state: fields[0] ?? "",
    parent: Number(fields[1]),
    session: Number(fields[3]),
    cpuTicks: ticks,
    start: fields[19] ?? "",
    residentPages: Number(fields[21] ?? 0),
  };
}

/** Whether the process with this start time lives; a zombie, which only waits to be reaped, does not. */
export function isAlive(pid: number, start: string): boolean {
  const stat = processStat(pid);
  return stat !== null && stat.start === start && stat.state !== "Z" && stat.state !== "X";
}

/** Id of this boot of the machine: process ids mean nothing beyond it. */
export function bootId(): string {
  try {
    return fs.readFileSync("/proc/sys/kernel/random/boot_id", "latin1").trim();
  } catch {
    return "unknown";
  }
}

/** Every process id there is; none where there is no `/proc`. */
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

/** The processes below `root`, without it: children, their children and so on. */
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

/** How many processes and threads the machine has started since its boot; null where that is not told. */
export function countStarted(): number | null {
  try {
    return Number(/^processes (\d+)$/m.exec(fs.readFileSync("/proc/stat", "latin1"))?.[1] ?? Number.NaN) || null;
  } catch {
    return null;
  }
}

/**
 * An id below those of all that a process has started: its own, for ids are given away in their order. 0 where they may
 * have begun anew since, `startedBefore` being what `countStarted` had said before it.
 */
export function idsAfter(pid: number, startedBefore: number | null): number {
  const started = countStarted();
  if (startedBefore === null || started === null) return 0;
  const idMax = Number(fs.readFileSync("/proc/sys/kernel/pid_max", "latin1"));
  return pid + (started - startedBefore) < idMax ? pid : 0;
}

/** Processes that carry `NAME=value` in the environment they were started with, of those whose id is greater than `after`. */
export function processesWith(variable: string, after = 0): number[] {
  const wanted = Buffer.from(`${variable}\0`);
  return allProcesses().filter((pid) => {
    if (pid <= after) return false;
    try {
      return fs.readFileSync(`/proc/${pid}/environ`).includes(wanted);
    } catch {
      return false;
    }
  });
}

/** Processes that run under a user id. */
export function processesOf(userId: number): number[] {
  return allProcesses().filter((pid) => {
    try {
      return fs.statSync(`/proc/${pid}`).uid === userId;
    } catch {
      return false;
    }
  });
}

/** `children` lists what one thread has started; a process may have several. */
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
