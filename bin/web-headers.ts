import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { env } from "@/server/env";

/**
 * Security headers of every answer. The policy with its nonce goes onto the request too, where Next reads it from for
 * its own scripts, and as `x-nonce` for ours. An answer that sets a policy of its own (a file's) keeps it.
 */
export function secure(request: IncomingMessage, response: ServerResponse): void {
  delete request.headers["x-nonce"];
  delete request.headers["content-security-policy"];
  response.setHeader("x-content-type-options", "nosniff");
  response.setHeader("referrer-policy", "same-origin");
  response.setHeader("permissions-policy", "camera=(), microphone=(), geolocation=()");
  response.setHeader("cross-origin-opener-policy", "same-origin");
  if (env().PUBLIC_URL?.startsWith("https:")) response.setHeader("strict-transport-security", "max-age=31536000");
  if (request.url?.startsWith("/_next/static/")) return;
  const nonce = randomBytes(16).toString("base64");
  const policy = pagePolicy(nonce);
  request.headers["x-nonce"] = nonce;
  request.headers["content-security-policy"] = policy;
  response.setHeader("content-security-policy", policy);
}

function pagePolicy(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'`,
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
