import { createHash, randomBytes } from "node:crypto";
import http from "node:http";
import { Inngest } from "inngest";
import { serve } from "inngest/edge";
import { serve as serveHttp } from "inngest/node";
import { pg } from "@/db/client";
import { startEngine } from "../engine";
import { embeddedFetch } from "../fetch";
import { until } from "./until";

// With INNGEST_TEST_BASE_URL the same tests run against a real Inngest server of INNGEST_TEST_EVENT_KEY and
// INNGEST_TEST_SIGNING_KEY, which must reach this machine at INNGEST_TEST_SERVE_ORIGIN: `npm run test:inngest`.
const server = process.env.INNGEST_TEST_BASE_URL;
const eventKey = process.env.INNGEST_TEST_EVENT_KEY ?? "test";
const signingKey = process.env.INNGEST_TEST_SIGNING_KEY ?? `signkey-test-${randomBytes(16).toString("hex")}`;
const origin = process.env.INNGEST_TEST_SERVE_ORIGIN ?? "http://127.0.0.1:3939";
/** An answer of a real server comes with the next of its turns, and a retry after up to 45 s. */
const patience = server ? 10 : 1;

/** Whether the tests run against the embedded engine, about which more can be checked. */
export const isEmbedded = !server;

const quiet = () => undefined;
const logger = { info: quiet, debug: quiet, warn: quiet, error: quiet };

/** A client for tests. That of the product is in inngest/sdk. */
export function makeClient(id = "test"): Inngest {
  const connection = server ? { baseUrl: server } : { baseUrl: "http://engine.invalid", fetch: embeddedFetch };
  return new Inngest({ id, isDev: false, logger, eventKey, signingKey, ...connection });
}

export type Functions = Parameters<typeof serve>[0]["functions"];

/** The functions in the form that the engine accepts. */
export function makeHandler(client: Inngest, functions: Functions): (request: Request) => Promise<Response> {
  const options = { client, functions, skipSignatureValidation: true };
  return serve(options);
}

/** Starts an executor of the functions: an embedded engine with quick retries, or a route for the Inngest server. */
export async function startExecutor(client: Inngest, functions: Functions): Promise<{ stop(): Promise<void> }> {
  if (!server) {
    return startEngine({ handler: makeHandler(client, functions), slots: 16, backoffMs: () => 50 });
  }
  return serveFunctions(client, [...functions, makeRecorder(client)]);
}

/** Serves the functions to the Inngest server and registers them. @throws when it does not take them */
export async function serveFunctions(client: Inngest, functions: Functions): Promise<{ stop(): Promise<void> }> {
  const listener = http.createServer(serveHttp({ client, functions, serveOrigin: origin, servePath: "/api/inngest" }));
  await new Promise<void>((resolve) => listener.listen(Number(new URL(origin).port || 80), resolve));
  const stop = () =>
    new Promise<void>((resolve) => {
      listener.close(() => resolve());
      listener.closeAllConnections();
    });
  const synced = await fetch(`${origin}/api/inngest`, { method: "PUT" });
  if (synced.ok) return { stop };
  await stop();
  throw new Error(`The Inngest server did not take the functions: ${await synced.text()}`);
}

export interface EndedRun {
  id: string;
  status: "completed" | "failed" | "cancelled";
  output: unknown;
  error: { name: string; message: string } | null;
}

/** The runs whose end an Inngest server has reported, by the id of the event that triggered them. */
const endedRuns = new Map<string, EndedRun[]>();

/** Notes the ends of runs. The server's API shows them up to 15 s late, and outputs even later. */
function makeRecorder(client: Inngest) {
  return client.createFunction(
    { id: "recorder", retries: 0, triggers: [{ event: "inngest/function.finished" }] },
    async ({ event }) => {
      const { run_id: id, result, error, event: trigger, _inngest } = event.data;
      const ended = { id, status: _inngest.status.toLowerCase(), output: result, error: error ?? null };
      const earlier = endedRuns.get(trigger.id) ?? [];
      if (!earlier.some((run) => run.id === id)) endedRuns.set(trigger.id, [...earlier, ended]);
    },
  );
}

/**
 * Waits until the Inngest server has created a run for the event, of which it tells up to 15 s late. Its id is the one
 * that the server gave it.
 */
export async function scheduledOnServer(eventId: string): Promise<void> {
  const key = Buffer.from(signingKey.replace(/^signkey-\w+-/, ""), "hex");
  const authorization = `Bearer ${createHash("sha256").update(key).digest("hex")}`;
  await until(
    async () => {
      const response = await fetch(`${server}/v1/events/${eventId}/runs`, { headers: { authorization } });
      const { data } = (await response.json()) as { data?: unknown[] }; // As its documentation says.
      return (data?.length ?? 0) > 0;
    },
    `a run of ${eventId}`,
    40_000,
  );
}

/** The first run that an event has triggered, when it has ended. */
export async function runOf(eventId: string, withinMs = 10_000): Promise<EndedRun> {
  return until(async () => (await runsOf(eventId))[0], `the end of the run of ${eventId}`, withinMs * patience);
}

/** The ended runs that an event has triggered. */
export async function runsOf(eventId: string): Promise<EndedRun[]> {
  if (server) return endedRuns.get(eventId) ?? [];
  return pg<EndedRun[]>`
    select id, status, output, error from engine.runs
    where event ->> 'id' = ${eventId} and ended_at is not null order by id`;
}
