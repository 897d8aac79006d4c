import { env } from "@/server/env";

/**
 * Set by web's own server on every request: the client's address, as far as WOOEY_TRUSTED_PROXIES may be believed. What
 * a client sends under this name is dropped there, and so is X-Forwarded-* of anybody but those proxies.
 */
const ADDRESS_HEADER = "x-wooey-address";

/** Where the request comes from; "" when it did not come through web's own server. */
export function clientAddress(headers: Headers): string {
  return headers.get(ADDRESS_HEADER) ?? "";
}

/**
 * The origin people reach this instance by, for absolute addresses: PUBLIC_URL's, else what a trusted proxy says, else
 * the Host header. Never from `request.url`: Next always puts localhost there.
 */
export function publicOrigin(headers: Headers): string {
  const { PUBLIC_URL, HOST, PORT } = env();
  if (PUBLIC_URL) return new URL(PUBLIC_URL).origin;
  const isSettled = headers.has(ADDRESS_HEADER);
  const forwarded = (name: string) => (isSettled ? headers.get(name)?.split(",")[0]?.trim() : undefined);
  const host = forwarded("x-forwarded-host") || headers.get("host") || `${HOST}:${PORT}`;
  const origin = `${forwarded("x-forwarded-proto") === "https" ? "https" : "http"}://${host}`;
  return URL.canParse(origin) ? new URL(origin).origin : `http://${HOST}:${PORT}`;
}

/** Whether people reach this instance by https: cookies are `Secure` then. */
export function isSecure(headers: Headers): boolean {
  return publicOrigin(headers).startsWith("https:");
}
