import { sql } from "@/db/client";
import type { ScriptLimits } from "@/db/schema";
import type { CommandValues } from "@/server/introspection/argv/values";
import { liveChannel } from "@/server/jobs/live-channel";
import type { IsolationLevel } from "@/server/sandbox/command";

/** A job that this worker has taken, with all that its run needs. */
export interface ClaimedJob {
  id: number;
  attempt: number;
  argv: string[];
  /** What was submitted, where secrets are sealed in it; else null. */
  sealedValues: CommandValues | null;
  /** Of the script: its name, and its content in storage. */
  filename: string;
  sha256: string;
  inputs: { id: number; path: string; sha256: string }[];
  limits: ScriptLimits;
  networkAllowed: boolean;
  /** The script's virtual environment, and what its PEP 723 block asks for. */
  environment: { pythonBinary: string; requirements: string } | null;
  pep723: { requiresPython?: string | null; dependencies: string[] } | null;
  isRepeatable: boolean;
  startedAt: Date;
  outputBytes: number;
  host: string;
}

/** Who claims, and on which machine its processes are. */
export interface WorkerIdentity {
  id: string;
  host: string;
  bootId: string;
  isolationLevel: IsolationLevel;
}

// Lower priorities first, then the oldest job. A bare column list, so that both claims read the same.
const columns = `
  job.id, job.attempt, job.argv, case when job.values::text like '%{secret:%' then job.values end as "sealedValues",
  version.filename, version.sha256, script.limits,
  script.network_allowed as "networkAllowed", version.spec->'pep723' as pep723,
  (select jsonb_build_object('pythonBinary', python_binary, 'requirements', requirements)
    from environments where id = script.environment_id) as environment,
  script.is_repeatable as "isRepeatable", job.started_at as "startedAt",
  job.output_bytes::float8 as "outputBytes", job.host,
  coalesce((select jsonb_agg(jsonb_build_object('id', input.id, 'path', input.path, 'sha256', input.sha256))
    from job_files input where input.job_id = job.id and input.direction = 'input'), '[]') as inputs`;
const joins = `
  join script_versions version on version.id = job.version_id
  join scripts script on script.id = version.script_id`;

/** Takes up to `count` queued jobs: lowest priority number first, then the oldest. They are `running` from here on. */
export async function claimJobs(worker: WorkerIdentity, count: number): Promise<ClaimedJob[]> {
  return sql<ClaimedJob[]>`
    with chosen as materialized (  -- an IN (… LIMIT) may be evaluated again and again, and take more than its limit
      select id from jobs where status = 'queued' and ended_at is null and stop_requested_at is null
      order by priority, id limit ${count} for update skip locked),
    job as (
      update jobs set status = 'running', started_at = now(), worker_id = ${worker.id}, host = ${worker.host},
        boot_id = ${worker.bootId}, isolation_level = ${worker.isolationLevel}, pid = null, pid_start = null
      where status = 'queued' and id in (select id from chosen)
      returning *),
    told as (select pg_notify(${liveChannel}, id || ':status') from job)
    select ${sql.unsafe(columns)}, (select count(*) from told) from job ${sql.unsafe(joins)}
    order by job.priority, job.id`;
}

/**
 * Takes over a running job whose worker is gone, as long as it is still that worker's. Null when somebody was quicker
 * or the job has ended.
 */
export async function adoptJob(
  worker: WorkerIdentity,
  jobId: number,
  formerWorkerId: string | null,
): Promise<ClaimedJob | null> {
  const [job] = await sql<ClaimedJob[]>`
    with job as (
      update jobs set worker_id = ${worker.id}
      where id = ${jobId} and status = 'running' and worker_id is not distinct from ${formerWorkerId}
      returning *)
    select ${sql.unsafe(columns)} from job ${sql.unsafe(joins)}`;
  return job ?? null;
}

/** Writes down which process runs the job, for people and for other programs; the run's folder knows it, too. */
export async function recordProcess(
  job: ClaimedJob,
  workerId: string,
  shim: { pid: number; start: string },
): Promise<void> {
  await sql`
    update jobs set pid = ${shim.pid}, pid_start = ${shim.start}
    where id = ${job.id} and attempt = ${job.attempt} and worker_id = ${workerId} and status = 'running'`;
}

/** Gives back a job whose script has certainly not been started, to be claimed again. */
export async function unclaimJob(worker: WorkerIdentity, job: ClaimedJob): Promise<void> {
  await sql`
    with given as (
      update jobs set status = 'queued', worker_id = null, started_at = null, isolation_level = null
      where id = ${job.id} and attempt = ${job.attempt} and worker_id = ${worker.id} and status = 'running'
      returning id)
    select pg_notify('wooey_jobs', id::text), pg_notify(${liveChannel}, id || ':status') from given`;
}
