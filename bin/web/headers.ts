import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { publicOrigin } from "@/server/auth/from-request/address";
import { env, isDevelopment, isLoopback } from "@/server/env";

/**
 * Sets the security headers of every answer, and forbids caches to keep it unless it is the same for everyone and never
 * changes. The policy with its nonce goes onto the request too, where Next reads it
 * for its scripts, and as `x-nonce` for ours. An answer that sets such a header itself (a file's policy) keeps it.
 */
export function secure(request: IncomingMessage, response: ServerResponse): void {
  delete request.headers["x-nonce"];
  delete request.headers["content-security-policy"];
  const headers: Record<string, string> = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
    "cross-origin-opener-policy": "same-origin",
  };
  if (env().PUBLIC_URL?.startsWith("https:")) headers["strict-transport-security"] = "max-age=31536000";
  if (containsSecret(request.url ?? "")) {
    headers["x-robots-tag"] = "noindex";
    if (sendsFetchMetadata(request)) headers["referrer-policy"] = "no-referrer";
  }
  if (!request.url?.startsWith("/_next/static/")) {
    const nonce = randomBytes(16).toString("base64");
    const policy = pagePolicy(nonce);
    request.headers["x-nonce"] = nonce;
    request.headers["content-security-policy"] = policy;
    headers["content-security-policy"] = policy;
  }
  setAtLast(response, headers);
}

/**
 * Whether the address is that of a job, of a form that a job fills, or of a link to an account. Whoever has it can use
 * it, so no other site and no search engine may learn it.
 */
function containsSecret(url: string): boolean {
  const path = url.split("?")[0] ?? "";
  const segments = path.split("/").map(decoded);
  return segments.includes("jobs") || ["reset", "register"].includes(segments[1] ?? "");
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment; // refused later
  }
}

/**
 * Whether browsers say where a request comes from by `Sec-Fetch-Site`: only to https and to this machine. Elsewhere they
 * only say it by `Origin`, which is `null` in a form without a script on a page with `no-referrer`. Such a form would be
 * refused, so these pages have `same-origin`, by which no other site receives a referrer either.
 */
function sendsFetchMetadata({ headers }: IncomingMessage): boolean {
  const names = ["host", "x-forwarded-host", "x-forwarded-proto", "x-wooey-address"];
  const given = names.flatMap((name): [string, string][] =>
    headers[name] === undefined ? [] : [[name, String(headers[name])]],
  );
  const { protocol, hostname } = new URL(publicOrigin(new Headers(given)));
  const host = hostname.replace(/^\[|\]$/g, "");
  return protocol === "https:" || isLoopback(host) || host.endsWith(".localhost");
}

/** Sets headers when the answer starts, unless it has them: Next drops a handler's header where one is set before. */
function setAtLast(response: ServerResponse, headers: Record<string, string>): void {
  const { writeHead } = response;
  response.writeHead = function settleHead(this: ServerResponse, status: number, ...args: unknown[]) {
    const given = args.at(-1);
    if (typeof given === "object" && given !== null && !Array.isArray(given)) {
      args.pop();
      for (const [name, value] of Object.entries(given)) response.setHeader(name, value);
    }
    for (const [name, value] of Object.entries(headers)) {
      if (!response.hasHeader(name)) response.setHeader(name, value);
    }
    response.setHeader("cache-control", cachingOf(status, String(response.getHeader("cache-control") ?? "")));
    return Reflect.apply(writeHead, response, [status, ...args]);
    // It passes all arguments on, so it accepts what every overload does.
  } as ServerResponse["writeHead"];
}

/**
 * What caches may do with an answer. Only the route knows that an answer is the same for everyone for good, and says so;
 * any other answer may depend on who asks, so no cache keeps it.
 */
function cachingOf(status: number, requested: string): string {
  const isPublic = /\bpublic\b/.test(requested) && /\bimmutable\b/.test(requested);
  if (isPublic && [200, 206, 304].includes(status)) return requested;
  return requested.includes("no-transform") ? "private, no-store, no-transform" : "private, no-store";
}

function pagePolicy(nonce: string): string {
  return [
    "default-src 'none'",
    // Next's development build reads its modules with eval.
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment() ? " 'unsafe-eval'" : ""}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "media-src 'self' blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "frame-src 'self' blob:",
    "worker-src 'self' blob:",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}
