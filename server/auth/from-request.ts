import { env } from "@/server/env";
import type { Actor } from "./actor";
import { clientAddress, publicOrigin } from "./address";
import { findApiKeyUser } from "./api-keys";
import { BROWSER_COOKIE, browserHashOf } from "./browser";
import { SESSION_COOKIE, sessionIdOf } from "./session-cookie";
import { findSessionUser } from "./sessions";

const anonymous: Actor = { kind: "anonymous", browserHash: null };

/**
 * Who sends this API request: the holder of the key in `Authorization: Bearer …` (where WOOEY_ENABLE_API_KEYS), else
 * the person or browser of the cookies, which count only for a request of this site's own pages. A bad or inactive key
 * is nobody, whatever cookies come with it.
 */
export async function actorFromRequest(request: Request): Promise<Actor> {
  const authorization = request.headers.get("authorization");
  if (authorization !== null && env().WOOEY_ENABLE_API_KEYS) {
    const key = /^bearer +(\S+)$/i.exec(authorization)?.[1]; // Wooey takes "Bearer" alone, in this case and with one space
    const holder = key ? await findApiKeyUser(key) : null;
    return holder ? { kind: "apiKey", ...holder, ...addressOf(request.headers) } : anonymous;
  }
  return isFromOwnPage(request) ? actorOfCookies(request) : anonymous;
}

/**
 * Who asks a page's own route (a download, a stream, a form's answer): as above, but cookies count wherever the request
 * comes from, as they do for pages. A route that changes something checks the Origin itself.
 */
export async function actorOfBrowser(request: Request): Promise<Actor> {
  if (request.headers.has("authorization")) return actorFromRequest(request);
  return actorOfCookies(request);
}

/** The person signed in by these cookies, else the anonymous browser they name. */
export async function actorFromCookies(read: (name: string) => string | undefined, headers: Headers): Promise<Actor> {
  const sessionId = await sessionIdOf(read(SESSION_COOKIE));
  const user = sessionId ? await findSessionUser(sessionId) : null;
  if (user && sessionId) return { kind: "user", user, sessionId, ...addressOf(headers) };
  return { kind: "anonymous", browserHash: browserHashOf(read(BROWSER_COOKIE)), ...addressOf(headers) };
}

function actorOfCookies(request: Request): Promise<Actor> {
  return actorFromCookies((name) => cookieOf(request, name), request.headers);
}

function addressOf(headers: Headers): { address?: string } {
  const address = clientAddress(headers);
  return address ? { address } : {};
}

function isFromOwnPage(request: Request): boolean {
  if (request.headers.get("sec-fetch-site") === "same-origin") return true;
  const isSafe = request.method === "GET" || request.method === "HEAD";
  return !isSafe && request.headers.get("origin") === publicOrigin(request.headers);
}

function cookieOf(request: Request, name: string): string | undefined {
  for (const pair of (request.headers.get("cookie") ?? "").split(";")) {
    const at = pair.indexOf("=");
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim();
  }
  return undefined;
}
