import { pg } from "@/db/client";
import { jobIsRunning, jobIsWaiting } from "@/db/job-conditions";
import { ordersWait } from "@/server/environments/orders";
import { lostJobsExist } from "./adopt";
import { descriptionsWait } from "./descriptions";
import { remindersAreDue } from "./reminders";

/**
 * The answer to a heartbeat: the jobs that the worker has claimed, which of them to stop, and what else to do.
 */
export interface Heartbeat {
  claimedIds: number[] | null;
  stopIds: number[] | null;
  hasJobs: boolean;
  hasDescriptions: boolean;
  hasOrders: boolean;
  hasLostJobs: boolean;
  hasReminders: boolean;
}

/**
 * Records that this worker is alive and finds out what there is to do. It is one query, so an idle worker costs next to
 * nothing.
 */
export async function sendHeartbeat(workerId: string): Promise<Heartbeat | undefined> {
  const [heartbeat] = await pg<Heartbeat[]>`
    with me as (update workers set heartbeat_at = now() where id = ${workerId} returning 1)
    select (select count(*) from me) as updated,
      claimed.ids as "claimedIds", claimed.stop_ids as "stopIds",
      exists (select 1 from jobs where ${jobIsWaiting()}) as "hasJobs",
      ${descriptionsWait()} as "hasDescriptions", ${ordersWait()} as "hasOrders", ${lostJobsExist()} as "hasLostJobs",
      ${remindersAreDue()} as "hasReminders"
    from (select array_agg(id) as ids, array_agg(id) filter (where stop_requested_at is not null) as stop_ids
      from jobs where ${jobIsRunning()} and worker_id = ${workerId}) as claimed`;
  return heartbeat;
}
