import { setTimeout as sleep } from "node:timers/promises";
import { descendants, processesOf, processesWith, processStat } from "@/server/processes";
import { groupMembers, killGroup } from "./cgroup";

/** What identifies the processes of one run. */
export interface RunMark {
  /** The process whose descendants belong to the run. The process itself does not. */
  root: number;
  /** The `NAME=value` that marks the run's processes in their environment. */
  variable: string;
  /** The user id that only this run uses; null when it has none. */
  userId: number | null;
  /** The folder of its control group, which no process can leave; null if it has none. */
  group?: string | null;
  /** A lower bound of its process ids, if known, so that fewer of the machine's processes have to be checked. */
  after?: number;
}

const GIVE_UP_MS = 5_000;

/** Programs between the root and the script. SIGTERM would end the sandbox instead of the script. */
const wrappers = new Set(["bwrap", "setpriv", "prlimit"]);

/** The processes of a run, including daemons that have left its process tree. */
export function processesOfRun(mark: RunMark): number[] {
  const found = new Set(descendants(mark.root));
  for (const pid of otherProcessesOf(mark)) found.add(pid);
  found.delete(mark.root);
  found.delete(process.pid);
  return [...found];
}

/** The processes of a run that need not be descendants of the root. */
function otherProcessesOf({ group = null, userId, variable, after }: RunMark): number[] {
  if (group !== null) return groupMembers(group);
  // No process can change its user id, so if the run has its own one, no environments need to be read.
  return userId === null ? processesWith(variable, after) : processesOf(userId);
}

/** Sends a signal to every process of a run except the sandbox's programs. Returns how many there were. */
export function signalRun(mark: RunMark, signal: NodeJS.Signals): number {
  const reached = processesOfRun(mark).filter((pid) => isRunning(pid) && !wrappers.has(processStat(pid)?.name ?? ""));
  for (const pid of reached) sendSignal(pid, signal);
  return reached.length;
}

/** Kills every process of a run and waits until none is left, for 5 s at most. Returns whether none is left. */
export async function killRun(mark: RunMark): Promise<boolean> {
  const deadline = Date.now() + GIVE_UP_MS;
  for (;;) {
    const left = processesOfRun(mark).filter(isRunning);
    if (left.length === 0) return true;
    if (Date.now() > deadline) return false;
    if (mark.group) killGroup(mark.group);
    for (const pid of left) sendSignal(pid, "SIGKILL");
    await sleep(3);
  }
}

function isRunning(pid: number): boolean {
  const state = processStat(pid)?.state;
  return state !== undefined && state !== "Z" && state !== "X";
}

/** Sends a signal to one process. Does nothing when the process has ended. */
export function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // The process has ended already.
  }
}
