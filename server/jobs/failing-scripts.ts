import { pg } from "@/db/client";
import type { Actor } from "@/server/auth/actor";
import { requireStaffReader } from "@/server/auth/policy";

export interface FailingScript {
  slug: string;
  name: string;
}

/** How many of the newest jobs of the instance are examined, so that a million cost no more. */
const JOBS_EXAMINED = 500;
/** A script is failing if so many of its last jobs failed, and no other. Jobs that a person stopped do not count. */
const FAILURES = 3;
const LISTED_MAX = 5;

/** Enabled scripts whose last three jobs failed, the latest failure first. @throws unauthenticated, forbidden unless staff */
export async function listFailingScripts(actor: Actor): Promise<FailingScript[]> {
  requireStaffReader(actor);
  return pg<FailingScript[]>`
    with recent as materialized (
      select id, version_id, status, ended_at, deleted_at from jobs order by id desc limit ${JOBS_EXAMINED}),
    ended as (
      select script_id, recent.id, status, row_number() over (partition by script_id order by recent.id desc) as number
      from recent join script_versions on script_versions.id = version_id
      where ended_at is not null and deleted_at is null and status <> 'stopped')
    select slug, name from ended join scripts on scripts.id = script_id
    where number <= ${FAILURES} and scripts.is_active
    group by scripts.id
    having count(*) = ${FAILURES} and bool_and(status <> 'completed')
    order by max(ended.id) desc limit ${LISTED_MAX}`;
}
