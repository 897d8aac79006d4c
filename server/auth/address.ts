import { BlockList, isIP } from "node:net";
import { env } from "@/server/env";

/** Set by web's own server on every request to the address of the connection; what a client sends under it is dropped. */
export const ADDRESS_HEADER = "x-wooey-address";

/**
 * Where the request comes from: the connection's address, or, when that is a trusted proxy, the last address in
 * X-Forwarded-For that is none. "" when it is not known.
 */
export function clientAddress(headers: Headers): string {
  const peer = plainAddress(headers.get(ADDRESS_HEADER) ?? "");
  if (!isTrustedProxy(peer)) return peer;
  const hops = (headers.get("x-forwarded-for") ?? "").split(",").map((hop) => plainAddress(hop.trim()));
  const known = hops.filter((hop) => isIP(hop));
  return known.findLast((hop) => !isTrustedProxy(hop)) ?? known[0] ?? peer;
}

/**
 * The origin people reach this instance by, for absolute addresses: PUBLIC_URL's, else what a trusted proxy says, else
 * the Host header. Never from `request.url`: Next always puts localhost there.
 */
export function publicOrigin(headers: Headers): string {
  const publicUrl = env().PUBLIC_URL;
  if (publicUrl) return new URL(publicUrl).origin;
  const trusted = isTrustedProxy(plainAddress(headers.get(ADDRESS_HEADER) ?? ""));
  const forwarded = (name: string) => (trusted ? headers.get(name)?.split(",")[0]?.trim() : undefined);
  const host = forwarded("x-forwarded-host") || headers.get("host") || `${env().HOST}:${env().PORT}`;
  const origin = `${forwarded("x-forwarded-proto") === "https" ? "https" : "http"}://${host}`;
  return URL.canParse(origin) ? new URL(origin).origin : `http://${env().HOST}:${env().PORT}`;
}

/** Whether people reach this instance by https: cookies are `Secure` then. */
export function isSecure(headers: Headers): boolean {
  return publicOrigin(headers).startsWith("https:");
}

/** Whether X-Forwarded-* of this peer count: WOOEY_TRUSTED_PROXIES, addresses or networks such as 10.0.0.0/8. */
export function isTrustedProxy(address: string): boolean {
  const family = isIP(address);
  if (!family || env().WOOEY_TRUSTED_PROXIES.length === 0) return false;
  return trustedProxies().check(address, family === 6 ? "ipv6" : "ipv4");
}

function trustedProxies(): BlockList {
  const trusted = new BlockList();
  for (const entry of env().WOOEY_TRUSTED_PROXIES) {
    const [network = "", bits] = entry.split("/");
    const family = isIP(network) === 6 ? "ipv6" : "ipv4";
    if (!isIP(network)) continue;
    if (bits === undefined) trusted.addAddress(network, family);
    else trusted.addSubnet(network, Number(bits), family);
  }
  return trusted;
}

/** ::ffff:192.0.2.1 is 192.0.2.1 on a socket that takes both families; a port some proxies add is dropped. */
function plainAddress(text: string): string {
  const bare = text.replace(/^\[([^\]]*)\](:\d+)?$/, "$1").replace(/^::ffff:(?=\d+\.)/i, "");
  return /^[\d.]+:\d+$/.test(bare) ? (bare.split(":")[0] ?? "") : bare;
}
