import fs from "node:fs";
import path from "node:path";
import { pg } from "@/db/client";
import { sendJobSubmitted } from "@/inngest/client";
import { env } from "@/server/env";
import { idsAfter, type ProcessIdentity } from "@/server/processes";
import { killRun, type RunMark, signalRun } from "@/server/sandbox/kill";
import { createWakeUp, type WakeUp } from "@/server/wake-up";
import { type ClaimedJob, findOwnOutputBytes, recordProcess } from "./claim";
import { type FolderWatch, watchFolder } from "./collect";
import { endOfRun } from "./end";
import { commitEnd, repeatJob } from "./finish";
import { type RunFolder, removeRunFolder } from "./folder";
import { isShimAlive, type RunRecord, readExit, readScope, readShim } from "./launch";
import { type EndReason, folderReason, limitsOf, passedLimit, timeReason, usageOf } from "./limits";
import {
  closeOutput,
  isFullBatch,
  isNote,
  lastRows,
  nextRows,
  type OutputRow,
  type OutputState,
  openOutput,
  storeRows,
} from "./output";
import { makeRest, type Rest } from "./rest";

/** Between two looks at a run's output: when it has just printed, so that much goes into one commit; else; at rest. */
const PRINTING_MS = 50;
const LOOK_MS = 20;
const REST_AFTER_MS = 2_000;
/** Between two looks at what its processes use. */
const SAMPLE_MS = 1_000;
/** From the polite signal to the one that cannot be refused. */
export const GRACE_MS = 3_000;
/** How long the pumps may take after the script's exit before what still writes to them is killed. */
const LEFTOVER_MS = 50;
const RETRY_MS = 200;
const RETRY_MS_MAX = 5_000;
/** Runs of one job, the first included, before a lost one is not repeated any more. */
const ATTEMPTS_MAX = 3;

/** A run that this worker follows: it reads along, holds it to its limits, and commits its end. */
export interface Run {
  job: ClaimedJob;
  /** Asks the script to end, or makes it end at once. */
  stop(kill: boolean): void;
  /** Something happened to its process: look now. */
  wake(): void;
  /** The job may have been given to somebody else: ask before going on. */
  doubt(): void;
  /** Leaves the script running; resolves when nothing of it is touched any more. */
  release(): Promise<void>;
  /** Resolves when this worker is done with the run. */
  finished: Promise<"ended" | "released">;
}

export interface RunOptions {
  job: ClaimedJob;
  workerId: string;
  folder: RunFolder;
  record: RunRecord;
  /** Set for a shim that this process has started: true once it is gone. */
  isShimGone?: () => boolean;
  /** How many processes the machine had started before its own, where that is known. */
  startedBefore?: number | null;
  onLog: (line: string) => void;
}

interface State extends Omit<RunOptions, "startedBefore"> {
  output: OutputState;
  files: FolderWatch;
  shim: ProcessIdentity | null;
  /** Why it is being ended: the first cause wins. */
  reason: EndReason | null;
  /** When the polite signal was asked for, and whether it has reached anybody. */
  stoppingSince: number | null;
  isSignalled: boolean;
  isKilling: boolean;
  /** The job may not be this worker's any more. */
  isDoubted: boolean;
  /** Its process stands in the job's row. */
  isRecorded: boolean;
  isReleased: boolean;
  /** Output that is stored with the end. */
  lastRows: OutputRow[];
  /** How many processes the machine had started before the run's; null when it was taken over. */
  startedBefore: number | null;
  /** The most processes seen at a time. */
  processesMax: number;
  exitSeenAt: number | null;
  sampledAt: number;
  printedAt: number;
  wakeUp: WakeUp;
  rest: Rest;
}

/** Begins to follow a run whose shim is started, by this worker or by one before it. */
export async function followRun(options: RunOptions): Promise<Run> {
  const { WOOEY_LIMIT_OUTPUT_START: startBytes, WOOEY_LIMIT_OUTPUT_END: endBytes } = env();
  const wakeUp = createWakeUp();
  const state: State = {
    ...options,
    output: await openOutput(options.job, options.folder.root, { startBytes, endBytes }),
    files: watchFolder(options, limitsOf(options.job.limits).folderBytes),
    shim: null,
    reason: null,
    stoppingSince: null,
    isSignalled: false,
    isKilling: false,
    isRecorded: false,
    isDoubted: false,
    isReleased: false,
    lastRows: [],
    startedBefore: options.startedBefore ?? null,
    processesMax: 0,
    exitSeenAt: null,
    sampledAt: Date.now(),
    printedAt: Date.now(),
    wakeUp,
    rest: makeRest(options.folder.root, wakeUp.wake),
  };
  const finished = follow(state).finally(() => closeOutput(state.output));
  return {
    job: options.job,
    finished,
    wake: state.wakeUp.wake,
    doubt: () => {
      state.isDoubted = true;
    },
    stop: (kill) => void (kill ? killNow(state) : stopPolitely(state)),
    release: async () => {
      state.isReleased = true;
      state.wakeUp.wake();
      await finished;
    },
  };
}

async function follow(state: State): Promise<"ended" | "released"> {
  let failures = 0;
  while (!state.isReleased) {
    let waitMs = Date.now() - state.printedAt > REST_AFTER_MS ? state.rest.begin() : LOOK_MS;
    try {
      // Asked before reading: what is read after the shim's end is all there is.
      const isGone = isShimGone(state);
      const leavesFiles = isGone && !state.files.isEmpty();
      const stored = await storeNew(state, isGone, isGone && !leavesFiles);
      if (stored === "lost" || (state.isDoubted && !(await isOwn(state)))) return await abandon(state);
      if (isGone) return await finish(state);
      if (stored === "some") {
        state.printedAt = Date.now();
        waitMs = PRINTING_MS;
      }
      watchOver(state);
      failures = 0;
    } catch (error) {
      state.onLog(`Job ${state.job.id}: ${error instanceof Error ? error.message : error}; trying again.`);
      waitMs = Math.min(RETRY_MS * 2 ** failures++, RETRY_MS_MAX);
    }
    await state.wakeUp.wait(waitMs);
  }
  return "released";
}

function isShimGone(state: State): boolean {
  if (state.isShimGone) return state.isShimGone();
  state.shim ??= readShim(state.folder);
  return state.shim === null || !isShimAlive(state.shim);
}

/**
 * Takes over what was printed since; "lost" when the run is not this worker's any more. The last of it can be left to
 * the statement that commits the end.
 */
async function storeNew(state: State, isOver: boolean, leavesLast: boolean): Promise<"none" | "some" | "lost"> {
  for (let count = 0; ; count++) {
    const rows = nextRows(state.output, isOver);
    state.lastRows = leavesLast && !isFullBatch(rows) && !rows.some(isNote) ? rows : [];
    if (rows.length === 0 || rows === state.lastRows) return count === 0 ? "none" : "some";
    if (await storeRows(state.job, state.workerId, state.output, rows)) {
      if (isOver || isFullBatch(rows)) continue;
      return "some";
    }
    // Taken over by another worker; or stored by a statement whose answer was lost with the connection.
    const outputBytes = await findOwnOutputBytes(state.job, state.workerId);
    if (outputBytes === null) return "lost";
    const { limits, folder } = state.output;
    closeOutput(state.output);
    state.output = await openOutput({ ...state.job, outputBytes }, folder, limits);
  }
}

/** Limits, leftovers, and a stop that has not reached the script yet. */
function watchOver(state: State): void {
  const now = Date.now();
  const limits = limitsOf(state.job.limits);
  if (limits.runSeconds !== null && now - state.job.startedAt.getTime() > limits.runSeconds * 1000) {
    state.reason ??= timeReason(limits.runSeconds);
    stopPolitely(state);
  }
  if (state.stoppingSince !== null) stopPolitely(state);
  if (fs.existsSync(path.join(state.folder.root, "exit"))) state.exitSeenAt ??= now;
  // The script is gone and its output still open: something that it has started holds it.
  if (state.exitSeenAt !== null && now - state.exitSeenAt > LEFTOVER_MS) void killNow(state);
  if (now - state.sampledAt < SAMPLE_MS) return;
  state.sampledAt = now;
  const reason = sample(state);
  if (!reason) return;
  state.reason ??= reason;
  void killNow(state);
}

function sample(state: State): EndReason | null {
  state.shim ??= readShim(state.folder);
  if (state.shim && !state.isRecorded) {
    state.isRecorded = true;
    recordProcess(state.job, state.workerId, state.shim).catch((error) => state.onLog(`Job ${state.job.id}: ${error}`));
  }
  const limits = limitsOf(state.job.limits);
  const scope = readScope(state.folder);
  if (scope !== null) {
    const usage = usageOf(scope);
    state.processesMax = Math.max(state.processesMax, usage.processes);
    const passed = passedLimit(limits, usage);
    if (passed) return passed;
  }
  return state.files.look() > limits.folderBytes ? folderReason(limits.folderBytes) : null;
}

/** The polite signal, once it can reach the script, and the other one when the grace is over. */
function stopPolitely(state: State): void {
  state.stoppingSince ??= Date.now();
  if (Date.now() - state.stoppingSince > GRACE_MS) void killNow(state);
  const mark = markOf(state);
  if (!state.isSignalled && mark) state.isSignalled = signalRun(mark, "SIGTERM") > 0;
}

async function killNow(state: State): Promise<void> {
  state.stoppingSince ??= Date.now() - GRACE_MS;
  const mark = markOf(state);
  if (state.isKilling || !mark) return;
  state.isKilling = true;
  await killRun(mark).finally(() => {
    state.isKilling = false;
  });
  setImmediate(state.wakeUp.wake); // not at once: with nothing left to kill, the shim's own end would never be heard
}

function markOf(state: State): RunMark | null {
  const scope = readScope(state.folder);
  if (scope === null) return null;
  // Once it has written the exit code the script's parent is gone, and its number may be another process's.
  const root = readExit(state.folder) === null ? scope : 0;
  return { root, variable: state.record.mark, userId: state.record.userId };
}

/** The script and its shim are gone and all output is stored but the last of a flood: the end. */
async function finish(state: State): Promise<"ended" | "released"> {
  const { job, workerId, folder, record } = state;
  state.shim ??= readShim(folder);
  const mark = markOf(state);
  // At higher levels nothing outlives the script: its namespace ends with it, or its launcher kills the rest; its shim may.
  if (mark && (record.level < 2 || readExit(folder) === null))
    await killRun({ ...mark, root: 0, after: state.shim ? idsAfter(state.shim.pid, state.startedBefore) : 0 });
  const notes = await state.files.keepAll();
  const { rows: flood, droppedBytes } = lastRows(state.output);
  const end = endOfRun({ ...state, isStopping: state.stoppingSince !== null }, notes);
  const isRepeated = end.status === "interrupted" && job.isRepeatable && job.attempt < ATTEMPTS_MAX;
  if (isRepeated && (await repeatJob(job, workerId))) {
    await removeRunFolder(folder);
    await sendJobSubmitted(job.id, job.attempt + 1);
    return "ended";
  }
  if (await commitEnd(job, workerId, end, { state: state.output, rows: [...state.lastRows, ...flood], droppedBytes })) {
    await removeRunFolder(folder);
    return "ended";
  }
  if (await isOwn(state)) throw new Error("the end could not be stored");
  return abandon(state);
}

/** The run is not this worker's any more: another one follows it, or it counts as ended and has to end. */
async function abandon(state: State): Promise<"released"> {
  const { job, folder } = state;
  const [followed] =
    await pg`select 1 from jobs where id = ${job.id} and attempt = ${job.attempt} and status = 'running'`;
  if (followed) return "released";
  state.onLog(`Job ${job.id} is not ours any more: its script is ended.`);
  const mark = markOf(state);
  if (mark) await killRun(mark);
  await removeRunFolder(folder);
  return "released";
}

async function isOwn(state: State): Promise<boolean> {
  state.isDoubted = false;
  return (await findOwnOutputBytes(state.job, state.workerId)) !== null;
}
