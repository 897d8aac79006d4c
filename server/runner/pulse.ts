import { pg } from "@/db/client";
import { ordersWait } from "@/server/environments/orders";
import { descriptionsWait } from "./descriptions";
import { orphansExist } from "./orphans";
import { remindersAreDue } from "./reminders";

/** What a worker learns by its heartbeat: the jobs that are its own, those of them to be stopped, and what waits. */
export interface Pulse {
  own: number[] | null;
  stops: number[] | null;
  hasJobs: boolean;
  hasDescriptions: boolean;
  hasOrders: boolean;
  hasOrphans: boolean;
  hasReminders: boolean;
}

/** Says that this worker lives, and asks what there is to do: one query, so that an idle worker costs next to nothing. */
export async function readPulse(workerId: string): Promise<Pulse | undefined> {
  const [pulse] = await pg<Pulse[]>`
    with me as (update workers set heartbeat_at = now() where id = ${workerId} returning 1)
    select (select count(*) from me) as beaten,
      own.ids as own, own.stops,
      exists (select 1 from jobs where status in ('submitted', 'queued') and ended_at is null) as "hasJobs",
      ${descriptionsWait()} as "hasDescriptions", ${ordersWait()} as "hasOrders", ${orphansExist()} as "hasOrphans",
      ${remindersAreDue()} as "hasReminders"
    from (select array_agg(id) as ids, array_agg(id) filter (where stop_requested_at is not null) as stops
      from jobs where status = 'running' and ended_at is null and worker_id = ${workerId}) as own`;
  return pulse;
}
