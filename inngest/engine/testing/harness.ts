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
// INNGEST_TEST_SIGNING_KEY, which must reach this machine at INNGEST_TEST_SERVE_ORIGIN (default: 127.0.0.1:3939).
const server = process.env.INNGEST_TEST_BASE_URL;
const eventKey = process.env.INNGEST_TEST_EVENT_KEY ?? "test";
const signingKey = process.env.INNGEST_TEST_SIGNING_KEY ?? `signkey-test-${randomBytes(16).toString("hex")}`;

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
  const origin = process.env.INNGEST_TEST_SERVE_ORIGIN ?? "http://127.0.0.1:3939";
  const listener = http.createServer(serveHttp({ client, functions, serveOrigin: origin, servePath: "/api/inngest" }));
  await new Promise<void>((resolve) => listener.listen(Number(new URL(origin).port || 80), resolve));
  const synced = await fetch(`${origin}/api/inngest`, { method: "PUT" });
  if (!synced.ok) throw new Error(`The Inngest server did not take the functions: ${await synced.text()}`);
  return { stop: () => new Promise((resolve) => listener.close(() => resolve())) };
}

export interface EndedRun {
  id: string;
  status: "completed" | "failed" | "cancelled";
  output: unknown;
  error: { name: string; message: string } | null;
}

/** The first run that an event has triggered, when it has ended. */
export async function runOf(eventId: string, withinMs = 10_000): Promise<EndedRun> {
  return until(async () => (await runsOf(eventId))[0], `the end of the run of ${eventId}`, withinMs);
}

/** The ended runs that an event has triggered. */
export async function runsOf(eventId: string): Promise<EndedRun[]> {
  if (!server) {
    return pg<EndedRun[]>`
      select id, status, output, error from engine.runs
      where event ->> 'id' = ${eventId} and ended_at is not null order by id`;
  }
  const hashed = createHash("sha256")
    .update(Buffer.from(signingKey.replace(/^signkey-\w+-/, ""), "hex"))
    .digest("hex");
  const response = await fetch(`${server}/v1/events/${eventId}/runs`, {
    headers: { authorization: `Bearer ${hashed}` },
  });
  const { data } = (await response.json()) as { data?: { run_id: string; status: string; output: unknown }[] };
  return (data ?? [])
    .filter((run) => !["Running", "Queued", "Scheduled"].includes(run.status))
    .map((run) => ({
      id: run.run_id,
      status: run.status.toLowerCase() as EndedRun["status"],
      output: run.output,
      error: run.status === "Failed" ? (run.output as EndedRun["error"]) : null,
    }));
}
