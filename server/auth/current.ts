import "server-only";
import { cookies, headers } from "next/headers";
import { cache } from "react";
import type { Actor } from "./actor";
import { actorFromCookies } from "./from-request/actor";
import { clientAddress, publicOrigin } from "./from-request/address";

/** Who looks at this page or sends this form; found once per request. */
export const getActor = cache(async (): Promise<Actor> => {
  const [jar, seen] = await Promise.all([cookies(), headers()]);
  return actorFromCookies((name) => jar.get(name)?.value, seen);
});

/** Where the present request comes from; "" when not known. */
export async function currentAddress(): Promise<string> {
  return clientAddress(await headers());
}

/** The origin by which the present request reached this instance. */
export async function currentOrigin(): Promise<string> {
  return publicOrigin(await headers());
}
