import { jobEnded } from "./events";
import { insertEvents } from "./outbox";

/**
 * SQL that tells the durable functions that attempts of jobs have ended, inside the statement or the transaction that
 * ends them. `source` is what stands after FROM: rows with `id`, `attempt`, `status` and `output_bytes`. An end that was
 * told of before has no effect.
 */
export function insertJobsEnded(source: string): string {
  const data = "json_build_object('jobId', id, 'attempt', attempt, 'status', status, 'outputBytes', output_bytes)";
  return insertEvents(
    jobEnded,
    `select 'job-' || id || '-' || attempt || '-ended' as id, ${data} as data from ${source}`,
  );
}

/** The same for jobs whose rows the transaction has changed before. */
export function insertEndsOf(ids: number[]): string {
  return insertJobsEnded(`jobs where id = any('{${ids.join(",")}}'::int[])`);
}
