import type { IncomingMessage, ServerResponse } from "node:http";
import { countRequest, webRequests } from "@/server/workers/web-requests";

/**
 * Counts a request for /metrics when it is over, with the time until its answer startedToAnswer: an upload's includes the upload,
 * a stream's not the hours that somebody watches it.
 */
export function countFor(request: IncomingMessage, response: ServerResponse): void {
  const started = performance.now();
  const { method = "", url = "" } = request; // as they arrive: Next rewrites the URL
  const { writeHead } = response;
  let startedToAnswer: number | null = null;
  response.writeHead = function recordStart(this: ServerResponse, ...args: unknown[]) {
    startedToAnswer ??= performance.now();
    return Reflect.apply(writeHead, response, args);
    // It passes all arguments on, so it accepts what every overload does.
  } as ServerResponse["writeHead"];
  webRequests().open += 1;
  response.once("close", () => {
    webRequests().open -= 1;
    const path = url.split("?")[0] ?? "";
    const seconds = ((startedToAnswer ?? performance.now()) - started) / 1000;
    countRequest({ method, path, status: response.headersSent ? response.statusCode : null, seconds });
  });
}
