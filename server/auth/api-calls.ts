import { env } from "@/server/env";
import { type Actor, userOf } from "./actor";
import { tooManyAttempts } from "./attempts";

const WINDOW_MS = 60_000;
/** Beyond so many callers, those whose minute is over are forgotten. */
const CALLERS_MAX = 10_000;

interface Window {
  endsAt: number;
  calls: number;
}

// On globalThis, because Next gives route handlers copies of a module.
const holder = globalThis as { wooeyApiCalls?: Map<string, Window> };

/**
 * Counts one call of API v2: by key, or by user for a session. The minute starts with the first call. In memory, because
 * a call must not cost a write; each web process counts for itself. @throws limit (WOOEY_LIMIT_API_CALLS_PER_MINUTE)
 */
export function takeApiCall(actor: Actor, now = Date.now()): void {
  const caller = actor.kind === "apiKey" ? `key ${actor.apiKeyId}` : `user ${userOf(actor)?.id}`;
  holder.wooeyApiCalls ??= new Map();
  const windows = holder.wooeyApiCalls;
  const known = windows.get(caller);
  if (known && known.endsAt > now) {
    known.calls += 1;
    if (known.calls > env().WOOEY_LIMIT_API_CALLS_PER_MINUTE) throw tooManyCalls(known.endsAt - now);
    return;
  }
  if (windows.size >= CALLERS_MAX) forgetEnded(windows, now);
  windows.set(caller, { endsAt: now + WINDOW_MS, calls: 1 });
}

function tooManyCalls(remainingMs: number) {
  return tooManyAttempts(Math.max(1, Math.ceil(remainingMs / 1000)));
}

function forgetEnded(windows: Map<string, Window>, now: number): void {
  for (const [caller, { endsAt }] of windows) if (endsAt <= now) windows.delete(caller);
}
