import { createHmac } from "node:crypto";
import { type Actor, userOf } from "./actor";
import { networkOf } from "./network";
import { secretFor } from "./secret";

/**
 * The network from which a visitor acts, as a keyed hash in hex: enough to recognize it, not to learn the address. Null
 * for users, and if the address is unknown.
 */
export function visitorNetworkHash(actor: Actor): string | null {
  const address = actor.kind === "anonymous" ? actor.address : undefined;
  if (userOf(actor) || !address) return null;
  return createHmac("sha256", secretFor("visitor network")).update(networkOf(address)).digest("hex").slice(0, 32);
}
