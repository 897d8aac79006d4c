import type { Pg, Transaction } from "@/db/connection";
import { engineChannel } from "./send";

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

const lease = `${leaseMs} ms`;

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

/**
 * An item that was claimed this often without a result may have killed its engines. Such items are claimed one at a
 * time, so that items which merely ran at the same time succeed and do not become suspects as well.
 */
const suspectClaims = 2;

/**
 * Claims up to `free` due items, those with the highest priority first. Limits hold over all engines, because engines
 * claim one after the other. An item is claimed only by an engine that has its function.
 */
export async function claimItems(pg: Pg, { owner, functionIds }: Claimant, free: number): Promise<Item[]> {
  return pg.begin(async (tx) => {
    // Not awaited: the claim is sent right after it, and takes its snapshot when the lock is held.
    const turn = tx`select pg_advisory_xact_lock(hashtext('wooey engine claim'))`.execute();
    const claim = tx<Item[]>`
      with held as (
        select key, count(*)::int as count from engine.items, lateral (values (key1), (key2)) as keys (key)
        where owner is not null and lease_until > now() and key is not null group by key),
      ready as (
        select id, key1, limit1, key2, limit2, priority, due_at, claims >= ${suspectClaims} as suspect
        from engine.items
        where owner is null and due_at <= clock_timestamp() and function_id = any(${functionIds})
          and (claims < ${suspectClaims} or not exists (
            select 1 from engine.items where owner = ${owner} and claims > ${suspectClaims}))
          and (key1 is null or coalesce((select count from held where key = key1), 0) < limit1)
          and (key2 is null or coalesce((select count from held where key = key2), 0) < limit2)
        order by priority desc, due_at, id limit ${free * 4}),
      ranked as (
        select *, row_number() over (partition by key1 order by priority desc, due_at, id) as rank1,
          row_number() over (partition by key2 order by priority desc, due_at, id) as rank2,
          row_number() over (partition by suspect order by priority desc, due_at, id) as suspicion from ready)
      update engine.items set owner = ${owner}, generation = generation + 1, claims = claims + 1,
        lease_until = clock_timestamp() + ${lease}::interval
      where id in (
        select id from ranked where (suspicion = 1 or not suspect)
          and (key1 is null or coalesce((select count from held where key = key1), 0) + rank1 <= limit1)
          and (key2 is null or coalesce((select count from held where key = key2), 0) + rank2 <= limit2)
        order by priority desc, due_at, id limit ${free})
      returning id, run_id as "runId", function_id as "functionId", kind, step_id as "stepId", attempt,
        attempts_max as "attemptsMax", generation, claims`;
    const [, claimed] = await Promise.all([turn, claim]);
    return claimed;
  });
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
  const find: FindItems = (on) => on`
    select id from engine.items where owner is not null and (lease_until <= now() or not exists (
      select 1 from pg_stat_activity
      where datname = current_database() and application_name = split_part(owner, ':', 1)))`;
  return release(pg, find, { countsClaim: true });
}

/** Frees the items that this engine still has when it stops, as if they had not been claimed. */
export async function releaseOwnItems(pg: Pg, owner: string): Promise<void> {
  await release(pg, (on) => on`select id from engine.items where owner = ${owner}`, { countsClaim: false });
}

type FindItems = (on: Pg | Transaction) => Promise<{ id?: string }[]>;

/**
 * Frees items while no other engine claims or frees any. They are looked up a second time when that is certain, because
 * an item that was found before may have been freed or claimed since.
 */
async function release(pg: Pg, find: FindItems, { countsClaim }: { countsClaim: boolean }): Promise<number> {
  if ((await find(pg)).length === 0) return 0;
  return pg.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(hashtext('wooey engine claim'))`;
    const ids = (await find(tx)).map((item) => item.id ?? "");
    if (ids.length === 0) return 0;
    // Only one discovery call of a run may wait: a second one is deleted instead of freed.
    await tx`
      delete from engine.items i where id = any(${ids}::bigint[]) and kind = 'call' and step_id = 'step' and exists (
        select 1 from engine.items twin where twin.run_id = i.run_id and twin.kind = 'call' and twin.step_id = 'step'
          and twin.id <> i.id and (twin.owner is null or (twin.id = any(${ids}::bigint[]) and twin.id < i.id)))`;
    await tx`
      update engine.items set owner = null, lease_until = null, claims = greatest(claims - ${countsClaim ? 0 : 1}, 0)
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
  hasItems: boolean;
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
      exists (select 1 from engine.items
        where owner is null and due_at <= clock_timestamp() and function_id = any(${functionIds})) as "hasItems",
      exists (select 1 from engine.items where owner <> ${owner}) as "hasOtherEngines",
      (extract(epoch from least(
        (select min(due_at) from engine.items
          where owner is null and due_at > now() and function_id = any(${functionIds})),
        (select min(lease_until) from engine.items where owner is not null),
        (select min(next_at) from engine.crons where function_id = any(${functionIds}))
      ) - clock_timestamp()) * 1000)::float8 as "nextMs"`;
  return row ?? { hasEvents: false, hasCrons: false, hasItems: false, hasOtherEngines: false, nextMs: null };
}
