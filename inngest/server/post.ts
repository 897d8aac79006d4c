import type { EngineEvent } from "../engine/protocol";

/** A refusal that another attempt with the same events would meet again. */
export class EventRefused extends Error {}

/** An Inngest server: its address, the key that events are sent with, and how long it may take to answer. */
export interface EventTarget {
  baseUrl: string;
  eventKey: string;
  answerMsMax: number;
}

/** What is shown of an answer that is an error. */
const SHOWN_BYTES = 300;

/**
 * Sends events to an Inngest server, as the SDK's client does: `POST /e/<event key>` with an array. The server takes an
 * event with the same name and id once (for 24 hours). Resolves when it has taken them all.
 * @throws EventRefused if it does not want these events, another error if it cannot take any now
 */
export async function postEvents(
  { baseUrl, eventKey, answerMsMax }: EventTarget,
  events: EngineEvent[],
): Promise<void> {
  const response = await fetch(new URL(`/e/${encodeURIComponent(eventKey)}`, baseUrl), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(events),
    redirect: "error",
    signal: AbortSignal.timeout(answerMsMax),
  }).catch((error: unknown) => {
    throw new Error(reasonOf(error, answerMsMax));
  });
  if (response.ok) return void (await response.body?.cancel());
  const text = await firstBytes(response).catch(() => "");
  const message = `it answers ${response.status}${text ? `: ${text}` : ""}`;
  throw [400, 413, 422].includes(response.status) ? new EventRefused(message) : new Error(message);
}

/** The reason for a request without an answer, without the address, which contains the event key. */
function reasonOf(error: unknown, answerMsMax: number): string {
  if (!(error instanceof Error)) return "the request failed";
  if (error.name === "TimeoutError") return `it does not answer within ${answerMsMax / 1000} s`;
  const { cause } = error;
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  return code ? `it cannot be reached (${code})` : "it cannot be reached";
}

async function firstBytes(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  const first = await reader?.read();
  await reader?.cancel();
  return Buffer.from(first?.value ?? [])
    .subarray(0, SHOWN_BYTES)
    .toString()
    .replaceAll(/\s+/g, " ")
    .trim();
}
