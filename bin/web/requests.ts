import type { IncomingMessage, ServerResponse } from "node:http";

const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/**
 * Why a request cannot be given to Next, which fails on it with a 500: a path that is no text in UTF-8 (400), or a
 * method that nothing here has (405). Null for one that can.
 */
export function refusalOf(request: IncomingMessage): { status: 400 | 405; message: string } | null {
  if (!methods.includes(request.method ?? "")) return { status: 405, message: "This method is not supported." };
  const path = (request.url ?? "").split("?")[0] ?? "";
  try {
    decodeURIComponent(path);
    return null;
  } catch {
    return { status: 400, message: "The address is not valid." };
  }
}

/** Answers what `refusalOf` found, in the manner of the API. */
export function refuse(response: ServerResponse, { status, message }: { status: 400 | 405; message: string }): void {
  const allow = status === 405 ? { allow: methods.join(", ") } : {};
  response.writeHead(status, { "content-type": "application/json", connection: "close", ...allow });
  response.end(JSON.stringify({ valid: false, errors: { __all__: [message] } }));
}
