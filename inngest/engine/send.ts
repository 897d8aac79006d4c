import { createHash } from "node:crypto";
import { ulid } from "ulid";
import { pg } from "@/db/client";
import type { Pg, Transaction } from "@/db/connection";
import { type EngineEvent, type IncomingEvent, incomingEvent } from "./protocol";

/** The NOTIFY channel of the engine: "events" when events came in, "items <engine>" when an engine added work. */
export const engineChannel = "wooey_engine";

/**
 * Hands events to the embedded engine and gives back their ids. An event whose id was sent before under the same name
 * has no effect. Needs no engine: what is sent while none runs is scheduled when one starts. The id and the time of an
 * event that has none are made here.
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
 * SQL that sends one event for each row (`id`, `data`) of `rows`, a query over the parts of the caller's statement, as
 * `sendEvents` does: a part of that statement, so that an event is there when and only when its cause is.
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

/**
 * The part of Inngest's HTTP API that the SDK's client calls, answered in-process: give it to the client as `fetch`.
 * Sending events and signals is there, the rest answers 404.
 */
export const embeddedFetch: typeof fetch = async (input, init) => {
  const request = new Request(input, init);
  const { pathname } = new URL(request.url);
  if (request.method === "POST" && pathname.startsWith("/e/")) return receiveEvents(request);
  if (request.method === "POST" && pathname === "/v1/signals") return receiveSignal(request);
  return Response.json({ error: `not in the embedded engine: ${request.method} ${pathname}` }, { status: 404 });
};

async function receiveEvents(request: Request): Promise<Response> {
  const body: unknown = await request.json();
  const parsed = incomingEvent.array().safeParse(Array.isArray(body) ? body : [body]);
  if (!parsed.success) return Response.json({ error: parsed.error.message, status: 400 }, { status: 400 });
  // The SDK repeats a send that got no answer with the same seed, so that ids made from it arrive once.
  const seed = request.headers.get("x-inngest-event-id-seed");
  const events = parsed.data.map((event, index) => (event.id || !seed ? event : { ...event, id: seeded(seed, index) }));
  return Response.json({ ids: await sendEvents(events), status: 200 });
}

const seeded = (seed: string, index: number) =>
  createHash("sha256").update(`${seed} ${index}`).digest("hex").slice(0, 26);

/** The name of the event that carries a signal to the engine. */
export const signalEvent = "wooey/engine.signal";

async function receiveSignal(request: Request): Promise<Response> {
  const { signal, data } = (await request.json()) as { signal: string; data: unknown };
  const [wait] = await pg`
    select run_id from engine.waits where kind = 'signal' and topic = ${signal} order by id limit 1`;
  if (!wait) return Response.json({ error: "nothing waits for this signal" }, { status: 404 });
  await sendEvents([{ name: signalEvent, data: { signal, data } }]);
  return Response.json({ data: { run_id: wait.run_id } });
}
