import { type Message, message } from "@/server/language/message";
import { countStarted } from "@/server/processes";
import type { Python } from "@/server/sandbox/python";
import { StorageError } from "@/server/storage/content-store";
import { type ClaimedJob, unclaimJob, type WorkerIdentity } from "./claim";
import { redescribeVersion } from "./describe-with-dependencies";
import type { Describer } from "./descriptions";
import { commitEnd, type RunEnd } from "./finish";
import { removeRunFolder, runFolder } from "./folder";
import { jobIsolation } from "./isolation";
import { launch, type RunRecord, readRun } from "./launch";
import type { Lease } from "./lease";
import { prepareEnvironment } from "./prepare";
import { followRun, type Run, type RunOptions } from "./run";

/** The state that the parts of one running worker share. */
export interface WorkerState {
  identity: WorkerIdentity;
  python: Python;
  slots: number;
  onLog: (line: string) => void;
  lease: Lease;
  runs: Map<number, Run>;
  /** Jobs that are being started. They already take up a slot. */
  starting: Map<number, Promise<void>>;
  /** Jobs that wait for their Python environment, each with a controller that ends the wait. */
  preparing: Map<number, AbortController>;
  describer: Describer;
  isStopped: boolean;
  /** Whether it claims no more jobs. */
  isDraining: boolean;
  claiming: Promise<void> | null;
  mustClaim: boolean;
  /** When a claim last left jobs waiting; 0 when the last one did not. */
  pressureAt: number;
  /** Claims jobs for free slots. */
  claim(): void;
}

/** Starts a claimed job: prepares its Python environment, starts its shim and watches the run. */
export async function startJob(state: WorkerState, job: ClaimedJob): Promise<void> {
  try {
    const worker = { level: state.identity.isolationLevel, python: state.python };
    const isolation = await jobIsolation(job.isolationLevel, worker);
    if ("failed" in isolation) return await endUnstarted(state, job, isolation.failed);
    const ready = await prepare(state, job, isolation.python);
    if (ready === null) return;
    const startedBefore = isolation.level < 2 ? countStarted() : null;
    const { child } = await launch(ready.job, runFolder(job.id, job.attempt), {
      ...isolation,
      scriptPython: ready.python,
      realm: state.identity.realm,
      lease: () => state.lease,
    });
    let isGone = false;
    child.once("error", () => {
      isGone = true;
    });
    child.once("exit", () => {
      isGone = true;
      state.runs.get(job.id)?.wake();
    });
    await watchRun(state, ready.job, { isShimGone: () => isGone, startedBefore });
  } catch (error) {
    if (error instanceof StorageError) return await putBack(state, job, error);
    state.onLog(`Job ${job.id} could not be started: ${error instanceof Error ? error.stack : error}`);
    await endUnstarted(state, job, message("The job could not be started because of an error in Wooey."));
  }
}

/** The job with its interpreter; null if the job will not be started and has been ended or returned to the queue. */
async function prepare(
  state: WorkerState,
  job: ClaimedJob,
  python: Python,
): Promise<{ job: ClaimedJob; python: Python } | null> {
  const claim = { job, workerId: state.identity.id };
  const controller = new AbortController();
  state.preparing.set(job.id, controller);
  // The installation of packages is isolated at the machine's level, no matter which level the script requires.
  const isolation = { level: state.identity.isolationLevel, python };
  const prepared = await prepareEnvironment(claim, isolation, controller).finally(() => state.preparing.delete(job.id));
  if ("python" in prepared) {
    if (prepared.isNew) await redescribeVersion(job.id, prepared.python).catch(logError(state));
    return prepared;
  }
  if ("failed" in prepared) await endUnstarted(state, job, prepared.failed);
  else if (prepared.abandoned === "stopped") await endUnstarted(state, job, message("Stopped before it started."));
  else if (prepared.abandoned === "released") await unclaimJob(claim);
  return null;
}

/** Returns a job whose files cannot be fetched to the queue: it waits until the storage is available again. */
async function putBack(state: WorkerState, job: ClaimedJob, { reason }: StorageError): Promise<void> {
  state.onLog(`Job ${job.id} waits, because its files cannot be fetched: ${reason}`);
  await removeRunFolder(runFolder(job.id, job.attempt));
  await unclaimJob({ job, workerId: state.identity.id });
}

async function endUnstarted(state: WorkerState, job: ClaimedJob, reason: Message): Promise<void> {
  const end: RunEnd = { status: "error", exitCode: null, signal: null, endedBy: "start", endMessages: [reason] };
  if (!(await commitEnd({ job, workerId: state.identity.id }, end))) return;
  await removeRunFolder(runFolder(job.id, job.attempt));
}

/** The record that replaces a lost one. No process has its mark. */
const unknownRun: RunRecord = { mark: "WOOEY_RUN=unknown", userId: null, level: 0 };

/** Watches a run until it has ended. `started` is known only for runs that this worker has started. */
export async function watchRun(
  state: WorkerState,
  job: ClaimedJob,
  started: Pick<RunOptions, "isShimGone" | "startedBefore"> = {},
): Promise<void> {
  const folder = runFolder(job.id, job.attempt);
  const record = readRun(folder) ?? unknownRun;
  const run = await followRun({
    job,
    folder,
    record,
    workerId: state.identity.id,
    onLog: state.onLog,
    ...started,
  });
  state.runs.set(job.id, run);
  void run.finished
    .then((outcome) => {
      if (state.runs.get(job.id) === run) state.runs.delete(job.id);
      if (outcome === "ended") state.claim();
    })
    .catch(logError(state));
}

/** Logs an error of the worker itself. */
export function logError({ onLog }: Pick<WorkerState, "onLog">): (error: unknown) => void {
  return (error) => onLog(error instanceof Error ? (error.stack ?? error.message) : String(error));
}
