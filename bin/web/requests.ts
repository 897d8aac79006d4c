import type { IncomingMessage, ServerResponse } from "node:http";
import { publicOrigin } from "@/server/auth/from-request/address";
import { isSameOrigin } from "@/server/auth/from-request/same-origin";
import { writeRefusal } from "./refusal";

const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
const safeMethods = ["GET", "HEAD", "OPTIONS"];

export interface Refusal {
  status: 400 | 403 | 405 | 411 | 413;
  message: string;
}

/**
 * Why a request is not given to Next, which would fail on it with a 500; null for one that is.
 *
 * - 405: no route has the method.
 * - 400: the address is no path, is no text in UTF-8, or contains NUL, which neither PostgreSQL nor a file system stores.
 * - 403: a page of another site makes a browser send it, and it may change something.
 */
export function refusalOf(request: IncomingMessage): Refusal | null {
  if (!methods.includes(request.method ?? "")) return { status: 405, message: "This method is not supported." };
  if (!isAddress(request.url ?? "")) return { status: 400, message: "The address is not valid." };
  if (isForeign(request)) return { status: 403, message: "This request came from a page on another site." };
  return null;
}

function isAddress(url: string): boolean {
  if (!url.startsWith("/")) return false;
  const [path = "", query = ""] = url.split(/\?(.*)/s);
  try {
    return !decodeURIComponent(path).includes("\0") && !query.includes("%00");
  } catch {
    return false;
  }
}

/**
 * A browser attaches no API key by itself, so a request with one is not made by a page of another site. The MCP server
 * checks the origin in any case, as the protocol demands (Streamable HTTP, security warning).
 */
function isForeign({ method = "", url = "", headers }: IncomingMessage): boolean {
  const hasKey = /^bearer /i.test(headers.authorization ?? "");
  if (safeMethods.includes(method) || (hasKey && !/^\/mcp\/?(\?|$)/.test(url))) return false;
  return isSameOrigin(toHeaders(headers)) === false;
}

/**
 * Next compares the hosts of `Origin` and `Host` of an action, and answers a mismatch with a 500. It does not know
 * `PUBLIC_URL`, nor that a page without a referrer sends `Origin: null`. An accepted request therefore gets the origin
 * that this server has for browsers.
 */
export function settleOrigin({ method = "", headers }: IncomingMessage): void {
  if (safeMethods.includes(method) || headers.origin === undefined) return;
  const origin = publicOrigin(toHeaders(headers));
  headers.origin = origin;
  headers["x-forwarded-host"] = new URL(origin).host;
}

/** The headers that say where a request comes from, and at which address. */
function toHeaders(headers: IncomingMessage["headers"]): Headers {
  const names = ["host", "origin", "sec-fetch-site", "x-forwarded-host", "x-forwarded-proto", "x-wooey-address"];
  return new Headers(names.flatMap((name) => (headers[name] === undefined ? [] : [[name, String(headers[name])]])));
}

/** Answers what `refusalOf` found. */
export function refuse(response: ServerResponse, { status, message }: Refusal): void {
  writeRefusal(response, { status, message, headers: status === 405 ? { allow: methods.join(", ") } : {} });
}
