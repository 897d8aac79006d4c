import fs from "node:fs";
import path from "node:path";
import { pg } from "@/db/client";
import { env } from "@/server/env";
import { processStat } from "@/server/processes";
import { killRun } from "@/server/sandbox/kill";
import { adoptJob, type ClaimedJob, unclaimJob, type WorkerIdentity } from "./claim";
import { type RunFolder, removeRunFolder, runFolder } from "./folder";
import { forbidStart, isShimAlive, readRun, readScope, readShim } from "./launch";

/** A worker of this host that has said nothing for so long is taken for dead though its process is there. */
const STUCK_SECONDS = 15;
/** Of another host nothing else can be known; a worker that is started again comes back within this time. */
const AWAY_SECONDS = 60;
const FORGET_MINUTES = 10;

interface Orphan {
  id: number;
  workerId: string | null;
  host: string | null;
  workerHost: string | null;
  workerPid: number | null;
  silentSeconds: number | null;
}

/**
 * Running jobs whose worker is gone, taken over by this one: on this host at once, from another host after a minute
 * (their scripts are then lost). So are `strays`: jobs that are this worker's by their row, and that it never heard of, since
 * the connection was lost with the answer. A job whose script had not been started goes back into the queue instead.
 */
export async function adoptOrphans(worker: WorkerIdentity, strays: number[] = []): Promise<ClaimedJob[]> {
  const orphans = await pg<Orphan[]>`
    select job.id, job.worker_id as "workerId", job.host, worker.host as "workerHost", worker.pid as "workerPid",
      extract(epoch from now() - worker.heartbeat_at)::float8 as "silentSeconds"
    from jobs job left join workers worker on worker.id = job.worker_id
    where job.status = 'running' and job.ended_at is null and job.worker_id is distinct from ${worker.id}
      and (worker.id is null or worker.heartbeat_at < now() - interval '2 seconds')`;
  const lost = orphans.filter((candidate) => isDead(candidate, worker.host));
  const adopted: ClaimedJob[] = [];
  for (const { id, workerId } of [...strays.map((id) => ({ id, workerId: worker.id })), ...lost]) {
    const job = await adoptJob(worker, id, workerId);
    if (!job) continue;
    // Only where the run would have been started can a start be ruled out.
    const isUnstarted = job.host === worker.host && forbidStart(runFolder(job.id, job.attempt));
    if (isUnstarted) await unclaimJob(worker, job);
    else adopted.push(job);
  }
  return adopted;
}

/** Whether some running job's worker may be gone: one cheap query for the heartbeat to ask. */
export const orphansExist = () => pg`
  exists (select 1 from jobs job where job.status = 'running' and job.ended_at is null and not exists (
    select 1 from workers worker where worker.id = job.worker_id and worker.heartbeat_at > now() - interval '2 seconds'))`;

/**
 * Removes folders of this data folder that no running job stands behind, and ends what still runs in them: a machine
 * that was switched off, or a worker killed right after it had stored a job's end.
 */
export async function removeLeftovers(): Promise<void> {
  for (const folder of foldersOnDisk()) {
    const [row] = await pg`
      select 1 from jobs where id = ${folder.jobId} and attempt = ${folder.attempt} and status in ('running', 'queued')`;
    if (row) continue;
    await endRun(folder.folder);
    await removeRunFolder(folder.folder);
  }
  // A job's own folder goes right after its last run's, and a worker may have been killed between the two.
  for (const jobId of numbersIn(jobsFolder())) {
    await fs.promises.rmdir(path.join(jobsFolder(), String(jobId))).catch(() => undefined);
  }
}

/** Forgets workers that have been silent for ten minutes, with nothing of theirs running. */
export async function forgetWorkers(): Promise<void> {
  await pg`
    delete from workers where heartbeat_at < now() - ${FORGET_MINUTES} * interval '1 minute'
      and not exists (select 1 from jobs where worker_id = workers.id and status = 'running')`;
}

/** Kills whatever still belongs to a run. */
export async function endRun(folder: RunFolder): Promise<void> {
  const record = readRun(folder);
  const shim = readShim(folder);
  if (!record) return;
  const root = shim && isShimAlive(shim) ? (readScope(folder) ?? 0) : 0;
  await killRun({ root, variable: record.mark, userId: record.userId });
}

function isDead(orphan: Orphan, host: string): boolean {
  const silent = orphan.silentSeconds ?? Number.POSITIVE_INFINITY;
  if ((orphan.workerHost ?? orphan.host) !== host) return silent > AWAY_SECONDS;
  return orphan.workerPid === null || silent > STUCK_SECONDS || processStat(orphan.workerPid) === null;
}

function foldersOnDisk(): { jobId: number; attempt: number; folder: RunFolder }[] {
  return numbersIn(jobsFolder()).flatMap((jobId) =>
    numbersIn(path.join(jobsFolder(), String(jobId))).map((attempt) => ({
      jobId,
      attempt,
      folder: runFolder(jobId, attempt),
    })),
  );
}

const jobsFolder = () => path.join(env().WOOEY_DATA_DIR, "jobs");

function numbersIn(folder: string): number[] {
  return (fs.existsSync(folder) ? fs.readdirSync(folder) : []).filter((name) => /^\d+$/.test(name)).map(Number);
}
