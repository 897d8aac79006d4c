import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { env, isDevelopment } from "@/server/env";

/**
 * Security headers of every answer. The policy with its nonce goes onto the request too, where Next reads it from for
 * its own scripts, and as `x-nonce` for ours. An answer that sets one of its own (a file's policy) keeps it.
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
  if (request.url?.startsWith("/jobs/")) {
    // The address of a job is what opens it: no other site learns of it, and no search engine.
    headers["referrer-policy"] = "no-referrer";
    headers["x-robots-tag"] = "noindex";
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

/** Sets headers when the answer begins, where it has none of that name: Next drops a handler's when one is there before. */
function setAtLast(response: ServerResponse, headers: Record<string, string>): void {
  const { writeHead } = response;
  response.writeHead = function settleHead(this: ServerResponse, ...args: unknown[]) {
    for (const [name, value] of Object.entries(headers)) {
      if (!response.hasHeader(name)) response.setHeader(name, value);
    }
    return Reflect.apply(writeHead, response, args);
  } as ServerResponse["writeHead"];
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
