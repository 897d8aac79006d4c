import { pg } from "@/db/client";
import type { ReadRow } from "./columns";

/**
 * The rows of jobs that were found for an actor, newest first; a job that has gone meanwhile is missing. It is plain SQL,
 * because each list needs it: PostgreSQL plans it once.
 */
export async function readJobRows(ids: number[]): Promise<ReadRow[]> {
  if (ids.length === 0) return [];
  return pg<ReadRow[]>`
    select job.id, job.uuid, job.name, job.description, job.status, job.created_at as "createdAt",
      job.started_at as "startedAt", job.ended_at as "endedAt", job.exit_code as "exitCode", job.signal,
      job.ended_by as "endedBy", job.end_messages as "endMessages", job.metrics,
      array(select tag from job_tags where job_id = job.id order by tag) as tags, job.visibility, job.client,
      job.owner_id as "ownerId", job.browser_hash as "browserHash", owner.username, owner.full_name as "fullName",
      script.slug, script.name as "scriptName", version.id as "versionId", version.version, version.iteration,
      version.is_default as "isDefault", version.is_active as "isActive"
    from jobs job
    join script_versions version on version.id = job.version_id
    join scripts script on script.id = version.script_id
    left join users owner on owner.id = job.owner_id
    where job.id = any(${ids})
    order by job.id desc`;
}
