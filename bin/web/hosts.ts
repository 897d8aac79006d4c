import type { IncomingMessage } from "node:http";
import net from "node:net";
import { isListed, toAddressList } from "@/server/auth/address-list";
import { env } from "@/server/env";

/** The header by which this server tells the app who asks; whatever a client sends under it is dropped. */
const ADDRESS_HEADER = "x-wooey-address";
const FORWARDED = ["x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-forwarded-port", "forwarded"];

/**
 * Makes the request's headers say only what may be believed: `X-Forwarded-*` counts from WOOEY_TRUSTED_PROXIES alone,
 * and `x-wooey-address` is the client's address as seen from there.
 */
export function settleAddress(request: IncomingMessage, trusted: net.BlockList): void {
  const peer = plain(request.socket.remoteAddress ?? "");
  const isTrusted = isListed(trusted, peer);
  let address = peer;
  if (isTrusted) {
    const chain = String(request.headers["x-forwarded-for"] ?? "")
      .split(",")
      .map((part) => plain(part.trim()))
      .filter((part) => net.isIP(part) !== 0);
    // The nearest address that is not one of our own proxies: what stands before it, anybody may have written.
    address = chain.findLast((part) => !isListed(trusted, part)) ?? chain[0] ?? peer;
  } else {
    for (const name of FORWARDED) delete request.headers[name];
  }
  request.headers[ADDRESS_HEADER] = address;
}

/** The proxies of WOOEY_TRUSTED_PROXIES. */
export const trustedProxies = toAddressList;

/**
 * Whether a request for this Host is ours: PUBLIC_URL's, loopback, an address, or in WOOEY_ALLOWED_HOSTS. Any other name
 * may be a stranger's that he points at this machine (DNS rebinding), with the visitor's rights.
 */
export function isOwnHost(host: string | undefined): boolean {
  if (!host) return false;
  const name = host.replace(/:\d+$/, "").toLowerCase();
  if (name === "localhost" || name.endsWith(".localhost")) return true;
  if (net.isIP(name.replace(/^\[|\]$/g, "")) !== 0) return true;
  const { PUBLIC_URL, WOOEY_ALLOWED_HOSTS } = env();
  if (PUBLIC_URL && new URL(PUBLIC_URL).hostname === name) return true;
  return WOOEY_ALLOWED_HOSTS.some((allowed) => allowed.toLowerCase() === name || allowed.toLowerCase() === host);
}

function plain(address: string): string {
  return address.replace(/^::ffff:/, "");
}
