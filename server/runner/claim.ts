import type { CommandValues } from "@/command-line/values";
import { pg } from "@/db/client";
import type { Transaction } from "@/db/connection";
import type { ScriptLimits } from "@/db/schema";
import { env } from "@/server/env";
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
  hasTerminal: boolean;
  /** The one that its script asks for; null for the worker's own. */
  isolationLevel: IsolationLevel | null;
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
  script.network_allowed as "networkAllowed", script.has_terminal as "hasTerminal",
  script.isolation_level as "isolationLevel", version.spec->'pep723' as pep723,
  (select jsonb_build_object('pythonBinary', python_binary, 'requirements', requirements)
    from environments where id = script.environment_id) as environment,
  script.is_repeatable as "isRepeatable", job.started_at as "startedAt",
  job.output_bytes::float8 as "outputBytes", job.host,
  coalesce((select jsonb_agg(jsonb_build_object('id', input.id, 'path', input.path, 'sha256', input.sha256))
    from job_files input where input.job_id = job.id and input.direction = 'input'), '[]') as inputs`;
const joins = `
  join script_versions version on version.id = job.version_id
  join scripts script on script.id = version.script_id`;

/**
 * Takes up to `count` waiting jobs: lowest priority number first, then the oldest; none beyond what its script or its
 * person may run at a time, and none whose isolation another worker reaches and this one not. They are `running` from
 * here on; `moreWait` says whether further ones may be taken. Where limits hold some back it may take fewer than it
 * could, but never none: asked again it takes the rest.
 */
export async function claimJobs(
  worker: WorkerIdentity,
  count: number,
): Promise<(ClaimedJob & { moreWait: boolean })[]> {
  return pg.begin(async (tx) => {
    // Not awaited: the claim goes out right behind it, and sees what runs once no other worker claims.
    const turn = tx`select pg_advisory_xact_lock(hashtext('wooey jobs claim'))`.execute();
    const claim = tx<(ClaimedJob & { moreWait: boolean })[]>`
      with ${chosenJobs(tx, worker.isolationLevel, count)},
      job as (
        update jobs set status = 'running', started_at = now(), worker_id = ${worker.id}, host = ${worker.host},
          boot_id = ${worker.bootId}, pid = null, pid_start = null,
          isolation_level = coalesce((select script.isolation_level from script_versions version
            join scripts script on script.id = version.script_id where version.id = jobs.version_id), ${worker.isolationLevel})
        where status in ('submitted', 'queued') and id in (select id from chosen)
        returning *),
      told as (select pg_notify(${liveChannel}, id || ':status') from job)
      select ${tx.unsafe(columns)}, (select count(*) from told),
        (select count(*) from waiting) > (select count(*) from chosen) as "moreWait"
      from job ${tx.unsafe(joins)}
      order by job.priority, job.id`;
    const [, claimed] = await Promise.all([turn, claim]);
    return claimed;
  });
}

/** Waiting jobs beyond `count` that are looked at for one that no limit holds back. */
const FURTHER = 100;

/**
 * The jobs to take next, as parts of a statement. `waiting` are the first of those whose script and person run less than
 * they may; of these each counts as running for the ones behind it.
 */
function chosenJobs(tx: Transaction, level: IsolationLevel, count: number) {
  const perUser = env().WOOEY_LIMIT_RUNNING_JOBS_PER_USER;
  return tx`
    running as materialized (
      select version.script_id, coalesce(job.owner_id, 0) as person
      from jobs job join script_versions version on version.id = job.version_id
      where job.status = 'running' and job.ended_at is null),
    waiting as materialized (
      select job.id, job.priority, version.script_id, coalesce(job.owner_id, 0) as person,
        (script.limits ->> 'concurrent')::int as script_max
      from jobs job ${tx.unsafe(joins)}
      where job.status in ('submitted', 'queued') and job.ended_at is null and job.stop_requested_at is null
        and (coalesce(script.isolation_level, 0) <= ${level}::int or not exists (
          select 1 from workers where workers.isolation_level >= script.isolation_level and pid <> 0
            and heartbeat_at > now() - interval '5 seconds'))
        and script.id not in (
          select id from running join scripts on id = script_id
          group by id having count(*) >= (limits ->> 'concurrent')::int)
        and coalesce(job.owner_id, 0) not in (
          select person from running group by person having count(*) >= ${perUser}::int)
      order by job.priority, job.id limit ${count + FURTHER}),
    ranked as (
      select id, priority, script_max,
        row_number() over (partition by script_id order by priority, id)
          + (select count(*) from running where running.script_id = waiting.script_id) as of_script,
        row_number() over (partition by person order by priority, id)
          + (select count(*) from running where running.person = waiting.person) as of_person
      from waiting),
    chosen as materialized (  -- an IN (… LIMIT) may be evaluated again and again, and take more than its limit
      select id from jobs where status in ('submitted', 'queued') and id in (
        select id from ranked
        where (script_max is null or of_script <= script_max) and (${perUser}::int is null or of_person <= ${perUser}::int)
        order by priority, id limit ${count})
      for update skip locked)`;
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
  const [job] = await pg<ClaimedJob[]>`
    with job as (
      update jobs set worker_id = ${worker.id}
      where id = ${jobId} and status = 'running' and worker_id is not distinct from ${formerWorkerId}
      returning *)
    select ${pg.unsafe(columns)} from job ${pg.unsafe(joins)}`;
  return job ?? null;
}

/** Writes down which process runs the job, for people and for other programs; the run's folder knows it, too. */
export async function recordProcess(
  job: ClaimedJob,
  workerId: string,
  shim: { pid: number; start: string },
): Promise<void> {
  await pg`
    update jobs set pid = ${shim.pid}, pid_start = ${shim.start}
    where id = ${job.id} and attempt = ${job.attempt} and worker_id = ${workerId} and status = 'running'`;
}

/** Gives back a job whose script has certainly not been started, to be claimed again. */
export async function unclaimJob(worker: WorkerIdentity, job: ClaimedJob): Promise<void> {
  await pg`
    with given as (
      update jobs set status = 'queued', worker_id = null, started_at = null, isolation_level = null
      where id = ${job.id} and attempt = ${job.attempt} and worker_id = ${worker.id} and status = 'running'
      returning id)
    select pg_notify('wooey_jobs', id::text), pg_notify(${liveChannel}, id || ':status') from given`;
}

/** Bytes stored of a running job that still is this worker's; null when it is not. */
export async function findOwnOutputBytes(job: ClaimedJob, workerId: string): Promise<number | null> {
  const [row] = await pg<{ outputBytes: number }[]>`
    select output_bytes::float8 as "outputBytes" from jobs
    where id = ${job.id} and attempt = ${job.attempt} and worker_id = ${workerId} and status = 'running'`;
  return row?.outputBytes ?? null;
}
