import { randomUUID } from "node:crypto";
import os from "node:os";
import { pg } from "@/db/client";
import { env } from "@/server/env";
import { stopChannel } from "@/server/jobs/live-channel";
import { jobsChannel } from "@/server/jobs/queue";
import { bootId, processStat, uptimeSeconds } from "@/server/processes";
import { startCgroups } from "@/server/sandbox/cgroup";
import type { CgroupSupport } from "@/server/sandbox/cgroup-base";
import type { IsolationLevel } from "@/server/sandbox/command";
import { DESCRIBE_CHANNEL } from "@/server/scripts/describe-upload";
import { thisRealm } from "@/server/workers/realm";
import { weakIsolation } from "@/server/workers/weak-isolation";
import { deleteDeadWorkers, takeOver } from "./adopt";
import { type Builder, idleBuilder, startBuilder } from "./builder";
import { claimJobs } from "./claim";
import { startCleanup } from "./cleanup";
import { requeueDescriptions, startDescriber } from "./descriptions";
import { runFolder } from "./folder";
import { type Heartbeat, sendHeartbeat } from "./heartbeat";
import { workerIsolation } from "./isolation";
import { hasEnded, leaseFrom, termOf, writeLease } from "./lease";
import { endLostRun } from "./lost-run";
import { machineOffer } from "./machine";
import { startPendingScans } from "./pending-scans";
import type { AbandonReason } from "./prepare";
import type { Run } from "./run";
import { logError, startJob, type WorkerState, watchRun } from "./start-job";
import { tightenPermissions } from "./tighten";

const HEARTBEAT_MS = 1_000;
/** How long the worker assumes that more jobs will come after a claim that has left jobs waiting. */
const PRESSURE_MS = 1_000;

export interface WorkerOptions {
  /** How many jobs run at the same time. */
  slots: number;
  /** Receives errors, one line each. */
  onLog?: (line: string) => void;
  /** Called, perhaps repeatedly, when the worker claims no more jobs and has none left. */
  onDrained?: () => void;
  /** Called when the worker was out of touch with the database for too long. It has stopped then, and so have its scripts. */
  onLeaseLost?: () => void;
  /** The level that a test requests; otherwise the worker uses the machine's level. */
  isolation?: IsolationLevel;
}

export interface StartedWorker {
  id: string;
  /** The number of running scripts. */
  running(): number;
  /** Whether jobs wait while others have just been claimed. If so, work that is not urgent should wait. */
  isUnderPressure(): boolean;
  /** Makes it claim no more jobs, as staff can do on the page of workers. */
  drain(): Promise<void>;
  /** Stops claiming jobs and leaves the scripts running. Returns how many scripts are running. */
  stop(): Promise<{ running: number }>;
}

/**
 * Starts to run jobs and to read uploaded scripts. It adopts the runs that an earlier worker has left on this host.
 * Below WOOEY_MINIMUM_ISOLATION it has no slots and starts no script: it only watches the scripts that already run.
 * @throws StartError without a Python.
 */
export async function startWorker(options: WorkerOptions): Promise<StartedWorker> {
  const { level, reason, fix, python, mayRun } = await workerIsolation(options.isolation);
  const onLog = options.onLog ?? (() => undefined);
  const realm = thisRealm();
  const identity = { id: randomUUID(), host: os.hostname(), bootId: bootId(), realm, isolationLevel: level };
  const state: WorkerState = {
    identity,
    python,
    slots: mayRun ? options.slots : 0,
    // Short at first, because others may be online.
    lease: leaseFrom(uptimeSeconds(), termOf(realm, { isAlone: false })),
    onLog,
    runs: new Map(),
    starting: new Map(),
    preparing: new Map(),
    describer: startDescriber(identity.id, onLog),
    isStopped: false,
    isDraining: false,
    claiming: null,
    mustClaim: false,
    pressureAt: 0,
    claim: () => claim(state),
  };
  tightenPermissions();
  await register(state, { reason, fix }, startCgroups(python.path));
  if (!mayRun) onLog(weakIsolation({ level, minimum: env().WOOEY_MINIMUM_ISOLATION }));
  await adopt(state);
  const subscriptions = await Promise.all([
    pg.listen(jobsChannel, () => claim(state)),
    pg.listen(stopChannel, (jobId) => void applyStop(state, Number(jobId)).catch(logError(state))),
    pg.listen(DESCRIBE_CHANNEL, () => state.describer.wake()),
  ]);
  const builder = mayRun ? await startBuilder(identity.id, { level, python }, logError(state)) : idleBuilder;
  const heartbeat = startHeartbeat(state, builder, options);
  claim(state);
  const cleanup = startCleanup(logError(state));
  const pendingScans = startPendingScans(logError(state));
  return {
    id: identity.id,
    running: () => state.runs.size,
    isUnderPressure: () => isUnderPressure(state),
    drain: async () => {
      state.isDraining = true;
      await pg`update workers set is_draining = true where id = ${identity.id}`;
    },
    stop: async () => {
      state.isStopped = true;
      cleanup.stop();
      await Promise.all([heartbeat.stop(), state.claiming]);
      void pendingScans.stop(); // Not awaited: a scan changes nothing until it has ended.
      void state.describer.stop(); // Not awaited: another worker claims the scripts that are being read.
      await builder.stop();
      for (const preparing of state.preparing.values()) preparing.abort("released" satisfies AbandonReason);
      await Promise.all(state.starting.values());
      await Promise.all(subscriptions.map((subscription) => subscription.unlisten()));
      const running = state.runs.size;
      await Promise.all([...state.runs.values()].map((run) => run.release()));
      // The worker is offline at once and has no process. Its row remains to show that its runs belong to this host.
      await pg`update workers set heartbeat_at = now() - interval '10 seconds', pid = 0 where id = ${identity.id}`;
      return { running };
    },
  };
}

async function register(
  state: WorkerState,
  isolation: { reason: string; fix: string },
  cgroups: CgroupSupport,
): Promise<void> {
  const { tags, gpus, memoryBytes, cpus } = await machineOffer();
  const { id, host, bootId: boot, realm, isolationLevel } = state.identity;
  await pg`
    insert into workers (id, host, boot_id, realm, pid, pid_start, slots, isolation_level, isolation_reason,
      isolation_fix, cgroups, cgroups_reason, cgroups_fix, lease_until, tags, gpus, memory_bytes, cpus)
    values (${id}, ${host}, ${boot}, ${pg.json({ ...realm })}, ${process.pid}, ${processStat(process.pid)?.start ?? null},
      ${state.slots}, ${isolationLevel}, ${isolation.reason}, ${isolation.fix},
      ${cgroups.reason === ""}, ${cgroups.reason}, ${cgroups.fix}, now() + ${state.lease.termSeconds} * interval '1 second',
      ${pg.json(tags)}, ${pg.json(gpus)}, ${memoryBytes}, ${cpus})`;
}

/** Sends a heartbeat each second. Its answer contains everything that notifications may have missed. */
function startHeartbeat(
  state: WorkerState,
  builder: Builder,
  { onLeaseLost, onDrained }: Pick<WorkerOptions, "onLeaseLost" | "onDrained">,
): { stop(): Promise<void> } {
  let last: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    if (state.isStopped) return;
    if (hasEnded(state.lease)) return loseLease(state, onLeaseLost); // A heartbeat may wait for an answer forever.
    last = last
      .then(() => (state.isStopped ? undefined : renewLease(state)))
      .then((heartbeat) => (heartbeat ? beat(state, builder, heartbeat) : undefined))
      .then(() => (isDrained(state) ? onDrained?.() : undefined))
      .catch(logError(state));
  }, HEARTBEAT_MS);
  return {
    stop: async () => {
      clearInterval(timer);
      await last;
    },
  };
}

function isDrained({ isDraining, runs, starting, claiming }: WorkerState): boolean {
  return isDraining && claiming === null && runs.size === 0 && starting.size === 0;
}

/** Stops this worker, whose jobs others may have taken over. Its lease is never renewed, so no script starts. */
function loseLease(state: WorkerState, onLeaseLost?: () => void): void {
  state.isStopped = true;
  state.onLog("The worker could not reach the database in time: its scripts have been ended, and it ends.");
  onLeaseLost?.();
}

type Beat = Heartbeat & { before: Run[]; wasClaiming: boolean };

/**
 * Sends the heartbeat and extends the leases of the scripts whose jobs are still claimed. Returns nothing after the end
 * of the lease, even if the answer is late.
 */
async function renewLease(state: WorkerState): Promise<Beat | undefined> {
  const before = [...state.runs.values()];
  const wasClaiming = state.claiming !== null;
  const { termSeconds } = state.lease;
  const sentAt = uptimeSeconds();
  const heartbeat = await sendHeartbeat(state.identity, termSeconds);
  if (!heartbeat?.isRenewed || hasEnded(state.lease)) {
    state.lease = { ...state.lease, endsAt: 0 };
    return undefined;
  }
  state.lease = leaseFrom(sentAt, termSeconds, termOf(state.identity.realm, heartbeat));
  state.isDraining = heartbeat.isDraining;
  for (const { job } of before) {
    if (heartbeat.claimedIds?.includes(job.id)) writeLease(runFolder(job.id, job.attempt), state.lease);
  }
  return { ...heartbeat, before, wasClaiming };
}

async function beat(state: WorkerState, builder: Builder, heartbeat: Beat): Promise<void> {
  const claimedIds = heartbeat.claimedIds ?? [];
  for (const run of heartbeat.before) if (!claimedIds.includes(run.job.id)) run.checkClaim();
  for (const jobId of heartbeat.stopIds ?? []) await applyStop(state, jobId);
  // During a claim, this worker does not yet know all of its jobs.
  const isUnknown = (id: number) => !state.runs.has(id) && !state.starting.has(id);
  const unknownIds = heartbeat.wasClaiming || state.claiming ? [] : claimedIds.filter(isUnknown);
  if (heartbeat.hasLostJobs || unknownIds.length > 0) await adopt(state, unknownIds);
  if (heartbeat.hasJobs) claim(state);
  if (heartbeat.hasDescriptions) state.describer.wake();
  if (heartbeat.hasOrders) builder.wake();
}

function isUnderPressure(state: WorkerState): boolean {
  return !state.isStopped && Date.now() - state.pressureAt < PRESSURE_MS;
}

/** Takes over the jobs of dead workers. Adopted scripts are already running, so they may exceed the slots. */
async function adopt(state: WorkerState, unknownIds: number[] = []): Promise<void> {
  const { adopted, lost } = await takeOver(state.identity, state.lease, unknownIds);
  for (const job of adopted) {
    state.onLog(`Job ${job.id}: adopted.`);
    await watchRun(state, job);
  }
  for (const job of lost) {
    state.onLog(`Job ${job.id}: lost with its host ${job.host}.`);
    await endLostRun(job, state.identity.id);
  }
  await requeueDescriptions();
  await deleteDeadWorkers();
}

/** Claims as many jobs as there are free slots. A call during a claim makes the worker claim again afterwards. */
function claim(state: WorkerState): void {
  state.mustClaim = true;
  state.claiming ??= claimWhileAsked(state)
    .catch(logError(state))
    .finally(() => {
      state.claiming = null;
    });
}

async function claimWhileAsked(state: WorkerState): Promise<void> {
  while (state.mustClaim) {
    state.mustClaim = false;
    await claimOnce(state);
  }
}

async function claimOnce(state: WorkerState): Promise<void> {
  const free = state.slots - state.runs.size - state.starting.size;
  if (state.isStopped || state.isDraining || free <= 0) return;
  const jobs = await claimJobs(state.identity, free);
  const moreWait = jobs[0]?.moreWait ?? false;
  state.pressureAt = moreWait ? Date.now() : 0;
  state.mustClaim ||= moreWait && jobs.length < free;
  // Not awaited: copying large inputs must not delay other jobs.
  for (const job of jobs) {
    const starting: Promise<void> = startJob(state, job)
      .catch(logError(state))
      .finally(() => state.starting.delete(job.id));
    state.starting.set(job.id, starting);
  }
}

/** Reads how one of this worker's jobs must be stopped from its row, and stops it. */
async function applyStop(state: WorkerState, jobId: number): Promise<void> {
  const preparing = state.preparing.get(jobId);
  if (preparing) return preparing.abort("stopped" satisfies AbandonReason);
  const run = state.runs.get(jobId);
  if (!run) return;
  const [row] = await pg<{ kill: boolean }[]>`
    select kill_requested as kill from jobs where id = ${jobId} and attempt = ${run.job.attempt}
      and status = 'running' and stop_requested_at is not null`;
  if (row?.kill) run.kill();
  else if (row) run.stop();
}
