import "server-only";
import { cookies, headers } from "next/headers";
import { cache } from "react";
import type { Actor } from "./actor";
import { actorFromCookies } from "./from-request/actor";
import { clientAddress, publicOrigin } from "./from-request/address";
import { pathOfReferrer } from "./next-path";

/** The actor who views this page or sends this form; found once per request. */
export const getActor = cache(async (): Promise<Actor> => {
  const [jar, seen] = await Promise.all([cookies(), headers()]);
  return actorFromCookies((name) => jar.get(name)?.value, seen);
});

/** The id of the user whom the current request has just signed in, which `getActor` does not know; null if there is none. */
export async function findNewUserId(): Promise<number | null> {
  const [jar, seen] = await Promise.all([cookies(), headers()]);
  const actor = await actorFromCookies((name) => jar.get(name)?.value, seen);
  return actor.kind === "user" ? actor.user.id : null;
}

/** The value of a cookie of the current request; undefined if it is missing. */
export async function currentCookie(name: string): Promise<string | undefined> {
  return (await cookies()).get(name)?.value;
}

/** Where the current request comes from; "" if unknown. */
export async function currentAddress(): Promise<string> {
  return clientAddress(await headers());
}

/** The origin at which the current request reached this instance. */
export async function currentOrigin(): Promise<string> {
  return publicOrigin(await headers());
}

/** The page of this site on which the person followed a link to the current page; "/" if it is unknown. */
export async function previousPath(): Promise<string> {
  const seen = await headers();
  return pathOfReferrer(seen.get("referer"), publicOrigin(seen));
}

/** What the browser sends, and the path of the page from which it does: "POST /me/". */
export async function currentPage(): Promise<string> {
  const referrer = (await headers()).get("referer") ?? "";
  return `POST ${URL.canParse(referrer) ? new URL(referrer).pathname : "/"}`;
}
