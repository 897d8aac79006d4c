import type { IncomingMessage, ServerResponse } from "node:http";

/** The paths of the API that pages of other sites may call, if their origin is listed. */
const paths = /^\/api\/(v2|openapi\.json)(\/|$|\?)/;

const methods = "GET, HEAD, POST, PUT, PATCH, DELETE";
const requestHeaders =
  "Authorization, Content-Type, Idempotency-Key, If-None-Match, Last-Event-ID, Prefer, Range, Upload-Length, Upload-Metadata, Upload-Offset, Tus-Resumable";
const responseHeaders =
  "Accept-Ranges, Content-Disposition, Content-Range, ETag, Location, Preference-Applied, Retry-After, Upload-Expires, Upload-Length, Upload-Offset, WWW-Authenticate";

/**
 * Lets pages of the listed origins (WOOEY_CORS_ORIGINS) call API v2 with a key: cookies are never accepted from there.
 * Answers a preflight itself, and returns whether it did. No other origin learns anything.
 */
export function answerCors(request: IncomingMessage, response: ServerResponse, origins: ReadonlySet<string>): boolean {
  const { origin } = request.headers;
  if (origins.size === 0 || !paths.test(request.url ?? "")) return false;
  response.appendHeader("vary", "Origin");
  if (origin === undefined || !origins.has(origin)) return false;
  response.setHeader("access-control-allow-origin", origin);
  response.setHeader("access-control-expose-headers", responseHeaders);
  if (request.method !== "OPTIONS" || request.headers["access-control-request-method"] === undefined) return false;
  response.writeHead(204, {
    "access-control-allow-methods": methods,
    "access-control-allow-headers": requestHeaders,
    "access-control-max-age": "600",
  });
  response.end();
  return true;
}
