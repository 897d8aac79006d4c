import { env } from "@/server/env";
import { StartError } from "@/server/errors";

/**
 * Where durable functions are executed: by the engine inside Wooey's worker, or by an Inngest server.
 * @throws StartError when a server is configured without its keys.
 */
export function inngestMode(): "embedded" | "server" {
  const { INNGEST_BASE_URL, INNGEST_EVENT_KEY, INNGEST_SIGNING_KEY } = env();
  if (!INNGEST_BASE_URL) return "embedded";
  if (INNGEST_EVENT_KEY && INNGEST_SIGNING_KEY) return "server";
  throw new StartError("INNGEST_BASE_URL needs INNGEST_EVENT_KEY and INNGEST_SIGNING_KEY.");
}
