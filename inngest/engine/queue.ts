import type { PendingQuery, Row } from "postgres";
import type { Pg, Transaction } from "@/db/connection";
import { engineChannel } from "../outbox";
import { transact } from "./transact";

export type ItemKind = "call" | "sleep" | "timeout" | "start_timeout" | "finish_timeout";

/** A claimed item of the queue. */
export interface Item {
  id: string;
  runId: string;
  functionId: string;
  kind: ItemKind;
  stepId: string;
  attempt: number;
  attemptsMax: number;
  generation: number;
  claims: number;
}

export interface NewItem {
  runId: string;
  functionId: string;
  kind: ItemKind;
  stepId?: string;
  attemptsMax?: number;
  priority?: number;
  /** Milliseconds from now until it is due. */
  delayMs?: number;
  /** The concurrency limits that apply to it, at most two. */
  limits?: Limit[];
}

/** How many items with this key may be claimed at the same time. */
export interface Limit {
  key: string;
  limit: number;
}

/** An engine that claims items: its name in the queue, and the functions that it has. */
export interface Claimant {
  owner: string;
  functionIds: string[];
}

/** A claimed item in the transaction that decides about it. */
export interface Lease {
  tx: Transaction;
  owner: string;
  item: Item;
}

/** A lease expires unless the heartbeat renews it, so that an engine that hangs loses its items like one that died. */
export const leaseMs = 30_000;

export const lease = `${leaseMs} ms`;

/**
 * An item that was claimed this often without a result may have killed its engines. Such items are claimed one at a
 * time, so that items which merely ran at the same time succeed and do not become suspects as well.
 */
export const suspectClaims = 2;

/** Adds an item and notifies the engines. Does nothing if it is a discovery call and the run already waits for one. */
export async function addItem(on: Pg | Transaction, owner: string, item: NewItem): Promise<void> {
  const [first, second] = item.limits ?? [];
  await on`
    with added as (
      insert into engine.items
        (run_id, function_id, kind, step_id, attempts_max, priority, due_at, key1, limit1, key2, limit2)
      values (${item.runId}, ${item.functionId}, ${item.kind}, ${item.stepId ?? "step"}, ${item.attemptsMax ?? 1},
        ${item.priority ?? 0}, clock_timestamp() + ${`${item.delayMs ?? 0} ms`}::interval,
        ${first?.key ?? null}, ${first?.limit ?? null}, ${second?.key ?? null}, ${second?.limit ?? null})
      on conflict do nothing returning 1)
    select pg_notify(${engineChannel}, ${`items ${owner}`}) from added`;
}

/** Renews the leases of these items. Items that a transaction has locked are renewed the next time. */
export async function renewLeases(pg: Pg, owner: string, ids: string[]): Promise<void> {
  await pg`
    update engine.items set lease_until = clock_timestamp() + ${lease}::interval
    where id in (select id from engine.items where owner = ${owner} and id = any(${ids}::bigint[]) for update skip locked)`;
}

/**
 * Frees the items of dead engines: their process no longer has a session in the database, or their lease has expired.
 * The name of an engine starts with the name of its session. Returns how many items were freed.
 */
export function releaseDead(pg: Pg): Promise<number> {
  const isDead: Condition = (on) => on`
    owner is not null and (lease_until <= now() or not exists (
      select 1 from pg_stat_activity
      where datname = current_database() and application_name = split_part(owner, ':', 1)))`;
  return release(pg, isDead, 0);
}

/** Frees the items that this engine still has when it stops, as if they had not been claimed. */
export async function releaseOwnItems(pg: Pg, owner: string): Promise<void> {
  await release(pg, (on) => on`owner = ${owner}`, 1);
}

type Condition = (on: Pg | Transaction) => PendingQuery<Row[]>;

/**
 * Frees items, and takes back so many of their claims. Each is freed by one engine: others skip it while it is locked.
 */
async function release(pg: Pg, condition: Condition, takenBack: number): Promise<number> {
  const [any] = await pg`select from engine.items where ${condition(pg)} limit 1`;
  if (!any) return 0;
  return transact(pg, async (tx) => {
    const items = await tx<{ id: string }[]>`
      select id from engine.items where ${condition(tx)} order by id for update skip locked`;
    const ids = items.map(({ id }) => id);
    // Only one discovery call of a run may wait: a second one is deleted instead of freed.
    await tx`
      delete from engine.items i where id = any(${ids}::bigint[]) and kind = 'call' and step_id = 'step' and exists (
        select 1 from engine.items twin where twin.run_id = i.run_id and twin.kind = 'call' and twin.step_id = 'step'
          and twin.id <> i.id and (twin.owner is null or (twin.id = any(${ids}::bigint[]) and twin.id < i.id)))`;
    await tx`
      update engine.items set owner = null, lease_until = null, claims = greatest(claims - ${takenBack}, 0)
      where id = any(${ids}::bigint[])`;
    await tx`select pg_notify(${engineChannel}, 'items')`;
    return ids.length;
  });
}

/** Deletes an item whose work is done. False when the lease was lost: its result must then be dropped. */
export async function settleItem({ tx, owner, item }: Lease): Promise<boolean> {
  const [settled] = await tx<{ limited: boolean }[]>`
    delete from engine.items where id = ${item.id} and owner = ${owner} and generation = ${item.generation}
    returning key1 is not null as limited`;
  if (settled?.limited) await tx`select pg_notify(${engineChannel}, ${`items ${owner}`})`;
  return settled !== undefined;
}

/** Keeps the item for the run's next call, as a first attempt. False when the lease was lost. */
export async function keepItem({ tx, owner, item }: Lease): Promise<boolean> {
  const kept = await tx`
    update engine.items set attempt = 0, claims = 1, lease_until = clock_timestamp() + ${lease}::interval
    where id = ${item.id} and owner = ${owner} and generation = ${item.generation} returning 1`;
  return kept.length > 0;
}

/** Frees the item for another attempt after `delayMs`. False when the lease was lost. */
export async function retryItem({ tx, owner, item }: Lease, delayMs: number): Promise<boolean> {
  const [held] = await tx`
    select 1 from engine.items where id = ${item.id} and owner = ${owner} and generation = ${item.generation} for update`;
  if (!held) return false;
  if (item.stepId === "step") {
    // Another discovery call may have been queued since, and only one may wait.
    await tx`
      delete from engine.items where run_id = ${item.runId} and kind = 'call' and step_id = 'step' and owner is null`;
  }
  await tx`
    update engine.items set owner = null, lease_until = null, attempt = attempt + 1, claims = 0,
      due_at = clock_timestamp() + ${`${delayMs} ms`}::interval where id = ${item.id}`;
  await tx`select pg_notify(${engineChannel}, ${`items ${owner}`})`;
  return true;
}

/** What an engine can do now, and in how many milliseconds more will be due (null: nothing is planned). */
export interface PendingWork {
  hasEvents: boolean;
  hasCrons: boolean;
  /** Whether items of a class can be claimed. */
  hasPlain: boolean;
  hasChecked: boolean;
  /** Another engine has claimed items. If it dies, an engine has to notice. */
  hasOtherEngines: boolean;
  nextMs: number | null;
}

/**
 * Finds out, by the clock of the database, what an engine with these functions can do. Items that wait for a free slot
 * of their key count as work but not as planned: the end of the item that holds the slot notifies every engine.
 */
export async function findWork(pg: Pg, { owner, functionIds }: Claimant): Promise<PendingWork> {
  const [row] = await pg<PendingWork[]>`
    select
      exists (select 1 from engine.events where scheduled_at is null) as "hasEvents",
      exists (select 1 from engine.crons where next_at <= clock_timestamp() and function_id = any(${functionIds}))
        as "hasCrons",
      exists (select 1 from engine.items where owner is null and due_at <= clock_timestamp()
        and function_id = any(${functionIds}) and key1 is null and claims < ${suspectClaims}) as "hasPlain",
      exists (select 1 from engine.items where owner is null and due_at <= clock_timestamp()
        and function_id = any(${functionIds}) and (key1 is not null or claims >= ${suspectClaims})) as "hasChecked",
      exists (select 1 from engine.items where owner <> ${owner}) as "hasOtherEngines",
      (extract(epoch from least(
        (select min(due_at) from engine.items
          where owner is null and due_at > now() and function_id = any(${functionIds})),
        (select min(lease_until) from engine.items where owner is not null),
        (select min(next_at) from engine.crons where function_id = any(${functionIds}))
      ) - clock_timestamp()) * 1000)::float8 as "nextMs"`;
  if (!row) throw new Error("A query without a condition has returned no row.");
  return row;
}
