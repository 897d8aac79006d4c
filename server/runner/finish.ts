import { pg } from "@/db/client";
import type { JobStatus } from "@/db/job-state";
import type { EndCause } from "@/db/schema";
import { insertJobsEnded } from "@/inngest/client";
import { liveChannel } from "@/server/jobs/live-channel";
import type { Metric } from "@/server/jobs/metrics";
import { jobsChannel } from "@/server/jobs/queue";
import type { Message } from "@/server/language/message";
import { type ClaimedJob, isClaimed, type JobClaim } from "./claim";
import { type OutputRow, type OutputState, rowValues } from "./output";

/** How a run ended, as it is stored in the job's row. */
export interface RunEnd {
  status: Extract<JobStatus, "completed" | "failed" | "error" | "interrupted" | "stopped">;
  exitCode: number | null;
  signal: string | null;
  endedBy: EndCause;
  endMessages: Message[] | null;
}

/** Output that is stored together with the end of a run. */
export interface FinalOutput {
  state: OutputState;
  rows: OutputRow[];
  droppedBytes: number;
  /** What the script has reported about its run; null if nothing. */
  metrics: Metric[] | null;
}

/**
 * Commits the end of a run together with its last output and its event. Only the worker that has claimed the job can do this, and
 * only once. If somebody has asked to stop the job, it is `stopped`, no matter what its script did in the meantime.
 * Returns whether this call has ended the job.
 */
export async function commitEnd(claim: JobClaim, end: RunEnd, output?: FinalOutput): Promise<boolean> {
  const last = output?.rows.at(-1);
  const position = last ? last.position + last.content.length : (output?.state.position ?? null);
  const rows = output?.rows.length
    ? pg`insert into job_output (job_id, attempt, position, stream, at, content)
        select job.id, job.attempt, row.position::bigint, row.stream::smallint, row.at, decode(row.content, 'hex')
        from job, (values ${rowValues(output.rows)}) as row (position, stream, at, content)`
    : pg`select 1`;
  // The driver's type does not accept interfaces, although they are JSON.
  const messages = end.endMessages && pg.json(end.endMessages as never);
  // For the same reason.
  const metrics = output?.metrics ? pg.json(output.metrics as never) : null;
  const ended = await pg`
    with job as (
      update jobs set
        status = case when stop_requested_at is null then ${end.status} else 'stopped' end,
        ended_by = case when stop_requested_at is null then ${end.endedBy} else 'user' end,
        end_messages = case when stop_requested_at is null then ${messages}::jsonb end,
        isolation_level = case when ${end.endedBy} = 'start' then null else isolation_level end,
        metrics = ${metrics}::jsonb,
        exit_code = ${end.exitCode}, signal = ${end.signal}, ended_at = now(),
        output_bytes = coalesce(${position}, output_bytes), output_dropped_bytes = ${output?.droppedBytes ?? 0}
      where ${isClaimed(claim)}
        and (${output?.state.position ?? null}::bigint is null or output_bytes = ${output?.state.position ?? null})
      returning id, attempt, status, output_bytes),
    stored as (${rows}),
    told as (${pg.unsafe(insertJobsEnded("job"))})
    select pg_notify(${liveChannel}, id || ':status') from job`;
  return ended.length > 0;
}

/** The maximum number of runs of one job, including the first. After that, an interrupted run is not repeated. */
const ATTEMPTS_MAX = 3;

/**
 * Submits an interrupted run again, as the job's next attempt. Returns false if its script is not repeatable, if it has
 * been repeated often enough, or if somebody has asked to stop it.
 */
export async function repeatJob(claim: JobClaim, { isRepeatable, attempt }: ClaimedJob): Promise<boolean> {
  if (!isRepeatable || attempt >= ATTEMPTS_MAX) return false;
  const repeated = await pg`
    with job as (
      update jobs set status = 'submitted', attempt = attempt + 1, worker_id = null, pid = null, pid_start = null,
        started_at = null, output_bytes = 0, output_dropped_bytes = 0, isolation_level = null
      where ${isClaimed(claim)} and stop_requested_at is null
      returning id)
    select pg_notify(${jobsChannel}, id::text), pg_notify(${liveChannel}, id || ':status') from job`;
  return repeated.length > 0;
}
