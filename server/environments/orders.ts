import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { pg, type Queryable } from "@/db/client";
import { environmentOrders } from "@/db/schema/scripts";
import { isOnline } from "@/server/workers/online";

/** Wakes workers when something was ordered; the row alone is what counts. */
export const ENVIRONMENTS_CHANNEL = "wooey_environments";

/** A virtual environment, or what a version's PEP 723 block asks for. */
export type BuildTarget = { environmentId: number } | { versionId: number };

/** An order that a worker has taken. `id` tells it from a later one for the same. */
export interface ClaimedOrder {
  id: string;
  target: BuildTarget;
}

/** Keeps an order until a worker has carried it out; one for the same that is there already gives way. */
export async function addOrder(tx: Queryable, target: BuildTarget): Promise<void> {
  const order = { ...target, id: randomUUID(), workerId: null, orderedAt: new Date() };
  const same = "environmentId" in target ? environmentOrders.environmentId : environmentOrders.versionId;
  await tx.insert(environmentOrders).values(order).onConflictDoUpdate({ target: same, set: order });
  await tx.execute(sql`select pg_notify(${ENVIRONMENTS_CHANNEL}, '')`);
}

/** What is ordered and not carried out, whether a worker has taken it or not. */
export async function listOrdered(): Promise<BuildTarget[]> {
  return (await pg<OrderRow[]>`select ${columns()} from environment_orders`).map(toTarget);
}

/** Whether an order waits for a worker: for the heartbeat to ask. */
export const ordersWait = () => pg`exists (select 1 from environment_orders where ${isWaiting()})`;

/** Takes the oldest order that waits; null when none does. */
export async function claimOrder(workerId: string): Promise<ClaimedOrder | null> {
  const [row] = await pg<OrderRow[]>`
    with chosen as materialized (
      select id from environment_orders where ${isWaiting()} order by ordered_at limit 1 for update skip locked)
    update environment_orders set worker_id = ${workerId} where id in (select id from chosen)
    returning ${columns()}`;
  return row ? { id: row.id, target: toTarget(row) } : null;
}

/** Forgets an order that was carried out; a later one for the same stays. */
export async function endOrder({ id }: ClaimedOrder): Promise<void> {
  await pg`delete from environment_orders where id = ${id}`;
}

/** As of a job: what was taken by a worker that is gone is anybody's again. */
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
