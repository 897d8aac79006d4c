import type { IncomingMessage, ServerResponse } from "node:http";
import { isSecure } from "@/server/auth/from-request/address";

/** Browsers accept a cookie with this prefix from https and from this very host alone (RFC 6265bis, 4.1.3.2). */
const PREFIX = "__Host-";
/** The names of the product's cookies, which the code knows without the prefix. */
const ours = /^wooey[_-]/;
/** Where it has no prefixed one, a browser keeps the secret of its visitor's jobs from before the prefix. */
const BROWSER_COOKIE = "wooey_browser";

/**
 * Where people reach the instance by https, our cookies have the prefix `__Host-` outside of this server, so that no
 * other host of the same domain can set them. Call it after the proxy's headers are settled.
 */
export function prefixCookies(request: IncomingMessage, response: ServerResponse): void {
  if (!isSecure(headersOf(request))) return;
  const { cookie } = request.headers;
  if (cookie) request.headers.cookie = withoutPrefix(cookie);
  for (const method of ["setHeader", "appendHeader"] as const) {
    const original = response[method];
    response[method] = function prefixAll(name: string, value: unknown) {
      const renamed = name.toLowerCase() === "set-cookie" ? [value].flat().map(String).map(withPrefix) : value;
      return Reflect.apply(original, response, [name, renamed]);
      // It passes on what it does not rename, so it accepts what the method does.
    } as ServerResponse[typeof method];
  }
}

/**
 * The cookies by the names that the code knows, without those that another host may have set. The prefixed ones stay:
 * after a server action, Next sends the request's cookies to this server once more.
 */
function withoutPrefix(header: string): string {
  const pairs = header.split(";").map((pair) => pair.trim());
  const names = new Set(pairs.map(nameOf));
  const isBelieved = (pair: string) =>
    !ours.test(pair) || (nameOf(pair) === BROWSER_COOKIE && !names.has(PREFIX + BROWSER_COOKIE));
  const isOurs = (pair: string) => pair.startsWith(PREFIX) && ours.test(pair.slice(PREFIX.length));
  return [...pairs.filter(isBelieved), ...pairs.filter(isOurs).map((pair) => pair.slice(PREFIX.length))].join("; ");
}

function withPrefix(setCookie: string): string {
  if (!ours.test(setCookie)) return setCookie;
  return `${PREFIX}${setCookie}${/;\s*secure\s*(;|$)/i.test(setCookie) ? "" : "; Secure"}`;
}

function nameOf(pair: string): string {
  return pair.slice(0, pair.indexOf("="));
}

function headersOf({ headers }: IncomingMessage): Headers {
  const pairs = Object.entries(headers).filter(([name]) => name.startsWith("x-") || name === "host");
  return new Headers(pairs.map(([name, value]): [string, string] => [name, String(value)]));
}
