import { once } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";

/**
 * What the stand-in does with requests: answer; take the connection and never answer; take the events and answer too
 * late; answer 500; answer without an end; close the connection.
 */
export type Behaviour = "answers" | "hangs" | "late" | "fails" | "floods" | "hangs up";

interface SentEvent {
  id: string;
  name: string;
  data: { n?: number };
}

export interface StandIn {
  baseUrl: string;
  behaviour: Behaviour;
  /** The events that it has taken, each once by its id, as an Inngest server counts them. */
  events: Map<string, SentEvent>;
  /** All requests for events, with what they contained. */
  requests: { path: string; body: SentEvent[]; authorization?: string | undefined }[];
  /** What was registered: the address of the functions and their ids. */
  registrations: { url: string; ids: string[]; authorization: string | undefined }[];
  /** Ids of events that it refuses with 400. */
  refusedIds: Set<string>;
  /** Refuses connections, until `open`. */
  close(): Promise<void>;
  open(): Promise<void>;
}

/** A server on a loopback port that speaks the part of Inngest's protocol that a link needs, with faults on demand. */
export async function startStandIn(): Promise<StandIn> {
  const server = http.createServer((request, response) => void serve(standIn, request, response));
  let port = 0;
  const open = async () => {
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
    port = (server.address() as AddressInfo).port; // A listening server of TCP has such an address.
  };
  await open();
  const standIn: StandIn = {
    baseUrl: `http://127.0.0.1:${port}`,
    behaviour: "answers",
    events: new Map(),
    requests: [],
    registrations: [],
    refusedIds: new Set(),
    open,
    close: async () => {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
  return standIn;
}

async function serve(standIn: StandIn, request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
  const { behaviour } = standIn;
  const parts: Buffer[] = await request.toArray();
  if (behaviour === "hangs") return;
  if (behaviour === "hangs up") return void request.socket.destroy();
  if (behaviour === "fails") return answer(response, 500, { error: "the stand-in fails" });
  if (behaviour === "floods") return flood(response);
  const taken = take(standIn, request, JSON.parse(Buffer.concat(parts).toString()));
  if (behaviour !== "late") return answer(response, taken.status, taken);
}

function take(standIn: StandIn, { url: path = "", headers }: http.IncomingMessage, body: unknown) {
  const { authorization } = headers;
  if (path === "/fn/register") {
    const { url, functions } = body as { url: string; functions: { id: string }[] }; // As the SDK sends it.
    standIn.registrations.push({ url, ids: functions.map(({ id }) => id), authorization });
    return { status: 200, ok: true, modified: true };
  }
  const events = body as SentEvent[]; // As Inngest's clients send them.
  standIn.requests.push({ path, body: events, authorization });
  if (events.some(({ id }) => standIn.refusedIds.has(id))) return { status: 400, error: "not a valid event" };
  for (const event of events) standIn.events.set(event.id, event);
  return { status: 200, ids: events.map(({ id }) => id) };
}

function answer(response: http.ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

function flood(response: http.ServerResponse): void {
  response.writeHead(500);
  const chunk = Buffer.alloc(64 * 1024, "x");
  const more = () => {
    while (!response.destroyed && response.write(chunk));
  };
  response.on("drain", more);
  more();
}
