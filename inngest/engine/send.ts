import { createHash } from "node:crypto";
import { ulid } from "ulid";
import { pg } from "@/db/client";
import type { Pg, Transaction } from "@/db/connection";
import { type EngineEvent, type IncomingEvent, incomingEvent } from "./protocol";

/** The engine's NOTIFY channel: "events" after new events, "items <engine>" after an engine has added items. */
export const engineChannel = "wooey_engine";

/**
 * Sends events to the embedded engine and returns their ids. An event that was sent before with the same name and id
 * has no effect. No engine has to run: an event that is sent without one is processed when an engine starts. Events
 * without an id or a time get one.
 */
export async function sendEvents(events: IncomingEvent[], on: Pg | Transaction = pg): Promise<string[]> {
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
 * SQL that sends one event for each row (`id`, `data`) of the query `rows`, as `sendEvents` does. It becomes a part of
 * the caller's statement, so that an event exists if and only if its cause was committed. After the commit, the caller
 * sends "events" on `engineChannel`; an engine that does not get it finds the events after some seconds.
 */
export function insertEvents(name: string, rows: string): string {
  return `
    insert into engine.events (name, id, payload)
    select '${name}', sent.id, json_build_object('name', '${name}', 'id', sent.id, 'data', sent.data,
      'ts', (extract(epoch from clock_timestamp()) * 1000)::bigint, 'user', json_build_object())
    from (${rows}) as sent
    on conflict (name, id) do nothing`;
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

/**
 * The part of Inngest's HTTP API that the SDK's client needs, answered in this process: pass it to the client as
 * `fetch`. It accepts events and answers everything else with 404.
 */
export const embeddedFetch: typeof fetch = async (input, init) => {
  const request = new Request(input, init);
  const { pathname } = new URL(request.url);
  if (request.method === "POST" && pathname.startsWith("/e/")) return receiveEvents(request);
  return Response.json(
    { error: `Not available in the embedded engine: ${request.method} ${pathname}` },
    { status: 404 },
  );
};

async function receiveEvents(request: Request): Promise<Response> {
  const body: unknown = await request.json();
  const parsed = incomingEvent.array().safeParse(Array.isArray(body) ? body : [body]);
  if (!parsed.success) return Response.json({ error: parsed.error.message, status: 400 }, { status: 400 });
  // The SDK retries a request without an answer with the same seed. Ids derived from it make the retry harmless.
  const seed = request.headers.get("x-inngest-event-id-seed");
  const events = parsed.data.map((event, index) => (event.id || !seed ? event : { ...event, id: seeded(seed, index) }));
  return Response.json({ ids: await sendEvents(events), status: 200 });
}

const seeded = (seed: string, index: number) =>
  createHash("sha256").update(`${seed} ${index}`).digest("hex").slice(0, 26);
