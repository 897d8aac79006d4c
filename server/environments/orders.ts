import { randomUUID } from "node:crypto";
import { eq, sql as text } from "drizzle-orm";
import { type Queryable, sql } from "@/db/client";
import { settings } from "@/db/schema/settings";

// An order to build an environment is a mark in the table of settings from its commit until it is carried out: it
// outlives the web process that took it, and every worker that dies over it.

/** Wakes workers when something was ordered; the mark alone is what counts. */
export const ENVIRONMENTS_CHANNEL = "wooey_environments";

/** A virtual environment, or what a version's PEP 723 block asks for. */
export type BuildTarget = { environmentId: number } | { versionId: number };

/** An order that a worker has taken. `id` tells it from a later one for the same. */
export interface TakenOrder {
  id: string;
  target: BuildTarget;
}

/** Keeps an order until a worker has carried it out; one for the same that is there already gives way. */
export async function placeOrder(tx: Queryable, target: BuildTarget): Promise<void> {
  const value = { id: randomUUID(), ...target };
  await tx
    .insert(settings)
    .values({ key: keyOf(target), value })
    .onConflictDoUpdate({ target: settings.key, set: { value, modifiedAt: text`now()` } });
  await tx.execute(text`select pg_notify(${ENVIRONMENTS_CHANNEL}, '')`);
}

/** Takes an order back that nobody has carried out; a worker that builds already builds on. */
export async function withdrawOrder(tx: Queryable, target: BuildTarget): Promise<void> {
  await tx.delete(settings).where(eq(settings.key, keyOf(target)));
}

/** What is ordered and not carried out, whether a worker has taken it or not. */
export async function listOrdered(): Promise<BuildTarget[]> {
  const rows = await sql<{ value: BuildTarget }[]>`select value from settings where ${isOrder()}`;
  return rows.map((row) => row.value);
}

/** Whether an order waits for a worker: for the heartbeat to ask. */
export const ordersWait = () => sql`exists (select 1 from settings where ${isWaiting()})`;

/** Takes the oldest order that waits; null when none does. */
export async function takeOrder(workerId: string): Promise<TakenOrder | null> {
  const [row] = await sql<{ value: { id: string } & BuildTarget }[]>`
    with chosen as materialized (
      select key from settings where ${isWaiting()} order by modified_at limit 1 for update skip locked)
    update settings set value = value || ${sql.json({ workerId })} where key in (select key from chosen)
    returning value`;
  return row ? { id: row.value.id, target: row.value } : null;
}

/** Forgets an order that was carried out; a later one for the same stays. */
export async function endOrder({ id, target }: TakenOrder): Promise<void> {
  await sql`delete from settings where key = ${keyOf(target)} and value->>'id' = ${id}`;
}

const isOrder = () => sql`key like 'environment-build:%'`;

/** As of a job: what was taken by a worker that is gone is anybody's again. */
const isWaiting = () => sql`${isOrder()} and not exists (
  select 1 from workers
  where workers.id::text = settings.value->>'workerId' and heartbeat_at > now() - interval '5 seconds')`;

function keyOf(target: BuildTarget): string {
  const [noun, id] = "environmentId" in target ? ["environment", target.environmentId] : ["version", target.versionId];
  return `environment-build:${noun}:${id}`;
}
