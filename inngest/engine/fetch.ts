import { createHash } from "node:crypto";
import { addEvents } from "../outbox";
import { incomingEvent } from "./protocol";

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
  return Response.json({ ids: await addEvents(events), status: 200 });
}

const seeded = (seed: string, index: number) =>
  createHash("sha256").update(`${seed} ${index}`).digest("hex").slice(0, 26);
