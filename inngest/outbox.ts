import { ulid } from "ulid";
import { pg } from "@/db/client";
import type { Pg, Transaction } from "@/db/connection";
import type { EngineEvent, IncomingEvent } from "./engine/protocol";

/** The NOTIFY channel: "events" after new events in the outbox, "items <engine>" after an engine has added items. */
export const engineChannel = "wooey_engine";

/**
 * Adds events to the outbox and returns their ids. An event with the name and id of an earlier one has no effect. Events
 * without an id or a time get one. The embedded engine or a sender takes them from there, as soon as one runs.
 */
export async function addEvents(events: IncomingEvent[], on: Pg | Transaction = pg): Promise<string[]> {
  const complete = events.map(toEngineEvent);
  await on`
    with fresh as (
      insert into engine.events (name, id, payload)
      select name, id, payload::json from unnest(${complete.map((event) => event.name)}::text[],
        ${complete.map((event) => event.id)}::text[], ${complete.map((event) => JSON.stringify(event))}::text[])
        with ordinality as given (name, id, payload, position) order by position
      on conflict (name, id) do nothing returning 1)
    select pg_notify(${engineChannel}, 'events') from fresh limit 1`;
  return complete.map((event) => event.id);
}

/**
 * SQL that adds one event for each row (`id`, `data`) of the query `rows`, as `addEvents` does. It becomes a part of
 * the caller's statement or transaction, so that an event exists if and only if its cause was committed.
 */
export function insertEvents(name: string, rows: string): string {
  return `
    insert into engine.events (name, id, payload)
    select '${name}', sent.id, json_build_object('name', '${name}', 'id', sent.id, 'data', sent.data,
      'ts', (extract(epoch from clock_timestamp()) * 1000)::bigint, 'user', json_build_object())
    from (${rows}) as sent
    on conflict (name, id) do nothing returning pg_notify('${engineChannel}', 'events')`;
}

function toEngineEvent(event: IncomingEvent): EngineEvent {
  return {
    ...event,
    id: event.id ?? ulid(),
    data: event.data ?? {},
    ts: event.ts ?? Date.now(),
    user: event.user ?? {},
  };
}
