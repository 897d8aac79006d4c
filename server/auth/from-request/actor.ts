import { env } from "@/server/env";
import type { Actor } from "../actor";
import { findApiKeyUser } from "../api-keys";
import { BROWSER_COOKIE, browserHashOf } from "../browser";
import { SESSION_COOKIE, sessionIdOf } from "../session-cookie";
import { findSessionUser } from "../sessions";
import { clientAddress, publicOrigin } from "./address";
import { readCookie } from "./cookies";

/**
 * Who sends this API request: the owner of the key in `Authorization: Bearer …` (if WOOEY_ENABLE_API_KEYS), otherwise
 * the user or browser of the cookies, which count only in requests from this site's own pages. With an invalid or
 * inactive key the request is anonymous, whatever cookies come with it.
 */
export async function actorFromRequest(request: Request): Promise<Actor> {
  const authorization = request.headers.get("authorization");
  if (authorization !== null && env().WOOEY_ENABLE_API_KEYS) {
    // Wooey accepts only "Bearer", in this case and with one space
    const key = /^bearer +(\S+)$/i.exec(authorization)?.[1];
    const holder = key ? await findApiKeyUser(key, clientAddress(request.headers)) : null;
    return holder ? { kind: "apiKey", ...holder, ...addressOf(request.headers) } : visitorOf(request);
  }
  return isFromOwnPage(request) ? actorOfCookies(request) : visitorOf(request);
}

/**
 * Who sends a request to a page's own route (a download, a stream, a submitted form): as above, but cookies count
 * wherever the request comes from, as they do for pages. A route that changes something checks the origin itself.
 */
export async function actorOfBrowser(request: Request): Promise<Actor> {
  if (request.headers.has("authorization")) return actorFromRequest(request);
  return actorOfCookies(request);
}

/** The user whom these cookies sign in, otherwise the anonymous browser that they name. */
export async function actorFromCookies(read: (name: string) => string | undefined, headers: Headers): Promise<Actor> {
  const sessionId = await sessionIdOf(read(SESSION_COOKIE));
  const user = sessionId ? await findSessionUser(sessionId, clientAddress(headers)) : null;
  if (user && sessionId) return { kind: "user", user, sessionId, ...addressOf(headers) };
  return { kind: "anonymous", browserHash: browserHashOf(read(BROWSER_COOKIE)), ...addressOf(headers) };
}

function actorOfCookies(request: Request): Promise<Actor> {
  const read = (name: string) => readCookie(request.headers, name);
  return actorFromCookies(read, request.headers);
}

function visitorOf(request: Request): Actor {
  return { kind: "anonymous", browserHash: null, ...addressOf(request.headers) };
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
