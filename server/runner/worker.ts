import { randomUUID } from "node:crypto";
import os from "node:os";
import { pg } from "@/db/client";
import { stopChannel } from "@/server/jobs/live-channel";
import { jobsChannel } from "@/server/jobs/queue";
import { type Message, message } from "@/server/language/message";
import { bootId, countStarted } from "@/server/processes";
import type { IsolationLevel } from "@/server/sandbox/command";
import type { Python } from "@/server/sandbox/python";
import { DESCRIBE_CHANNEL } from "@/server/scripts/describe-upload";
import { type Builder, startBuilder } from "./builder";
import { type ClaimedJob, claimJobs, unclaimJob, type WorkerIdentity } from "./claim";
import { describeVersionOf } from "./describe-again";
import { type Describer, requeueDescriptions, startDescriber } from "./descriptions";
import { commitEnd, type RunEnd } from "./finish";
import { removeRunFolder, runFolder } from "./folder";
import { jobIsolation, workerIsolation } from "./isolation";
import { launch, readRun } from "./launch";
import { adoptOrphans, forgetWorkers } from "./orphans";
import { type GivenUp, prepareEnvironment } from "./prepare";
import { readPulse } from "./pulse";
import { sendReminders } from "./reminders";
import { makeReporter, type Reporter } from "./report";
import { followRun, type Run } from "./run";
import { startTidying } from "./tidy";

const HEARTBEAT_MS = 1_000;
/** So long after jobs were claimed while others waited, it is taken that more will be. */
const PRESSURE_MS = 1_000;

export interface WorkerOptions {
  /** Jobs that run at a time. */
  slots: number;
  /** Hears of what goes wrong, a line each. */
  onLog?: (line: string) => void;
  /** The machine's own unless a test asks for another. */
  isolation?: IsolationLevel;
}

export interface StartedWorker {
  id: string;
  /** How many scripts run. */
  running(): number;
  /** Jobs wait and others have just begun, so that what is not urgent is better left for later. */
  isUnderPressure(): boolean;
  /** Claims nothing more and leaves the scripts running; answers how many there are. */
  stop(): Promise<{ running: number }>;
}

interface State {
  identity: WorkerIdentity;
  python: Python;
  slots: number;
  onLog: (line: string) => void;
  runs: Map<number, Run>;
  /** Jobs that are being started: they hold a slot already. */
  starting: Map<number, Promise<void>>;
  /** Jobs whose Python environment is waited for, and what ends the wait. */
  preparing: Map<number, AbortController>;
  describer: Describer;
  isStopped: boolean;
  claiming: Promise<void> | null;
  claimAgain: boolean;
  /** When a claim last left jobs waiting; 0 when the last one did not. */
  pressureAt: number;
  reporter: Reporter;
}

/**
 * Starts to run jobs and to read uploaded scripts. It takes over what a worker before it has left running on this host.
 * @throws StartError below WOOEY_MINIMUM_ISOLATION, or without a Python.
 */
export async function startWorker(options: WorkerOptions): Promise<StartedWorker> {
  const { level, reason, fix, python } = await workerIsolation(options.isolation);
  const onLog = options.onLog ?? (() => undefined);
  const identity = { id: randomUUID(), host: os.hostname(), bootId: bootId(), isolationLevel: level };
  const state: State = {
    ...{ identity, python, slots: options.slots, onLog, runs: new Map(), starting: new Map(), preparing: new Map() },
    ...{ describer: startDescriber(identity.id, onLog), isStopped: false, claiming: null, claimAgain: false },
    ...{
      pressureAt: 0,
      reporter: makeReporter(
        () => isUnderPressure(state),
        (error) => logTo(state)(error),
      ),
    },
  };
  await register(state, { reason, fix });
  await takeOver(state);
  const listening = await Promise.all([
    pg.listen(jobsChannel, () => claim(state)),
    pg.listen(stopChannel, (jobId) => void applyStop(state, Number(jobId)).catch(logTo(state))),
    pg.listen(DESCRIBE_CHANNEL, () => state.describer.wake()),
  ]);
  const builder = await startBuilder(identity.id, { level, python }, logTo(state));
  const heart = startHeart(state, builder);
  claim(state);
  const tidying = startTidying(logTo(state));
  return {
    id: identity.id,
    running: () => state.runs.size,
    isUnderPressure: () => isUnderPressure(state),
    stop: async () => {
      state.isStopped = true;
      tidying.stop();
      await Promise.all([heart.stop(), state.claiming]);
      void state.describer.stop(); // not waited for: what is being read is given to another worker
      await builder.stop();
      for (const preparing of state.preparing.values()) preparing.abort("released" satisfies GivenUp);
      await Promise.all(state.starting.values());
      await Promise.all(listening.map((channel) => channel.unlisten()));
      const running = state.runs.size;
      await Promise.all([...[...state.runs.values()].map((run) => run.release()), state.reporter.rest()]);
      // Offline at once, with no process; the row stays, so that the runs are known to be this host's.
      await pg`update workers set heartbeat_at = now() - interval '10 seconds', pid = 0 where id = ${identity.id}`;
      return { running };
    },
  };
}

async function register(state: State, isolation: { reason: string; fix: string }): Promise<void> {
  const { id, host, bootId: boot, isolationLevel } = state.identity;
  await pg`
    insert into workers (id, host, boot_id, pid, slots, isolation_level, isolation_reason, isolation_fix)
    values (${id}, ${host}, ${boot}, ${process.pid}, ${state.slots}, ${isolationLevel}, ${isolation.reason}, ${isolation.fix})`;
}

/** Says once a second that this worker lives, and looks whether something was missed. */
function startHeart(state: State, builder: Builder): { stop(): Promise<void> } {
  let beating: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    beating = beating.then(() => (state.isStopped ? undefined : beat(state, builder))).catch(logTo(state));
  }, HEARTBEAT_MS);
  return {
    stop: async () => {
      clearInterval(timer);
      await beating;
    },
  };
}

async function beat(state: State, builder: Builder): Promise<void> {
  const { id } = state.identity;
  const before = [...state.runs.values()];
  const wasClaiming = state.claiming !== null;
  const pulse = await readPulse(id);
  for (const run of before) if (!pulse?.own?.includes(run.job.id)) run.doubt();
  for (const jobId of pulse?.stops ?? []) await applyStop(state, jobId);
  // While a claim is under way its jobs are not known yet.
  const isUnknown = (id: number) => !state.runs.has(id) && !state.starting.has(id);
  const strays = wasClaiming || state.claiming ? [] : (pulse?.own ?? []).filter(isUnknown);
  if (pulse?.hasOrphans || strays.length > 0) await takeOver(state, strays);
  if (pulse?.hasJobs) claim(state);
  if (pulse?.hasDescriptions) state.describer.wake();
  if (pulse?.hasOrders) builder.wake();
  if (pulse?.hasReminders && !isUnderPressure(state)) await sendReminders();
}

function isUnderPressure(state: State): boolean {
  return !state.isStopped && Date.now() - state.pressureAt < PRESSURE_MS;
}

/** Follows what dead workers have left. Their scripts run already, so they count beyond the slots. */
async function takeOver(state: State, strays: number[] = []): Promise<void> {
  const adopted = await adoptOrphans(state.identity, strays);
  for (const job of adopted) {
    state.onLog(`Job ${job.id} is taken over.`);
    await follow(state, job);
  }
  await requeueDescriptions();
  await forgetWorkers();
}

/** Takes as many jobs as there are free slots; called again meanwhile it looks once more. */
function claim(state: State): void {
  state.claimAgain = true;
  state.claiming ??= claimWhileAsked(state)
    .catch(logTo(state))
    .finally(() => {
      state.claiming = null;
    });
}

async function claimWhileAsked(state: State): Promise<void> {
  while (state.claimAgain) {
    state.claimAgain = false;
    await claimWhileFree(state);
  }
}

async function claimWhileFree(state: State): Promise<void> {
  const free = state.slots - state.runs.size - state.starting.size;
  if (state.isStopped || free <= 0) return;
  const jobs = await claimJobs(state.identity, free);
  const moreWait = jobs[0]?.moreWait ?? false;
  state.pressureAt = moreWait ? Date.now() : 0;
  state.claimAgain ||= moreWait && jobs.length < free;
  // Not waited for: copying large inputs must not hold back other jobs.
  for (const job of jobs) {
    const starting: Promise<void> = start(state, job)
      .catch(logTo(state))
      .finally(() => state.starting.delete(job.id));
    state.starting.set(job.id, starting);
  }
}

async function start(state: State, job: ClaimedJob): Promise<void> {
  const folder = runFolder(job.id, job.attempt);
  try {
    const own = { level: state.identity.isolationLevel, python: state.python };
    const isolation = await jobIsolation(job.isolationLevel, own);
    if ("failed" in isolation) return await endUnstarted(state, job, isolation.failed);
    const ready = await prepare(state, job, isolation.python);
    if (ready === null) return;
    const startedBefore = isolation.level < 2 ? countStarted() : null;
    const { child } = await launch(ready.job, folder, { ...isolation, scriptPython: ready.python });
    let isGone = false;
    child.once("error", () => {
      isGone = true;
    });
    child.once("exit", () => {
      isGone = true;
      state.runs.get(job.id)?.wake();
    });
    await follow(state, ready.job, { isShimGone: () => isGone, startedBefore });
  } catch (error) {
    state.onLog(`Job ${job.id} could not be started: ${error instanceof Error ? error.stack : error}`);
    await endUnstarted(state, job, message("It could not be started because of an error in Wooey itself."));
  }
}

/** The job with its interpreter; null when it is not to be started, and has been ended or given back. */
async function prepare(
  state: State,
  job: ClaimedJob,
  python: Python,
): Promise<{ job: ClaimedJob; python: Python } | null> {
  const controller = new AbortController();
  state.preparing.set(job.id, controller);
  // What installs packages is isolated as well as the machine can, whatever the script itself asks for.
  const isolation = { level: state.identity.isolationLevel, python };
  const prepared = await prepareEnvironment(job, state.identity.id, isolation, controller).finally(() =>
    state.preparing.delete(job.id),
  );
  if ("python" in prepared) {
    if (prepared.isNew) await describeVersionOf(job.id, prepared.python).catch(logTo(state));
    return prepared;
  }
  if ("failed" in prepared) await endUnstarted(state, job, prepared.failed);
  else if (prepared.givenUp === "stopped") await endUnstarted(state, job, message("Stopped before it was started."));
  else if (prepared.givenUp === "released") await unclaimJob(state.identity, job);
  return null;
}

async function endUnstarted(state: State, job: ClaimedJob, reason: Message): Promise<void> {
  const end: RunEnd = { status: "error", exitCode: null, signal: null, endedBy: "start", endMessages: [reason] };
  if (!(await commitEnd(job, state.identity.id, end))) return;
  await removeRunFolder(runFolder(job.id, job.attempt));
  state.reporter.report(job);
}

async function follow(
  state: State,
  job: ClaimedJob,
  own: { isShimGone?: () => boolean; startedBefore?: number | null } = {},
): Promise<void> {
  const folder = runFolder(job.id, job.attempt);
  const record = readRun(folder) ?? { mark: "WOOEY_RUN=unknown", userId: null, level: 0 };
  const common = { job, folder, record, workerId: state.identity.id, onLog: state.onLog };
  const run = await followRun({ ...common, ...own });
  state.runs.set(job.id, run);
  void run.finished
    .then(async (outcome) => {
      if (state.runs.get(job.id) === run) state.runs.delete(job.id);
      if (outcome !== "ended") return;
      claim(state);
      state.reporter.report(job);
    }, logTo(state))
    .catch(logTo(state));
}

/** Reads what was asked for of a job of this worker's and does it. */
async function applyStop(state: State, jobId: number): Promise<void> {
  const preparing = state.preparing.get(jobId);
  if (preparing) return preparing.abort("stopped" satisfies GivenUp);
  const run = state.runs.get(jobId);
  if (!run) return;
  const [row] = await pg<{ kill: boolean }[]>`
    select kill_requested as kill from jobs where id = ${jobId} and attempt = ${run.job.attempt}
      and status = 'running' and stop_requested_at is not null`;
  if (row) run.stop(row.kill);
}

function logTo(state: State): (error: unknown) => void {
  return (error) => state.onLog(error instanceof Error ? (error.stack ?? error.message) : String(error));
}
