import { env } from "@/server/env";
import { startLink } from "./link";
import { registerFunctions } from "./register";

/** How long an answer of the Inngest server may take. */
const ANSWER_MS_MAX = 5_000;

/** Starts this web process's link to the Inngest server of the settings. It listens on `port`. */
export function startServerLink(port: number, onLog: (line: string) => void): Promise<{ stop(): Promise<void> }> {
  const { INNGEST_BASE_URL = "", INNGEST_EVENT_KEY = "" } = env(); // inngestMode() has checked that both are set.
  return startLink({
    baseUrl: INNGEST_BASE_URL,
    eventKey: INNGEST_EVENT_KEY,
    answerMsMax: ANSWER_MS_MAX,
    servedAt: servedAt(port),
    register: registerFunctions,
    onLog,
  });
}

/** The address at which the Inngest server calls the functions. */
function servedAt(port: number): string {
  const { INNGEST_SERVE_ORIGIN, PUBLIC_URL } = env();
  return new URL("/api/inngest", INNGEST_SERVE_ORIGIN ?? PUBLIC_URL ?? `http://127.0.0.1:${port}`).href;
}
