import { randomBytes } from "node:crypto";
import { eventType, Inngest, staticSchema } from "inngest";
import { env } from "@/server/env";
import { inngestMode, type JobEventData, jobEnded, jobSubmitted } from "./client";
import { embeddedFetch } from "./engine/send";

export const jobSubmittedEvent = eventType(jobSubmitted, { schema: staticSchema<JobEventData>() });
export const jobEndedEvent = eventType(jobEnded, { schema: staticSchema<JobEventData>() });

const quiet = () => undefined;
const loud = (...parts: unknown[]) => console.error(...parts);
const logger = { info: quiet, debug: quiet, warn: loud, error: loud };

/** The SDK's client, which functions are made with. To send an event, use inngest/client. */
export const inngest = new Inngest({ id: "wooey", isDev: false, logger, ...connection() });

function connection() {
  // `next build` evaluates modules without settings: no address then stands for the embedded engine.
  if (inngestMode() === "server") {
    const { INNGEST_BASE_URL, INNGEST_EVENT_KEY, INNGEST_SIGNING_KEY } = env();
    return { baseUrl: INNGEST_BASE_URL, eventKey: INNGEST_EVENT_KEY, signingKey: INNGEST_SIGNING_KEY };
  }
  return {
    baseUrl: "http://engine.invalid",
    eventKey: "embedded",
    // Known to nobody: the engine calls the functions in-process, so no signed call can ever come from outside.
    signingKey: `signkey-embedded-${randomBytes(32).toString("hex")}`,
    fetch: embeddedFetch,
    aiMetadata: false,
  };
}
