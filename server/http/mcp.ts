import { type AuthInfo, createMcpHandler, ProtocolError } from "@modelcontextprotocol/server";
import type { Actor } from "@/server/auth/actor";
import { takeApiCall } from "@/server/auth/api-calls";
import { actorFromRequest } from "@/server/auth/from-request/actor";
import { publicOrigin } from "@/server/auth/from-request/address";
import { missingKeyMessage } from "@/server/auth/from-request/missing-key";
import { isSameOrigin } from "@/server/auth/from-request/same-origin";
import { AppError } from "@/server/errors";
import { t } from "@/server/language/text";
import type { Caller } from "@/server/mcp/caller";
import { mcpServer } from "@/server/mcp/server";
import { recordIfRefused } from "./api";
import { readJson } from "./body";
import { findClient, sessionHeaders } from "./mcp-client";
import { toErrorResponse } from "./mcp-error";

/** Room for files in a call, with what JSON adds to their texts. */
const BODY_BYTES_MAX = 2 * 1024 * 1024;

/**
 * The MCP server: protocol 2026-07-28 and, for older clients, 2025-03-26 to 2025-11-25, by streamable HTTP. It keeps nothing
 * between two requests, and has no events to subscribe to.
 */
const handler = createMcpHandler(({ authInfo }) => mcpServer(callerOf(authInfo)), {
  onerror: (error) => {
    if (!isRefusal(error)) console.error("MCP:", error);
  },
  maxSubscriptions: 0,
});

/** Whether the handler has refused a request that no correct client sends. */
function isRefusal(error: Error): boolean {
  return error instanceof ProtocolError || /^(Rejected|Unsupported|subscriptions)/.test(error.message);
}

/** Answers a POST of an MCP client. */
export async function serveMcp(request: Request): Promise<Response> {
  let actor: Actor | undefined;
  try {
    // A page on another site may know the address and make a browser send this (Streamable HTTP, security warning).
    if (isSameOrigin(request.headers) === false)
      throw new AppError("forbidden", t("This request came from a page on another site."));
    actor = await actorFromRequest(request);
    const keyed = requireKey(actor, request);
    takeApiCall(keyed);
    const body = await readJson(request, BODY_BYTES_MAX);
    const client = findClient(request.headers, body);
    const caller: Caller = {
      actor: client === null ? keyed : { ...keyed, client },
      origin: publicOrigin(request.headers),
      knowsLinks: knowsLinks(request.headers),
      wantsFavorites: new URL(request.url).searchParams.get("favorites") === "1",
    };
    const response = await handler.fetch(request, { parsedBody: body, authInfo: toAuthInfo(caller) });
    for (const [name, value] of Object.entries(sessionHeaders(body))) response.headers.set(name, value);
    return response;
  } catch (error) {
    if (actor) await recordIfRefused(error, request, actor);
    return toErrorResponse(error);
  }
}

/** @throws unauthenticated: cookies do not count here, because no page of this site calls it */
function requireKey(actor: Actor, request: Request): Actor & { kind: "apiKey" } {
  if (actor.kind === "apiKey") return actor;
  throw new AppError("unauthenticated", missingKeyMessage(request.headers));
}

/** Clients name their version of the protocol since 2025-06-18, which also brought links to resources. */
function knowsLinks(headers: Headers): boolean {
  return (headers.get("mcp-protocol-version") ?? "") >= "2025-06-18";
}

/** The handler passes this on from a request to its server, and reads nothing of it. */
function toAuthInfo(caller: Caller): AuthInfo {
  const { apiKeyId, access } = caller.actor;
  return { token: "", clientId: String(apiKeyId), scopes: access.scopes, extra: { caller } };
}

function callerOf(authInfo: AuthInfo | undefined): Caller {
  // `serveMcp` passes it with every request.
  return authInfo?.extra?.caller as Caller;
}
