import { setTimeout as sleep } from "node:timers/promises";
import { descendants, processesOf, processesWith, processStat } from "@/server/processes";

/** What tells the processes of one run from all others. */
export interface RunMark {
  /** Its first process: everything below belongs to the run, it itself does not. */
  root: number;
  /** `NAME=value` that the run's environment carries. */
  variable: string;
  /** The user id that this run alone uses, where it has one. */
  userId: number | null;
  /** The ids of its processes are greater, where that is certain: fewer processes of the machine are looked at. */
  after?: number;
}

const GIVE_UP_MS = 5_000;

/** Programs of ours between the root and the script: a polite signal would end the sandbox and not the script. */
const wrappers = new Set(["bwrap", "setpriv", "prlimit"]);

/** The processes of a run, daemons that left its tree included. */
export function processesOfRun(mark: RunMark): number[] {
  const found = new Set(descendants(mark.root));
  // Nothing can leave its user id, so where a run has its own there is no need to read every environment.
  for (const pid of mark.userId === null ? processesWith(mark.variable, mark.after) : processesOf(mark.userId))
    found.add(pid);
  found.delete(mark.root);
  found.delete(process.pid);
  return [...found];
}

/** Sends a signal to every process of a run except the sandbox's own. Answers how many there were. */
export function signalRun(mark: RunMark, signal: NodeJS.Signals): number {
  const reached = processesOfRun(mark).filter((pid) => isRunning(pid) && !wrappers.has(processStat(pid)?.name ?? ""));
  for (const pid of reached) sendSignal(pid, signal);
  return reached.length;
}

/** Ends every process of a run by SIGKILL and returns when none is left (at most 5 s). Answers whether none is. */
export async function killRun(mark: RunMark): Promise<boolean> {
  const deadline = Date.now() + GIVE_UP_MS;
  for (;;) {
    const left = processesOfRun(mark).filter(isRunning);
    if (left.length === 0) return true;
    if (Date.now() > deadline) return false;
    for (const pid of left) sendSignal(pid, "SIGKILL");
    await sleep(3);
  }
}

function isRunning(pid: number): boolean {
  const state = processStat(pid)?.state;
  return state !== undefined && state !== "Z" && state !== "X";
}

/** Signals one process; nothing happens when it is gone. */
export function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // gone already
  }
}
