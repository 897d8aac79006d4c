import type { Actor } from "../actor";
import { browserHashOf, newBrowserSecret } from "../browser";
import { browserCookie } from "./cookies";

/**
 * The actor as the owner of something new. A visitor's browser without a secret gets one: `cookie` is the `Set-Cookie` that
 * brings it, otherwise null.
 */
export function withBrowser(actor: Actor, headers: Headers): { sender: Actor; cookie: string | null } {
  if (actor.kind !== "anonymous" || actor.browserHash) return { sender: actor, cookie: null };
  const secret = newBrowserSecret();
  return { sender: { ...actor, browserHash: browserHashOf(secret) }, cookie: browserCookie(secret, headers) };
}
