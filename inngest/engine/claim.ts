import type { Pg, Transaction } from "@/db/connection";
import { type Claimant, type Item, lease, suspectClaims } from "./queue";

/**
 * How items are claimed. `plain`: by one statement, which skips what other engines are claiming. `checked`: items with
 * concurrency limits, and those that may have killed their engines.
 */
export type ItemClass = "plain" | "checked";

/** What a claim is for: how many items at most, and of which classes. */
export interface Demand {
  free: number;
  classes?: ItemClass[];
}

/**
 * Claims up to `free` due items, of each class those with the highest priority first. An item is claimed only by an
 * engine that has its function. Limits hold over all engines: those that claim items of the same key take turns, and
 * all others do not wait for each other.
 */
export async function claimItems(pg: Pg, claimant: Claimant, demand: Demand): Promise<Item[]> {
  const { free, classes = ["plain", "checked"] } = demand;
  const plain = classes.includes("plain") ? await claimPlain(pg, claimant, free) : [];
  if (plain.length === free || !classes.includes("checked")) return plain;
  return [...plain, ...(await claimChecked(pg, claimant, free - plain.length))];
}

const isReady = (on: Pg | Transaction, { functionIds }: Claimant) => on`
  owner is null and due_at <= clock_timestamp() and function_id = any(${functionIds})`;

const claimedBy = (on: Pg | Transaction, { owner }: Claimant) => on`
  owner = ${owner}, generation = generation + 1, claims = claims + 1,
  lease_until = clock_timestamp() + ${lease}::interval`;

const itemColumns = (on: Pg | Transaction) => on`
  items.id, run_id as "runId", function_id as "functionId", kind, step_id as "stepId", attempt,
  attempts_max as "attemptsMax", generation, claims`;

function claimPlain(pg: Pg, claimant: Claimant, free: number): Promise<Item[]> {
  return pg<Item[]>`
    with chosen as materialized (
      select id from engine.items where ${isReady(pg, claimant)} and key1 is null and claims < ${suspectClaims}
      order by priority desc, due_at, id limit ${free} for update skip locked)
    update engine.items set ${claimedBy(pg, claimant)} from chosen where items.id = chosen.id
    returning ${itemColumns(pg)}`;
}

function claimChecked(pg: Pg, claimant: Claimant, free: number): Promise<Item[]> {
  return pg.begin(async (tx) => {
    const keys = await lockKeys(tx, claimant, free);
    return tx<Item[]>`
      with held as (
        select key, count(*)::int as count from engine.items, lateral (values (key1), (key2)) as keys (key)
        where owner is not null and lease_until > now() and key = any(${keys}) group by key),
      ready as (
        select id, key1, limit1, key2, limit2, priority, due_at,
          case when claims >= ${suspectClaims} then row_number() over (
            partition by claims >= ${suspectClaims} order by priority desc, due_at, id) else 1 end as suspicion
        from engine.items
        where ${isReady(tx, claimant)} and (key1 = any(${keys}) or (key1 is null and claims >= ${suspectClaims}))
          and (key2 is null or key2 = any(${keys}))
          and (claims < ${suspectClaims} or not exists (
            select 1 from engine.items where owner = ${claimant.owner} and claims > ${suspectClaims}))
        order by priority desc, due_at, id limit ${free * 4}),
      bounds as (
        select id, most - coalesce((select count from held where held.key = bound.key), 0) as room,
          row_number() over (partition by bound.key order by priority desc, due_at, id) as rank
        from ready, lateral (values (key1, limit1), (key2, limit2)) as bound (key, most)
        where bound.key is not null and suspicion = 1),
      allowed as (
        select id from ready where suspicion = 1 and not exists (
          select from bounds where bounds.id = ready.id and rank > room)
        order by priority desc, due_at, id limit ${free}),
      chosen as materialized (
        select id from engine.items where id in (select id from allowed) and owner is null for update skip locked)
      update engine.items set ${claimedBy(tx, claimant)} from chosen where items.id = chosen.id
      returning ${itemColumns(tx)}`;
  });
}

/**
 * Waits for its turn with the keys of the items that could be claimed next, and returns them. Whoever claims an item
 * with a key holds its lock from before the count of held items until the claim is committed. Locks are taken in one
 * order, so that engines never wait for each other in a circle.
 */
async function lockKeys(tx: Transaction, claimant: Claimant, free: number): Promise<string[]> {
  const rows = await tx<{ keys: string[] }[]>`
    with next as materialized (
      select key1, key2 from engine.items i
      where ${isReady(tx, claimant)} and key1 is not null and not exists (
        select from (values (key1, limit1), (key2, limit2)) as bound (key, most)
        where most <= (select count(*) from engine.items held
          where held.owner is not null and held.lease_until > now() and bound.key in (held.key1, held.key2)))
      order by priority desc, due_at, id limit ${free * 4}),
    turns as materialized (
      select hashtextextended(key, 0) as turn, array_agg(distinct key) as keys
      from next, lateral (values (key1), (key2)) as named (key) where key is not null group by 1 order by 1)
    select keys, pg_advisory_xact_lock(turn) from turns`;
  return rows.flatMap(({ keys }) => keys);
}
