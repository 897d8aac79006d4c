import { pg } from "@/db/client";
import { jobIsRunning } from "@/db/job-conditions";
import { processStat } from "@/server/processes";
import { adoptJob, type ClaimedJob, unclaimJob, type WorkerIdentity } from "./claim";
import { runFolder } from "./folder";
import { preventStart } from "./launch";

/** After this time without a heartbeat, a worker of this host counts as dead, even if its process exists. */
const HUNG_SECONDS = 15;
/** The same time for other hosts, whose processes cannot be checked. A restarted worker is back within this time. */
const OTHER_HOST_SECONDS = 60;
const FORGET_MINUTES = 10;

/** A running job whose worker may be dead. */
interface Candidate {
  id: number;
  workerId: string | null;
  host: string | null;
  workerHost: string | null;
  workerPid: number | null;
  silentSeconds: number | null;
}

/**
 * Adopts the running jobs of dead workers: those of this host at once, those of another host after a minute (their
 * scripts are then lost). It also adopts `unknownIds`: jobs that this worker has claimed with a statement whose answer
 * was lost with the connection. A job whose script has not been started returns to the queue instead.
 */
export async function adoptLostJobs(worker: WorkerIdentity, unknownIds: number[] = []): Promise<ClaimedJob[]> {
  const candidates = await pg<Candidate[]>`
    select job.id, job.worker_id as "workerId", job.host, worker.host as "workerHost", worker.pid as "workerPid",
      extract(epoch from now() - worker.heartbeat_at)::float8 as "silentSeconds"
    from jobs job left join workers worker on worker.id = job.worker_id
    where ${jobIsRunning("job")} and job.worker_id is distinct from ${worker.id}
      and (worker.id is null or worker.heartbeat_at < now() - interval '2 seconds')`;
  const lost = candidates.filter((candidate) => hasDeadWorker(candidate, worker.host));
  const adopted: ClaimedJob[] = [];
  for (const { id, workerId } of [...unknownIds.map((id) => ({ id, workerId: worker.id })), ...lost]) {
    const job = await adoptJob(worker, id, workerId);
    if (!job) continue;
    // Only the host of the run can be certain that the script has not been started.
    const isUnstarted = job.host === worker.host && preventStart(runFolder(job.id, job.attempt));
    if (isUnstarted) await unclaimJob({ job, workerId: worker.id });
    else adopted.push(job);
  }
  return adopted;
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

function hasDeadWorker(job: Candidate, host: string): boolean {
  const silentSeconds = job.silentSeconds ?? Number.POSITIVE_INFINITY;
  if ((job.workerHost ?? job.host) !== host) return silentSeconds > OTHER_HOST_SECONDS;
  return job.workerPid === null || silentSeconds > HUNG_SECONDS || processStat(job.workerPid) === null;
}
