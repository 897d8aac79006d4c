import { randomUUID } from "node:crypto";
import type { AppError, AppErrorCode } from "@/server/errors";
import { logFailure, toAppError } from "./errors";

const statuses: Record<Exclude<AppErrorCode, "limit">, number> = {
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  invalid: 400,
  conflict: 409,
  unavailable: 503,
};

/** JSON-RPC's code for a body that cannot be read, and one of those that are free for servers. */
const PARSE_ERROR = -32_700;
const SERVER_ERROR = -32_000;

/** The response to a request that was refused before a tool was called: a status, and an error of JSON-RPC. */
export function toErrorResponse(error: unknown): Response {
  const known = toAppError(error);
  if (!known) {
    const requestId = randomUUID();
    logFailure(requestId, "POST /mcp", error);
    return respond(500, `Internal error (request id ${requestId}).`);
  }
  const { code, message, retryAfterSeconds } = known;
  const headers: Record<string, string> = {};
  // Without resource metadata: there is no authorization server here from which a client could get a token.
  if (code === "unauthenticated") headers["WWW-Authenticate"] = "Bearer";
  if (retryAfterSeconds !== undefined) headers["Retry-After"] = String(retryAfterSeconds);
  return respond(statusOf(known), message, headers);
}

function respond(status: number, message: string, headers: Record<string, string> = {}): Response {
  const code = status === 400 ? PARSE_ERROR : SERVER_ERROR;
  return Response.json({ jsonrpc: "2.0", id: null, error: { code, message } }, { status, headers });
}

function statusOf({ code, retryAfterSeconds }: AppError): number {
  if (code !== "limit") return statuses[code];
  return retryAfterSeconds === undefined ? 413 : 429;
}
