import { randomBytes } from "node:crypto";
import { eventType, Inngest, staticSchema } from "inngest";
import { env } from "@/server/env";
import { embeddedFetch } from "./engine/fetch";
import { type JobEnded, jobEnded } from "./events";
import { inngestMode } from "./mode";

export const jobEndedEvent = eventType(jobEnded, { schema: staticSchema<JobEnded>() });

const quiet = () => undefined;
const loud = (...parts: unknown[]) => console.error(...parts);
const logger = { info: quiet, debug: quiet, warn: loud, error: loud };

/** How long a call of the Inngest server may take: the SDK itself waits for ever. */
const SERVER_MS_MAX = 10_000;

/** The SDK's client, with which functions are created. To send an event, add it to the outbox (inngest/client). */
export const inngest = new Inngest({ id: "wooey", isDev: false, logger, ...connection() });

function connection() {
  // `next build` evaluates modules without any settings. Without an address, this means the embedded engine.
  if (inngestMode() === "server") {
    const { INNGEST_BASE_URL, INNGEST_EVENT_KEY, INNGEST_SIGNING_KEY } = env();
    return {
      baseUrl: INNGEST_BASE_URL,
      eventKey: INNGEST_EVENT_KEY,
      signingKey: INNGEST_SIGNING_KEY,
      fetch: timedFetch,
    };
  }
  return {
    baseUrl: "http://engine.invalid",
    eventKey: "embedded",
    // A key that nobody knows: the engine calls the functions in this process, so no signed call ever comes from
    // outside.
    signingKey: `signkey-embedded-${randomBytes(32).toString("hex")}`,
    fetch: embeddedFetch,
    aiMetadata: false,
  };
}

function timedFetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  return fetch(input, { ...init, signal: AbortSignal.timeout(SERVER_MS_MAX) });
}
