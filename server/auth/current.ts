import "server-only";
import { cookies, headers } from "next/headers";
import { cache } from "react";
import type { Actor } from "./actor";
import { clientAddress, isSecure } from "./address";
import { BROWSER_COOKIE, BROWSER_COOKIE_SECONDS, browserHashOf, newBrowserSecret } from "./browser";
import { actorFromCookies } from "./from-request";

/** Who looks at this page or sends this form; found once per request. */
export const getActor = cache(async (): Promise<Actor> => {
  const jar = await cookies();
  return actorFromCookies((name) => jar.get(name)?.value);
});

/**
 * The same, and an anonymous visitor gets a browser secret of its own (a cookie), which owns what it submits. Only in
 * server actions and route handlers: a page cannot set a cookie.
 */
export async function getSubmittingActor(): Promise<Actor> {
  const actor = await getActor();
  if (actor.kind !== "anonymous" || actor.browserHash) return actor;
  const secret = newBrowserSecret();
  const jar = await cookies();
  jar.set(BROWSER_COOKIE, secret, {
    httpOnly: true,
    sameSite: "lax",
    path: "/",
    maxAge: BROWSER_COOKIE_SECONDS,
    secure: isSecure(await headers()),
  });
  return { kind: "anonymous", browserHash: browserHashOf(secret) };
}

/** Where the present request comes from; "" when not known. */
export async function currentAddress(): Promise<string> {
  return clientAddress(await headers());
}
