import { pg } from "@/db/client";
import { jobIsRunning, jobIsWaiting } from "@/db/job-conditions";
import { ordersWait } from "@/server/environments/orders";
import type { Realm } from "@/server/workers/realm";
import { lostJobsExist } from "./adopt";
import type { WorkerIdentity } from "./claim";
import { descriptionsWait } from "./descriptions";

/**
 * The answer to a heartbeat: the jobs that the worker has claimed, which of them to stop, and what else to do.
 */
export interface Heartbeat {
  /** Whether the lease was renewed. It is not after its end, because others may have taken over the jobs. */
  isRenewed: boolean;
  /** Whether no worker of another realm is online. */
  isAlone: boolean;
  /** Whether the worker must claim no more jobs. */
  isDraining: boolean;
  claimedIds: number[] | null;
  stopIds: number[] | null;
  hasJobs: boolean;
  hasDescriptions: boolean;
  hasOrders: boolean;
  hasLostJobs: boolean;
}

/**
 * Records that this worker is alive, renews its lease and finds out what there is to do. It is one query, so an idle
 * worker costs next to nothing.
 */
export async function sendHeartbeat(
  { id: workerId, realm }: WorkerIdentity,
  leaseSeconds: number,
): Promise<Heartbeat | undefined> {
  const [heartbeat] = await pg<Heartbeat[]>`
    with me as (
      update workers set heartbeat_at = now(), lease_until = now() + ${leaseSeconds} * interval '1 second'
      where id = ${workerId} and lease_until > clock_timestamp()
      returning is_draining)
    select exists (select 1 from me) as "isRenewed", coalesce((select is_draining from me), false) as "isDraining", not ${othersAreOnline(realm)} as "isAlone",
      claimed.ids as "claimedIds", claimed.stop_ids as "stopIds",
      exists (select 1 from jobs where ${jobIsWaiting()}) as "hasJobs",
      ${descriptionsWait()} as "hasDescriptions", ${ordersWait()} as "hasOrders", ${lostJobsExist()} as "hasLostJobs"
    from (select array_agg(id) as ids, array_agg(id) filter (where stop_requested_at is not null) as stop_ids
      from jobs where ${jobIsRunning()} and worker_id = ${workerId}) as claimed`;
  return heartbeat;
}

/** How long a silent worker of another realm still counts: it may be back before its lease ends. */
const ONLINE_SECONDS = 60;

/** SQL: whether a worker of another realm is online. */
const othersAreOnline = (realm: Realm) => pg`
  exists (select 1 from workers other where other.heartbeat_at > now() - ${ONLINE_SECONDS} * interval '1 second'
    and other.realm is distinct from ${pg.json({ ...realm })}::jsonb)`;
