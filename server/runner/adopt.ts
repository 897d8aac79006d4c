import { pg } from "@/db/client";
import { jobIsRunning } from "@/db/job-conditions";
import { adoptJob, type ClaimedJob, unclaimJob, type WorkerIdentity } from "./claim";
import { runFolder } from "./folder";
import { preventStart } from "./launch";
import { type Lease, shortenLease, writeLease } from "./lease";
import { type Candidate, findOutcomes } from "./lost-worker";

const FORGET_MINUTES = 10;

/** Running jobs that a worker has taken over from dead ones. */
export interface TakenOver {
  /** Jobs whose processes and folders are here: they are watched. */
  adopted: ClaimedJob[];
  /** Jobs of other realms, of whose runs nothing is here: they end, or are repeated. */
  lost: ClaimedJob[];
}

/**
 * Takes over the running jobs of dead workers: those of this realm at once, those of another realm when the lease of
 * their worker has ended. It also adopts `unknownIds`: jobs that this worker has claimed with a statement whose answer
 * was lost with the connection. A job whose script has not been started returns to the queue instead.
 */
export async function takeOver(worker: WorkerIdentity, lease: Lease, unknownIds: number[] = []): Promise<TakenOver> {
  const taken: TakenOver = { adopted: [], lost: [] };
  for (const id of unknownIds) {
    const job = await adoptHere(worker, lease, { id, attempt: null, workerId: worker.id });
    if (job) taken.adopted.push(job);
  }
  const candidates = await findCandidates(worker.id);
  const outcomes = findOutcomes(candidates, worker);
  for (const candidate of candidates) {
    const outcome = outcomes.get(candidate.id);
    if (outcome === "adopt") {
      const job = await adoptHere(worker, lease, candidate);
      if (job) taken.adopted.push(job);
    } else if (outcome === "lost") {
      const job = await adoptJob(worker, candidate.id, candidate.workerId);
      if (job) taken.lost.push(job);
    }
  }
  return taken;
}

/** Adopts a job whose run folder is here; null if another worker was faster, or if the job returns to the queue. */
async function adoptHere(
  worker: WorkerIdentity,
  lease: Lease,
  { id, attempt, workerId }: { id: number; attempt: number | null; workerId: string | null },
): Promise<ClaimedJob | null> {
  // Before the job is this worker's, its script has the shorter of both leases: this worker may end at any time.
  if (attempt !== null) shortenLease(runFolder(id, attempt), lease);
  const job = await adoptJob(worker, id, workerId);
  if (!job) return null;
  const folder = runFolder(job.id, job.attempt);
  // Where a job was not claimed, nobody knows whether its script was started: its folder is on another host.
  if (job.host === worker.host && preventStart(folder)) {
    await unclaimJob({ job, workerId: worker.id });
    return null;
  }
  writeLease(folder, lease);
  return job;
}

/** The running jobs of workers that are silent or unknown. */
function findCandidates(ownId: string): Promise<Candidate[]> {
  return pg<Candidate[]>`
    select job.id, job.attempt, job.worker_id as "workerId", coalesce(worker.host, job.host) as host, worker.realm,
      worker.pid, worker.pid_start as "pidStart", worker.heartbeat_at as "heartbeatAt",
      extract(epoch from now() - worker.heartbeat_at)::float8 as "silentSeconds",
      coalesce(worker.lease_until < now(), true) as "isLeaseOver",
      job.stop_requested_at is not null as "isStopRequested"
    from jobs job left join workers worker on worker.id = job.worker_id
    where ${jobIsRunning("job")} and job.worker_id is distinct from ${ownId}
      and (worker.id is null or worker.heartbeat_at < now() - interval '2 seconds')`;
}

/** SQL: whether the worker of a running job may be dead. A cheap condition for the heartbeat. */
export const lostJobsExist = () => pg`
  exists (select 1 from jobs job where ${jobIsRunning("job")} and not exists (
    select 1 from workers worker where worker.id = job.worker_id and worker.heartbeat_at > now() - interval '2 seconds'))`;

/** Deletes workers that have been silent for ten minutes and have no running jobs. */
export async function deleteDeadWorkers(): Promise<void> {
  await pg`
    delete from workers where heartbeat_at < now() - ${FORGET_MINUTES} * interval '1 minute'
      and not exists (select 1 from jobs where worker_id = workers.id and status = 'running')`;
}
