import { env } from "@/server/env";
import { parseHost } from "./host";

/**
 * Web's own server sets this header on every request: the client's address, as far as WOOEY_TRUSTED_PROXIES can be
 * trusted. It drops the value that a client sends, and X-Forwarded-* from anyone but those proxies.
 */
const ADDRESS_HEADER = "x-wooey-address";

/** Where the request comes from; "" if it did not come through web's own server. */
export function clientAddress(headers: Headers): string {
  return headers.get(ADDRESS_HEADER) ?? "";
}

/**
 * The origin at which people reach this instance, for absolute addresses: that of PUBLIC_URL, else what a trusted proxy
 * reports, else the Host header. Never use `request.url`: Next always puts localhost there.
 */
export function publicOrigin(headers: Headers): string {
  const { PUBLIC_URL, HOST, PORT } = env();
  if (PUBLIC_URL) return new URL(PUBLIC_URL).origin;
  const isSettled = headers.has(ADDRESS_HEADER);
  const forwarded = (name: string) => (isSettled ? headers.get(name)?.split(",")[0]?.trim() : undefined);
  const host = forwarded("x-forwarded-host") || headers.get("host") || "";
  if (!parseHost(host)) return `http://${HOST.includes(":") ? `[${HOST}]` : HOST}:${PORT}`;
  const scheme = forwarded("x-forwarded-proto") === "https" ? "https" : "http";
  // Without a port that is the scheme's own, as browsers write an origin.
  return new URL(`${scheme}://${host}`).origin;
}

/** Whether people reach this instance by https; then cookies are `Secure`. */
export function isSecure(headers: Headers): boolean {
  return publicOrigin(headers).startsWith("https:");
}
