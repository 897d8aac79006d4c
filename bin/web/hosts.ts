import { randomBytes } from "node:crypto";
import type { IncomingMessage } from "node:http";
import net from "node:net";
import { isListed, toAddressList } from "@/server/auth/address-list";
import { parseHost } from "@/server/auth/from-request/host";
import { env } from "@/server/env";

/** The header in which this server passes on the client's address; what a client itself sends in it is dropped. */
const ADDRESS_HEADER = "x-wooey-address";
/**
 * The header by which this server recognizes a request of its own: after a server action that redirects, Next asks for
 * the next page here, with the headers of the action. Its value is a secret of this process.
 */
const OWN_HEADER = "x-wooey-own";
const ownSecret = randomBytes(32).toString("base64url");
const FORWARDED = ["x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-forwarded-port", "forwarded"];

/**
 * Removes from the request's headers what cannot be believed: `X-Forwarded-*` counts only from WOOEY_TRUSTED_PROXIES,
 * and `x-wooey-address` becomes the client's address as seen from there. `onUntrusted` receives the address of whoever
 * else forwards requests.
 */
export function settleAddress(
  request: IncomingMessage,
  trusted: net.BlockList,
  onUntrusted?: (peer: string) => void,
): void {
  const { headers } = request;
  const peer = plain(request.socket.remoteAddress ?? "");
  const isFromThisServer = headers[OWN_HEADER] === ownSecret;
  const isTrusted = isListed(trusted, peer);
  const forwardedFor = isTrusted ? addressIn(String(headers["x-forwarded-for"] ?? ""), trusted) : undefined;
  const address = isFromThisServer ? String(headers[ADDRESS_HEADER] ?? peer) : (forwardedFor ?? peer);
  if (!isTrusted) {
    if (!isFromThisServer && (headers["x-forwarded-for"] ?? headers.forwarded)) onUntrusted?.(peer);
    for (const name of FORWARDED) delete headers[name];
  }
  headers[ADDRESS_HEADER] = address;
  headers[OWN_HEADER] = ownSecret;
}

/** The nearest address of a chain that is not one of our proxies: anybody may have written what precedes it. */
function addressIn(forwardedFor: string, trusted: net.BlockList): string | undefined {
  const chain = forwardedFor
    .split(",")
    .map((part) => plain(part.trim()))
    .filter((part) => net.isIP(part) !== 0);
  return chain.findLast((part) => !isListed(trusted, part)) ?? chain[0];
}

/**
 * Prints one warning for the life of this process: behind a proxy that is not trusted, everyone seems to come from the
 * proxy's address.
 */
export function warnOfProxyOnce(print: (line: string) => void): (peer: string) => void {
  let hasWarned = false;
  return (peer) => {
    if (hasWarned) return;
    hasWarned = true;
    print(
      `Warning: ${peer} forwards requests and is not in WOOEY_TRUSTED_PROXIES. If it is your proxy, add it: until then, ` +
        "everyone seems to come from its address, and limits by address treat them as one.",
    );
  };
}

/** The client's address that `settleAddress` found. */
export function clientAddressOf(request: IncomingMessage): string {
  return String(request.headers[ADDRESS_HEADER] ?? "");
}

/** The proxies of WOOEY_TRUSTED_PROXIES. */
export const trustedProxies = toAddressList;

/** Whether the server answers for the host that a request names, and for the one that a trusted proxy reports. */
export function isForKnownHost({ headers }: IncomingMessage): boolean {
  const forwarded = headers["x-forwarded-host"];
  const isForwardedKnown = forwarded === undefined || isKnownHost(String(forwarded).split(",")[0]?.trim());
  return isForwardedKnown && isKnownHost(headers.host);
}

/**
 * Whether a request is a call of the Inngest server. It answers only to a signature of it (app/api/inngest), which no
 * browser has, so it needs no known Host: the server may call it by the name of a service between containers.
 */
export function isForInngest({ url = "" }: IncomingMessage): boolean {
  return env().INNGEST_BASE_URL !== undefined && /^\/api\/inngest\/?(\?|$)/.test(url);
}

/**
 * Whether the server answers for this Host: that of PUBLIC_URL, loopback, an IP address, or one of WOOEY_ALLOWED_HOSTS.
 * Any other name may belong to a stranger who points it at this machine, to act with a visitor's rights (DNS rebinding).
 */
export function isKnownHost(host: string | undefined): boolean {
  const parsed = parseHost(host ?? "");
  if (!parsed) return false;
  const { name, port } = parsed;
  if (name === "localhost" || name.endsWith(".localhost")) return true;
  if (net.isIP(name) !== 0) return true;
  const { PUBLIC_URL, WOOEY_ALLOWED_HOSTS } = env();
  if (PUBLIC_URL && new URL(PUBLIC_URL).hostname === name) return true;
  return WOOEY_ALLOWED_HOSTS.some((allowed) => [name, `${name}:${port}`].includes(allowed.toLowerCase()));
}

function plain(address: string): string {
  return address.replace(/^::ffff:/, "");
}
