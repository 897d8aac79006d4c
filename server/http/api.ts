import { randomUUID } from "node:crypto";
import { recordRefusal, withoutSecrets } from "@/server/audit/security-events";
import type { Actor } from "@/server/auth/actor";
import { actorFromRequest } from "@/server/auth/from-request/actor";
import { AppError, type AppErrorCode } from "@/server/errors";
import { t } from "@/server/language/text";
import { InfectedUploadError } from "@/server/storage/virus-scan";
import { logFailure, toAppError } from "./errors";

const statuses: Record<Exclude<AppErrorCode, "limit">, number> = {
  unauthenticated: 403, // Wooey never answers 401
  forbidden: 403,
  not_found: 404,
  invalid: 400,
  conflict: 409,
  unavailable: 503,
};

const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;
export type Method = (typeof methods)[number];
export type RouteHandler<Params> = (
  request: Request,
  context: { params: Promise<Params> },
) => Response | Promise<Response>;

/**
 * A route handler of the API: it finds the actor once and is the only place that catches errors. An AppError becomes
 * `{ valid: false, errors }` with its status; anything else is logged in full with a request id and answered with 500.
 * `findActor` is `actorOfBrowser` for the routes of pages.
 */
export function api<Params = Record<never, string>>(
  handler: (request: Request, context: { params: Params; actor: Actor }) => Response | Promise<Response>,
  findActor: (request: Request) => Promise<Actor> = actorFromRequest,
): (request: Request, context: { params: Promise<Params> }) => Promise<Response> {
  return async (request, context) => {
    let actor: Actor | undefined;
    try {
      const [params, found] = await Promise.all([context.params, findActor(request)]);
      actor = found;
      return await handler(request, { params, actor });
    } catch (error) {
      if (actor) await recordIfRefused(error, request, actor);
      return toErrorResponse(error, request);
    }
  };
}

/**
 * All methods of a route file: those declared, and for the others what `refuseMethod` answers, 405 with `Allow` and an empty
 * body unless given (before authentication, as in Wooey). Next's own 405 has no `Allow`.
 */
export function allow<Params>(
  declared: Partial<Record<Method, RouteHandler<Params>>>,
  refuseMethod = (_request: Request, allowed: string) =>
    new Response(null, { status: 405, headers: { Allow: allowed } }),
) {
  const allowed = methods.filter((method) => declared[method]).join(", ");
  const refuse: RouteHandler<Params> = (request) => refuseMethod(request, allowed);
  const all = Object.fromEntries(methods.map((method) => [method, declared[method] ?? refuse]));
  // The entries were made from `methods`, one for each.
  return all as Record<Method, RouteHandler<Params>>;
}

/**
 * A visitor who is asked to sign in was not refused, but somebody with a key that does not work was, and whoever sent
 * an infected file.
 */
export async function recordIfRefused(error: unknown, request: Request, actor: Actor): Promise<void> {
  if (!(error instanceof AppError)) return;
  const what = `${request.method} ${new URL(request.url).pathname}`;
  if (error instanceof InfectedUploadError) return recordRefusal(actor, what, `virus in an upload: ${error.virus}`);
  const hasBadKey = error.code === "unauthenticated" && request.headers.has("authorization");
  if (error.code !== "forbidden" && !hasBadKey) return;
  await recordRefusal(actor, what, hasBadKey ? "not a working API key" : "not permitted");
}

function toErrorResponse(error: unknown, request: Request): Response {
  const known = toAppError(error);
  if (!known) {
    const requestId = randomUUID();
    logFailure(requestId, `${request.method} ${withoutSecrets(new URL(request.url).pathname)}`, error);
    const body = { valid: false, errors: { __all__: [t("Internal error.")] }, request_id: requestId };
    return Response.json(body, { status: 500 });
  }
  const retry = known.retryAfterSeconds;
  const headers = retry === undefined ? undefined : { "Retry-After": String(retry) };
  return Response.json({ valid: false, errors: known.fields }, { status: statusOf(known), headers });
}

function statusOf({ code, retryAfterSeconds }: AppError): number {
  if (code !== "limit") return statuses[code];
  return retryAfterSeconds === undefined ? 413 : 429;
}
