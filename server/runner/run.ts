import { pg } from "@/db/client";
import { env } from "@/server/env";
import { idsAfter } from "@/server/processes";
import { killRun } from "@/server/sandbox/kill";
import { createWakeUp } from "@/server/wake-up";
import { isSameRealm, type Realm, thisRealm } from "@/server/workers/realm";
import { type ClaimedJob, findStoredBytes, unclaimJob } from "./claim";
import { endOfRun } from "./end";
import { commitEnd, repeatJob } from "./finish";
import { type RunFolder, removeRunFolder } from "./folder";
import { createIdleWatcher } from "./idle-watcher";
import { isShimAlive, preventStart, type RunRecord, readExit, readShim } from "./launch";
import { wasFenced } from "./lease";
import { limitsOf } from "./limits";
import { readMetrics } from "./metrics";
import { closeOutput, isFullBatch, isNote, lastRows, nextRows, openOutput, storeRows } from "./output";
import { createFileCollector } from "./output-files";
import { removeSharedFiles } from "./shared-folders";
import { killNow, markOf, type RunState, stopPolitely, superviseRun, wasStopped } from "./supervise";

/**
 * The time until the next poll of a run's output: after it has printed something, so that one commit contains a lot,
 * and otherwise.
 */
const PRINTING_POLL_MS = 50;
const POLL_MS = 20;
/** After this time without output, a run is idle and its folder is watched. */
const IDLE_AFTER_MS = 2_000;
const RETRY_MS = 200;
const RETRY_MS_MAX = 5_000;

/** A run that this worker watches: it stores the output, enforces the limits, and commits the end. */
export interface Run {
  job: ClaimedJob;
  /** Asks the script to end, with SIGTERM. */
  stop(): void;
  /** Ends the script at once. */
  kill(): void;
  /** Polls the run now, because something has happened to its process. */
  wake(): void;
  /** Makes the run check its claim before it continues, because another worker may have claimed the job. */
  checkClaim(): void;
  /** Leaves the script running. Resolves when this worker no longer touches the run. */
  release(): Promise<void>;
  /** Resolves when this worker is done with the run. */
  finished: Promise<RunOutcome>;
}

type RunOutcome = "ended" | "released";

export interface RunOptions {
  job: ClaimedJob;
  workerId: string;
  folder: RunFolder;
  record: RunRecord;
  /** Whether the shim has ended; only for a shim that this process has started. */
  isShimGone?: () => boolean;
  /** How many processes the machine had started before the run's; null when it is not known. */
  startedBefore?: number | null;
  onLog: (line: string) => void;
}

/** Starts to watch a run. This worker or an earlier one has started its shim. */
export async function followRun(options: RunOptions): Promise<Run> {
  const { job, workerId, folder, record, onLog } = options;
  const { WOOEY_LIMIT_OUTPUT_START: startBytes, WOOEY_LIMIT_OUTPUT_END: endBytes } = env();
  const claim = { job, workerId };
  const wakeUp = createWakeUp();
  const release = new AbortController();
  const isFirst = options.isShimGone !== undefined && job.attempt === 1;
  const state: RunState = {
    job,
    claim,
    folder,
    record,
    onLog,
    phase: { name: "running" },
    reason: null,
    isShimGone: options.isShimGone ?? null,
    shim: null,
    scope: null,
    startedBefore: options.startedBefore ?? null,
    isRecorded: false,
    mustCheckClaim: false,
    output: await openOutput(job, folder.root, { startBytes, endBytes }),
    finalRows: [],
    files: createFileCollector({ claim, folder, limits: limitsOf(job.limits), isFirst }),
    killing: null,
    processesMax: 0,
    sampledAt: Date.now(),
    printedAt: Date.now(),
    wakeUp,
    idleWatcher: createIdleWatcher(folder.root, wakeUp.wake),
  };
  const finished = follow(state, release.signal).finally(() => closeOutput(state.output));
  return {
    job,
    finished,
    wake: wakeUp.wake,
    checkClaim: () => {
      state.mustCheckClaim = true;
    },
    stop: () => stopPolitely(state),
    kill: () => killNow(state),
    release: async () => {
      release.abort();
      wakeUp.wake();
      await finished;
    },
  };
}

async function follow(state: RunState, released: AbortSignal): Promise<RunOutcome> {
  let failures = 0;
  while (!released.aborted) {
    const isIdle = Date.now() - state.printedAt > IDLE_AFTER_MS;
    let waitMs = isIdle ? state.idleWatcher.watch() : POLL_MS;
    try {
      const result = await poll(state);
      if (result === "ended" || result === "released") return result;
      if (result === "printed") waitMs = PRINTING_POLL_MS;
      failures = 0;
    } catch (error) {
      state.onLog(`Job ${state.job.id}: ${error instanceof Error ? error.message : error}; trying again.`);
      waitMs = Math.min(RETRY_MS * 2 ** failures++, RETRY_MS_MAX);
    }
    await state.wakeUp.wait(waitMs);
  }
  return "released";
}

/** Stores new output, and then supervises the run or, if its shim is gone, finishes it. */
async function poll(state: RunState): Promise<RunOutcome | "printed" | "quiet"> {
  // Checked before the output is read: what is read after the shim has ended is complete.
  const isGone = isShimGone(state);
  const hasFiles = isGone && !state.files.isEmpty();
  const stored = await storeNewOutput(state, { isLast: isGone, keepsLastRows: isGone && !hasFiles });
  if (stored === "lost" || (state.mustCheckClaim && !(await hasClaim(state)))) return abandon(state);
  if (isGone) return finish(state);
  if (stored === "some") state.printedAt = Date.now();
  superviseRun(state);
  return stored === "some" ? "printed" : "quiet";
}

function isShimGone(state: RunState): boolean {
  if (state.isShimGone) return state.isShimGone();
  const { realm } = state.record;
  if (realm && !isSameRealm(realm, thisRealm())) return true;
  state.shim ??= readShim(state.folder);
  return state.shim === null || !isShimAlive(state.shim);
}

/**
 * Stores the output since the last call; "lost" when this worker has lost its claim. With `keepsLastRows` it leaves the
 * last rows to the statement that commits the end.
 */
async function storeNewOutput(
  state: RunState,
  { isLast, keepsLastRows }: { isLast: boolean; keepsLastRows: boolean },
): Promise<"none" | "some" | "lost"> {
  for (let count = 0; ; count++) {
    const rows = nextRows(state.output, { isLast });
    state.finalRows = keepsLastRows && !isFullBatch(rows) && !rows.some(isNote) ? rows : [];
    if (rows.length === 0 || rows === state.finalRows) return count === 0 ? "none" : "some";
    if (await storeRows(state.claim, state.output, rows)) {
      if (isLast || isFullBatch(rows)) continue;
      return "some";
    }
    // Another worker has claimed the job, or the answer to the statement that stored the rows was lost.
    const outputBytes = await findStoredBytes(state.claim);
    if (outputBytes === null) return "lost";
    const { limits, folder } = state.output;
    closeOutput(state.output);
    state.output = await openOutput({ ...state.job, outputBytes }, folder, limits);
  }
}

/** Commits the end. The script and its shim are gone, and all output but its last rows is stored. */
async function finish(state: RunState): Promise<RunOutcome> {
  const { job, claim, folder } = state;
  if (wasFenced(folder) && preventStart(folder)) return giveBack(state);
  await killRemaining(state);
  await removeSharedFiles(state.record);
  const notes = await state.files.keepAll();
  const { rows, droppedBytes } = lastRows(state.output);
  const end = endOfRun({ ...state, group: state.record.group ?? null, wasStopped: wasStopped(state) }, notes);
  if (end.status === "interrupted" && (await repeatJob(claim, job))) {
    await removeRunFolder(folder);
    return "ended";
  }
  const { secrets } = state.output;
  const metrics = await readMetrics({ folder: folder.root, secrets, file: state.files.metricsFile() });
  const output = { state: state.output, rows: [...state.finalRows, ...rows], droppedBytes, metrics };
  if (await commitEnd(claim, end, output)) {
    await removeRunFolder(folder);
    return "ended";
  }
  if (await hasClaim(state)) throw new Error("the end could not be stored");
  return abandon(state);
}

/** Returns a job to the queue whose script was not started, because the lease was over. */
async function giveBack({ claim, folder }: RunState): Promise<RunOutcome> {
  await unclaimJob(claim);
  await removeRunFolder(folder);
  return "released";
}

/**
 * Kills the processes that a script has left behind. At levels 2 and 3 there are none, because its namespace ends with
 * it or its launcher kills all others, unless the shim was killed before the script had ended.
 */
async function killRemaining(state: RunState): Promise<void> {
  state.shim ??= readShim(state.folder);
  const mark = markOf(state);
  if (!mark || (state.record.level >= 2 && readExit(state.folder) !== null)) return;
  const after = state.shim ? idsAfter(state.shim.pid, state.startedBefore) : 0;
  await killRun({ ...mark, root: 0, after });
}

/**
 * Gives up a run whose claim this worker has lost: either another worker of this realm watches it now, or its script must
 * end. What it knows of the processes is in memory, because others may have removed the folder.
 */
async function abandon(state: RunState): Promise<"released"> {
  const { job, folder, record } = state;
  if (await isWatchedHere(job)) return "released";
  state.onLog(`Job ${job.id} no longer belongs to this worker: its script is ended.`);
  preventStart(folder);
  await killRun(markOf(state) ?? { root: 0, variable: record.mark, userId: record.userId, group: record.group });
  await removeRunFolder(folder);
  return "released";
}

/** Whether a worker that sees the processes of this run watches it. Those of older versions say only their host. */
async function isWatchedHere({ id, attempt, host }: ClaimedJob): Promise<boolean> {
  const [watcher] = await pg<{ host: string; realm: Realm | null }[]>`
    select worker.host, worker.realm from jobs job join workers worker on worker.id = job.worker_id
    where job.id = ${id} and job.attempt = ${attempt} and job.status = 'running'`;
  if (!watcher) return false;
  return watcher.realm === null ? watcher.host === host : isSameRealm(watcher.realm, thisRealm());
}

async function hasClaim(state: RunState): Promise<boolean> {
  state.mustCheckClaim = false;
  return (await findStoredBytes(state.claim)) !== null;
}
