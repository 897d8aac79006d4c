import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { pg, type Queryable } from "@/db/client";
import { environmentOrders } from "@/db/schema/scripts";
import { isOnline } from "@/server/workers/online";

/** Wakes workers when a build is ordered; only the row counts. */
export const ENVIRONMENTS_CHANNEL = "wooey_environments";

/** A virtual environment, or the packages of a version's PEP 723 block. */
export type BuildTarget = { environmentId: number } | { versionId: number };

/** An order that a worker has claimed. `id` distinguishes it from a later one for the same environment. */
export interface ClaimedOrder {
  id: string;
  target: BuildTarget;
}

/** Stores an order until a worker has completed it. It replaces an existing one for the same environment. */
export async function addOrder(tx: Queryable, target: BuildTarget): Promise<void> {
  const order = { ...target, id: randomUUID(), workerId: null, orderedAt: new Date() };
  const same = "environmentId" in target ? environmentOrders.environmentId : environmentOrders.versionId;
  await tx.insert(environmentOrders).values(order).onConflictDoUpdate({ target: same, set: order });
  await tx.execute(sql`select pg_notify(${ENVIRONMENTS_CHANNEL}, '')`);
}

/** All orders that are not completed, claimed or not. */
export async function listOrdered(): Promise<BuildTarget[]> {
  return (await pg<OrderRow[]>`select ${columns()} from environment_orders`).map(toTarget);
}

/** Whether an order waits for a worker; the heartbeat asks this. */
export const ordersWait = () => pg`exists (select 1 from environment_orders where ${isWaiting()})`;

/** Claims the oldest waiting order; null if there is none. */
export async function claimOrder(workerId: string): Promise<ClaimedOrder | null> {
  const [row] = await pg<OrderRow[]>`
    with chosen as materialized (
      select id from environment_orders where ${isWaiting()} order by ordered_at limit 1 for update skip locked)
    update environment_orders set worker_id = ${workerId} where id in (select id from chosen)
    returning ${columns()}`;
  return row ? { id: row.id, target: toTarget(row) } : null;
}

/** Removes a completed order; a later one for the same environment stays. */
export async function endOrder({ id }: ClaimedOrder): Promise<void> {
  await pg`delete from environment_orders where id = ${id}`;
}

/** As with jobs: an order whose worker is gone can be claimed again. */
const isWaiting = () => pg`not exists (
  select 1 from workers where workers.id = worker_id and ${isOnline()})`;

interface OrderRow {
  id: string;
  environmentId: number | null;
  versionId: number | null;
}

const columns = () => pg`id, environment_id as "environmentId", version_id as "versionId"`;

function toTarget({ environmentId, versionId }: OrderRow): BuildTarget {
  if (environmentId !== null) return { environmentId };
  if (versionId !== null) return { versionId };
  throw new Error("An order is for nothing.");
}
