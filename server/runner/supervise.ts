import fs from "node:fs";
import path from "node:path";
import { isAlive, type ProcessIdentity, processStat } from "@/server/processes";
import { killRun, type RunMark, signalRun } from "@/server/sandbox/kill";
import type { WakeUp } from "@/server/wake-up";
import { isSameRealm, thisRealm } from "@/server/workers/realm";
import { type ClaimedJob, type JobClaim, recordProcess } from "./claim";
import type { RunFolder } from "./folder";
import type { IdleWatcher } from "./idle-watcher";
import { type RunRecord, readExit, readScope, readShim } from "./launch";
import { type EndReason, exceededFolder, exceededLimit, limitsOf, timeReason, usageOf } from "./limits";
import type { OutputRow, OutputState } from "./output";
import type { FileCollector } from "./output-files";

/** How often the resource usage of a run is measured. */
const SAMPLE_MS = 1_000;
/** The time from SIGTERM, which a script may handle, to SIGKILL, which it cannot. */
export const GRACE_MS = 3_000;
/** How long processes may keep a script's output open after its exit before they are killed. */
const LEFTOVER_MS = 50;

/** The phase of a run. */
export type RunPhase =
  | { name: "running" }
  /** The script is asked to end; after the grace period it is killed. */
  | { name: "stopping"; since: number; isSignalled: boolean }
  /** The script has exited, and its last output is being stored. */
  | { name: "storing"; exitSeenAt: number; wasStopped: boolean };

/** The state of a run, as the worker knows it. */
export interface RunState {
  job: ClaimedJob;
  claim: JobClaim;
  folder: RunFolder;
  record: RunRecord;
  onLog: (line: string) => void;
  phase: RunPhase;
  /** Why the worker ends the run. The first reason counts. */
  reason: EndReason | null;
  /** Tells whether the shim has ended; null if another worker has started it. */
  isShimGone: (() => boolean) | null;
  shim: ProcessIdentity | null;
  /** The script's parent, once it has been started. Kept here, because its folder may be removed by others. */
  scope: ProcessIdentity | null;
  /** How many processes the machine had started before the run's; null when it is not known. */
  startedBefore: number | null;
  /** Whether the job's row contains the process. */
  isRecorded: boolean;
  /** Whether another worker may have claimed the job. */
  mustCheckClaim: boolean;
  output: OutputState;
  /** Rows that are stored together with the end. */
  finalRows: OutputRow[];
  files: FileCollector;
  /** A kill in progress. */
  killing: Promise<void> | null;
  /** The largest number of processes seen at the same time. */
  processesMax: number;
  sampledAt: number;
  printedAt: number;
  wakeUp: WakeUp;
  idleWatcher: IdleWatcher;
}

/** Enforces the limits, kills leftover processes, and repeats a stop that has not reached the script yet. */
export function superviseRun(state: RunState): void {
  const now = Date.now();
  state.scope ??= findScope(state.folder);
  const { runSeconds } = limitsOf(state.job.limits);
  if (runSeconds !== null && now - state.job.startedAt.getTime() > runSeconds * 1000) {
    state.reason ??= timeReason(runSeconds);
    stopPolitely(state);
  }
  if (state.phase.name === "stopping") stopPolitely(state);
  if (state.phase.name !== "storing" && fs.existsSync(path.join(state.folder.root, "exit"))) {
    state.phase = { name: "storing", exitSeenAt: now, wasStopped: wasStopped(state) };
  }
  // The script has exited and its output is still open: a process that it has started keeps it open.
  if (state.phase.name === "storing" && now - state.phase.exitSeenAt > LEFTOVER_MS) killNow(state);
  if (now - state.sampledAt < SAMPLE_MS) return;
  state.sampledAt = now;
  const reason = sampleUsage(state);
  if (!reason) return;
  state.reason ??= reason;
  killNow(state);
}

/** Whether the worker has tried to end the run. */
export function wasStopped({ phase }: RunState): boolean {
  return phase.name === "stopping" || (phase.name === "storing" && phase.wasStopped);
}

/** Measures the resource usage of the run. Returns the limit that it exceeds, if there is one. */
function sampleUsage(state: RunState): EndReason | null {
  state.shim ??= readShim(state.folder);
  if (state.shim && !state.isRecorded) {
    state.isRecorded = true;
    recordProcess(state.claim, state.shim).catch((error) => state.onLog(`Job ${state.job.id}: ${error}`));
  }
  const limits = limitsOf(state.job.limits);
  const scope = readScope(state.folder);
  if (scope !== null) {
    const usage = usageOf(scope);
    state.processesMax = Math.max(state.processesMax, usage.processes);
    const exceeded = exceededLimit(limits, usage);
    if (exceeded) return exceeded;
  }
  return exceededFolder(limits, state.files.scanIfDue());
}

/** Sends SIGTERM as soon as it can reach the script, and kills the run when the grace period is over. */
export function stopPolitely(state: RunState): void {
  if (state.phase.name === "running") state.phase = { name: "stopping", since: Date.now(), isSignalled: false };
  if (state.phase.name === "storing") {
    state.phase.wasStopped = true;
    return; // Leftover processes are killed soon, without SIGTERM.
  }
  if (Date.now() - state.phase.since > GRACE_MS) killNow(state);
  const mark = markOf(state);
  if (!state.phase.isSignalled && mark) state.phase.isSignalled = signalRun(mark, "SIGTERM") > 0;
}

/** Kills all processes of the run. */
export function killNow(state: RunState): void {
  if (state.phase.name === "running") {
    state.phase = { name: "stopping", since: Date.now() - GRACE_MS, isSignalled: false };
  }
  if (state.phase.name === "storing") state.phase.wasStopped = true;
  const mark = markOf(state);
  if (state.killing || !mark) return;
  const killing = killRun(mark).then(() => undefined);
  state.killing = killing.finally(() => {
    state.killing = null;
    // Not synchronously: with nothing left to kill, the exit of the shim would never be received.
    setImmediate(state.wakeUp.wake);
  });
}

/**
 * What identifies the processes of the run; null before the script's parent has been started, and for a run of another
 * realm, where the same ids belong to other processes.
 */
export function markOf(state: RunState): RunMark | null {
  const { mark, userId, group, realm } = state.record;
  if (realm && !isSameRealm(realm, thisRealm())) return null;
  state.scope ??= findScope(state.folder);
  if (state.scope === null) return null;
  return { root: isAlive(state.scope) ? state.scope.pid : 0, variable: mark, userId, group };
}

/** The script's parent. If it has ended already, its id is that of no process. */
function findScope(folder: RunFolder): ProcessIdentity | null {
  const pid = readScope(folder);
  if (pid === null) return null;
  // When the exit code is written, the script's parent is gone, and its process id may have been reused.
  const stat = readExit(folder) === null ? processStat(pid) : null;
  return { pid, start: stat?.start ?? "" };
}
