import { STANDARD_INPUT } from "@/command-line/standard-input";
import type { CommandValues } from "@/command-line/values";
import { pg } from "@/db/client";
import type { Transaction } from "@/db/connection";
import { jobIsRunning, jobIsWaiting } from "@/db/job-conditions";
import type { ScriptLimits } from "@/db/schema";
import { env } from "@/server/env";
import { liveChannel } from "@/server/jobs/live-channel";
import { jobsChannel } from "@/server/jobs/queue";
import { waitingLine } from "@/server/jobs/waiting-line";
import type { ProcessIdentity } from "@/server/processes";
import type { IsolationLevel } from "@/server/sandbox/command";
import { hasNeeds, meetsNeeds, type Reservation } from "@/server/workers/needs";
import { isOnline } from "@/server/workers/online";
import type { Realm } from "@/server/workers/realm";
import { freeResources, reservationFor } from "./free-resources";

/** A job that this worker has claimed, with everything that its run needs. */
export interface ClaimedJob {
  id: number;
  attempt: number;
  argv: string[];
  /** The submitted values if they contain sealed secrets; else null. */
  sealedValues: CommandValues | null;
  /** The name of the script's file, and its content in storage. */
  filename: string;
  sha256: string;
  inputs: { id: number; path: string; sha256: string; isStdin: boolean }[];
  limits: ScriptLimits;
  networkAllowed: boolean;
  hasTerminal: boolean;
  /** The level that the script requires; null for the worker's level. */
  isolationLevel: IsolationLevel | null;
  /** The script's virtual environment, and the requirements of its PEP 723 block. */
  environment: { pythonBinary: string; requirements: string } | null;
  pep723: { requiresPython?: string | null; dependencies: string[] } | null;
  isRepeatable: boolean;
  startedAt: Date;
  outputBytes: number;
  host: string;
  reserved: Reservation | null;
}

/** A worker, and the machine on which its processes run. */
export interface WorkerIdentity {
  id: string;
  host: string;
  bootId: string;
  realm: Realm;
  isolationLevel: IsolationLevel;
}

/** A job and the worker that has claimed it. Statements about the run take effect only while the claim holds. */
export interface JobClaim {
  job: { id: number; attempt: number };
  workerId: string;
}

const columns = `
  job.id, job.attempt, job.argv, case when job.values::text like '%{secret:%' then job.values end as "sealedValues",
  version.filename, version.sha256, script.limits,
  script.network_allowed as "networkAllowed", script.has_terminal as "hasTerminal",
  script.isolation_level as "isolationLevel", version.spec->'pep723' as pep723,
  (select jsonb_build_object('pythonBinary', python_binary, 'requirements', requirements)
    from environments where id = script.environment_id) as environment,
  script.is_repeatable as "isRepeatable", job.started_at as "startedAt",
  job.output_bytes::float8 as "outputBytes", job.host,
  job.reserved,
  coalesce((select jsonb_agg(jsonb_build_object('id', input.id, 'path', input.path, 'sha256', input.sha256,
      'isStdin', input.parameter is not distinct from '${STANDARD_INPUT}'))
    from job_files input where input.job_id = job.id and input.direction = 'input'), '[]') as inputs`;
const joins = `
  join script_versions version on version.id = job.version_id
  join scripts script on script.id = version.script_id`;

/**
 * Claims up to `count` waiting jobs, in the order of `waitingLine`: the lowest priority number first, then people in
 * turn, then the oldest. It skips jobs whose script or owner has reached the limit of running jobs, and jobs whose
 * isolation level only another worker reaches, or whose needs this worker cannot meet now. Claimed jobs are `running`; `moreWait` tells whether more could be
 * claimed. Because of the limits it may claim fewer jobs than possible, but at least one: the next call claims the
 * others.
 */
export async function claimJobs(
  worker: WorkerIdentity,
  count: number,
): Promise<(ClaimedJob & { moreWait: boolean })[]> {
  return pg.begin(async (tx) => {
    // Not awaited: the claim is sent right after it, and starts when no other worker is claiming.
    const turn = tx`select pg_advisory_xact_lock(hashtext('wooey jobs claim'))`.execute();
    const claim = tx<(ClaimedJob & { moreWait: boolean })[]>`
      with recursive ${chosenJobs(tx, worker, count)},
      job as (
        update jobs set status = 'running', started_at = now(), worker_id = ${worker.id}, host = ${worker.host},
          boot_id = ${worker.bootId}, pid = null, pid_start = null,
          reserved = (select ${reservationFor(tx, "script")} from script_versions version
            join scripts script on script.id = version.script_id where version.id = jobs.version_id),
          isolation_level = coalesce((select script.isolation_level from script_versions version
            join scripts script on script.id = version.script_id where version.id = jobs.version_id), ${worker.isolationLevel})
        where ${jobIsWaiting()} and id in (select id from chosen)
        returning *),
      notified as (select pg_notify(${liveChannel}, id || ':status') from job)
      select ${tx.unsafe(columns)}, (select count(*) from notified),
        (select count(*) from waiting) > (select count(*) from chosen) as "moreWait"
      from job ${tx.unsafe(joins)}
      order by (select position from waiting where waiting.id = job.id)`;
    const [, claimed] = await Promise.all([turn, claim]);
    return claimed;
  });
}

/**
 * SQL: the jobs to claim next, as parts of a statement. `waiting` contains the first jobs of each person whose script
 * and owner are below their limits. Each of these jobs then counts as running for the ones after it.
 */
function chosenJobs(tx: Transaction, worker: WorkerIdentity, count: number) {
  const level = worker.isolationLevel;
  const perUser = env().WOOEY_LIMIT_RUNNING_JOBS_PER_USER;
  const isCandidate = tx`stop_requested_at is null
    and version_id not in (select version_id from held) and coalesce(owner_id, 0) not in (select owner from busy)`;
  return tx`
    ${freeResources(tx, worker)},
    running as materialized (
      select version.script_id, coalesce(job.owner_id, 0) as owner
      from jobs job join script_versions version on version.id = job.version_id
      where ${jobIsRunning("job")}),
    held as materialized (
      select version.id as version_id
      from scripts script join script_versions version on version.script_id = script.id
      -- The first condition is that of the index scripts_limited.
      where (script.limits ->> 'concurrent' is not null or script.isolation_level is not null) and (
        (select count(*) from running where running.script_id = script.id) >= (script.limits ->> 'concurrent')::int
        or script.isolation_level > ${level}::int and exists (
          select 1 from workers where workers.isolation_level >= script.isolation_level and ${isOnline()}))
      union all
      -- The first condition is that of the index scripts_with_needs.
      select version.id from scripts script join script_versions version on version.script_id = script.id
      where ${hasNeeds()} and not exists (select 1 from free where ${meetsNeeds("free")})),
    busy as materialized (select owner from running group by owner having count(*) >= ${perUser}::int),
    ${waitingLine({ jobsMax: count + 1, isCandidate })},
    waiting as materialized (
      select line.id, line.position, version.script_id, coalesce(line.owner_id, 0) as owner,
        (script.limits ->> 'concurrent')::int as script_max, ${hasNeeds()} as has_needs
      from line join script_versions version on version.id = line.version_id
      join scripts script on script.id = version.script_id),
    ranked as (
      select id, position, script_max, has_needs, row_number() over (partition by has_needs order by position) as of_needs,
        row_number() over (partition by script_id order by position)
          + (select count(*) from running where running.script_id = waiting.script_id) as of_script,
        row_number() over (partition by owner order by position)
          + (select count(*) from running where running.owner = waiting.owner) as of_owner
      from waiting),
    chosen as materialized (  -- an IN (… LIMIT) may be evaluated several times and then exceeds its limit
      select id from jobs where ${jobIsWaiting()} and id in (
        select id from ranked
        where (script_max is null or of_script <= script_max) and (${perUser}::int is null or of_owner <= ${perUser}::int)
          and (not has_needs or of_needs = 1)  -- what is free for the next one is known after this one
        order by position limit ${count})
      for update skip locked)`;
}

/**
 * Adopts a running job whose worker is dead, if the job still belongs to that worker. Returns null when another worker
 * was faster or the job has ended.
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

/** SQL: the job is running and still claimed by the worker. */
export const isClaimed = ({ job, workerId }: JobClaim) =>
  pg`id = ${job.id} and attempt = ${job.attempt} and worker_id = ${workerId} and status = 'running'`;

/** Stores which process runs the job, for people and for other programs. The run folder contains it as well. */
export async function recordProcess(claim: JobClaim, shim: ProcessIdentity): Promise<void> {
  await pg`update jobs set pid = ${shim.pid}, pid_start = ${shim.start} where ${isClaimed(claim)}`;
}

/** Returns a job to the queue. The caller must be certain that its script has not been started. */
export async function unclaimJob(claim: JobClaim): Promise<void> {
  await pg`
    with returned as (
      update jobs set status = 'queued', worker_id = null, started_at = null, isolation_level = null
      where ${isClaimed(claim)}
      returning id)
    select pg_notify(${jobsChannel}, id::text), pg_notify(${liveChannel}, id || ':status') from returned`;
}

/** The number of stored bytes of output, if the job is still claimed by this worker; else null. */
export async function findStoredBytes(claim: JobClaim): Promise<number | null> {
  const [row] = await pg<{ outputBytes: number }[]>`
    select output_bytes::float8 as "outputBytes" from jobs where ${isClaimed(claim)}`;
  return row?.outputBytes ?? null;
}
