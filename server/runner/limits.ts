import fs from "node:fs";
import type { EndCause, ScriptLimits } from "@/db/schema";
import { env } from "@/server/env";
import { type Message, message, sizeQuantity } from "@/server/language/message";
import { descendants, processStat } from "@/server/processes";

/** The limits of one run; null means no limit. */
export interface RunLimits {
  runSeconds: number | null;
  cpuSeconds: number | null;
  memoryBytes: number;
  processes: number;
  openFiles: number;
  folderBytes: number;
  /** The number of files and folders in the job's folder. */
  folderEntries: number;
}

/** Why a run is ended, and the sentence about this on the job's page. */
export interface EndReason {
  endedBy: EndCause;
  message: Message;
}

const PAGE_BYTES = 4096;
/** USER_HZ: the unit of processor time in /proc, the same on every Linux. */
const TICKS_PER_SECOND = 100;

/** The limits of a script. Where it has none, the limits of the instance apply. */
export function limitsOf(limits: ScriptLimits): RunLimits {
  const settings = env();
  return {
    runSeconds: limits.runSeconds ?? settings.WOOEY_LIMIT_RUN_SECONDS,
    cpuSeconds: limits.cpuSeconds ?? settings.WOOEY_LIMIT_CPU_SECONDS,
    memoryBytes: limits.memoryBytes ?? settings.WOOEY_LIMIT_MEMORY,
    processes: limits.processes ?? settings.WOOEY_LIMIT_PROCESSES,
    openFiles: limits.openFiles ?? settings.WOOEY_LIMIT_OPEN_FILES,
    folderBytes: limits.jobFolderBytes ?? settings.WOOEY_LIMIT_JOB_FOLDER,
    folderEntries: settings.WOOEY_LIMIT_JOB_FILES,
  };
}

/** The resource usage of all descendants of a process together. */
export interface Usage {
  processes: number;
  cpuSeconds: number;
  residentBytes: number;
}

/** Measures the usage in /proc. Children that have ended count as soon as their parent has waited for them. */
export function usageOf(root: number): Usage & { pids: number[] } {
  const pids = descendants(root);
  const usage = { processes: pids.length, cpuSeconds: 0, residentBytes: 0, pids };
  for (const pid of pids) {
    const stat = processStat(pid);
    usage.cpuSeconds += (stat?.cpuTicks ?? 0) / TICKS_PER_SECOND;
    usage.residentBytes += (stat?.residentPages ?? 0) * PAGE_BYTES;
  }
  return usage;
}

/** The limit of processor time or memory that a run exceeds; null when there is none. */
export function exceededLimit(limits: RunLimits, usage: Usage & { pids: number[] }): EndReason | null {
  if (limits.cpuSeconds !== null && usage.cpuSeconds > limits.cpuSeconds) return cpuReason(limits.cpuSeconds);
  if (usage.residentBytes <= limits.memoryBytes) return null;
  // Resident sizes count shared memory once for each process. Proportional sizes do not, but are more expensive to
  // read.
  const shares = usage.pids.reduce((sum, pid) => sum + proportionalBytes(pid), 0);
  return shares > limits.memoryBytes ? memoryReason(limits.memoryBytes) : null;
}

export function timeReason(seconds: number): EndReason {
  return {
    endedBy: "timeout",
    message: message("Stopped: the job exceeded its time limit of {limit}.", {
      limit: { amount: seconds, unit: "second" },
    }),
  };
}

export function cpuReason(seconds: number): EndReason {
  return {
    endedBy: "cpu",
    message: message("Stopped: the job exceeded its CPU time limit of {limit}.", {
      limit: { amount: seconds, unit: "second" },
    }),
  };
}

export function memoryReason(bytes: number): EndReason {
  return {
    endedBy: "memory",
    message: message("Stopped: the job exceeded its memory limit of {limit}.", {
      limit: sizeQuantity(bytes),
    }),
  };
}

/** The limit of its folder that a run exceeds; null when there is none. */
export function exceededFolder(
  limits: RunLimits,
  found: { diskBytes: number; hasMoreEntries: boolean } | null,
): EndReason | null {
  if (found === null) return null;
  if (found.diskBytes > limits.folderBytes) return folderReason(limits.folderBytes);
  return found.hasMoreEntries ? entriesReason(limits.folderEntries) : null;
}

function entriesReason(count: number): EndReason {
  return {
    endedBy: "disk",
    message: message("Stopped: the job created more than {count, number} files and folders.", { count }),
  };
}

export function folderReason(bytes: number): EndReason {
  return {
    endedBy: "disk",
    message: message("Stopped: the job's files exceeded their limit of {limit}.", { limit: sizeQuantity(bytes) }),
  };
}

/**
 * The limit that ended a script without action by the worker, according to the script's end and last message; null when
 * there is none.
 */
export function reachedLimit(
  limits: RunLimits,
  end: { exitCode: number | null; signal: string | null; lastMessage: string },
): EndReason | null {
  if (end.signal === "SIGXCPU" && limits.cpuSeconds !== null) return cpuReason(limits.cpuSeconds);
  if (end.signal === "SIGXFSZ") return folderReason(limits.folderBytes);
  if (end.exitCode === 0) return null;
  if (/(^|\n)MemoryError\b/.test(end.lastMessage)) return memoryReason(limits.memoryBytes);
  if (/OSError: \[Errno 27\]/.test(end.lastMessage)) return folderReason(limits.folderBytes);
  return null;
}

function proportionalBytes(pid: number): number {
  try {
    const text = fs.readFileSync(`/proc/${pid}/smaps_rollup`, "latin1");
    return Number(/^Pss:\s+(\d+) kB/m.exec(text)?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}
