import { randomUUID } from "node:crypto";
import { ZodError } from "zod";
import type { Actor } from "@/server/auth/actor";
import { actorFromRequest } from "@/server/auth/from-request";
import { AppError, type AppErrorCode, type FieldErrors } from "@/server/errors";
import { toBody } from "@/server/files/stream";
import { t } from "@/server/language/text";

const statusOf: Record<Exclude<AppErrorCode, "limit">, number> = {
  unauthenticated: 403, // Wooey never answers 401
  forbidden: 403,
  not_found: 404,
  invalid: 400,
  conflict: 409,
  unavailable: 503,
};

const methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;
type Method = (typeof methods)[number];
type RouteHandler<Params> = (request: Request, context: { params: Promise<Params> }) => Response | Promise<Response>;

/**
 * A route handler of the API: finds the actor once, and is the one catch. AppErrors become
 * `{ valid: false, errors }` with their status; anything else is logged whole with a request id and answers 500.
 * `findActor`: `actorOfBrowser` for the routes of pages.
 */
export function api<Params = Record<never, string>>(
  handler: (request: Request, context: { params: Params; actor: Actor }) => Response | Promise<Response>,
  findActor: (request: Request) => Promise<Actor> = actorFromRequest,
): (request: Request, context: { params: Promise<Params> }) => Promise<Response> {
  return async (request, context) => {
    try {
      const [params, actor] = await Promise.all([context.params, findActor(request)]);
      return await handler(request, { params, actor });
    } catch (error) {
      return refusal(error, request);
    }
  };
}

/**
 * All methods of a route file: those declared, and 405 with `Allow` and an empty body for the others (before
 * authentication, as in Wooey). Next's own 405 has no `Allow`.
 */
export function allow<Params>(declared: Partial<Record<Method, RouteHandler<Params>>>) {
  const allowed = methods.filter((method) => declared[method]).join(", ");
  const refuse: RouteHandler<Params> = () => new Response(null, { status: 405, headers: { Allow: allowed } });
  const all = Object.fromEntries(methods.map((method) => [method, declared[method] ?? refuse]));
  return all as Record<Method, RouteHandler<Params>>;
}

/** What the caller can act on in a thrown value: an AppError, also for failed schemas and texts PostgreSQL cannot hold. */
export function toAppError(error: unknown): AppError | null {
  if (error instanceof AppError) return error;
  if (error instanceof ZodError) return new AppError("invalid", t("The input is not valid."), fieldsOf(error));
  const code = databaseCode(error);
  if (code === "22021" || code === "22P05") {
    return new AppError("invalid", t("The text contains a character that cannot be stored."));
  }
  return code === "22003" ? new AppError("invalid", t("A number is too large.")) : null;
}

/** Logs an error nobody expected, whole but without a query's parameters (they hold hashes). */
export function logFailure(requestId: string, what: string, error: unknown): void {
  const cause = error instanceof Error && "query" in error && error.cause ? error.cause : error;
  console.error(`[${requestId}] ${what}:`, cause);
}

/**
 * The fields of a small body (at most 1 MB), as Wooey reads it: a JSON object, else a form (of a PATCH urlencoded only).
 * A field that comes twice is its last value. @throws invalid for malformed JSON or a body that is no object, limit
 */
export async function readFields(request: Request): Promise<Record<string, unknown>> {
  const bytes = await readBytes(request, 1024 * 1024);
  const type = request.headers.get("content-type") ?? "";
  if (type.includes("application/json")) return bytes.length ? parseObject(bytes) : {};
  if (type.includes("multipart/form-data") && request.method !== "PATCH") return parseMultipart(bytes, type);
  return Object.fromEntries(new URLSearchParams(new TextDecoder().decode(bytes)));
}

/** `{ "valid": true, "<name>": […] }`, written as its items are read: a long list is never whole in memory. */
export async function answerList(name: string, batches: AsyncIterable<unknown[]>): Promise<Response> {
  const iterator = batches[Symbol.asyncIterator]();
  const first = await iterator.next(); // a failure here is an answer of its own
  const body = toBody(async function* () {
    let piece = `{"valid":true,"${name}":[`;
    let comma = "";
    for (let batch = first; !batch.done; batch = await iterator.next()) {
      if (batch.value.length === 0) continue;
      yield piece + comma + JSON.stringify(batch.value).slice(1, -1);
      piece = "";
      comma = ",";
    }
    yield `${piece}]}`;
  });
  return new Response(body, { headers: { "content-type": "application/json" } });
}

/** The id in a path; 0, which no row has, for a text that is none. */
export function toId(text: string): number {
  const id = /^\d{1,10}$/.test(text) ? Number(text) : 0;
  return id <= 2_147_483_647 ? id : 0;
}

function refusal(error: unknown, request: Request): Response {
  const known = toAppError(error);
  if (!known) {
    const requestId = randomUUID();
    logFailure(requestId, `${request.method} ${new URL(request.url).pathname}`, error);
    const body = { valid: false, errors: { __all__: [t("Internal error.")] }, request_id: requestId };
    return Response.json(body, { status: 500 });
  }
  const retry = known.retryAfterSeconds;
  const status = known.code === "limit" ? (retry === undefined ? 413 : 429) : statusOf[known.code];
  const headers = retry === undefined ? undefined : { "Retry-After": String(retry) };
  return Response.json({ valid: false, errors: known.fields }, { status, headers });
}

function fieldsOf(error: ZodError): FieldErrors {
  const fields: FieldErrors = {};
  for (const issue of error.issues) {
    const field = String(issue.path[0] ?? "__all__");
    fields[field] = [...(fields[field] ?? []), issue.message];
  }
  return fields;
}

/** The SQLSTATE of a database error, also of one wrapped by Drizzle. */
function databaseCode(error: unknown): string | undefined {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error && "code" in cause && typeof cause.code === "string" ? cause.code : undefined;
}

async function readBytes(request: Request, bytesMax: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of request.body ?? []) {
      length += chunk.length;
      if (length > bytesMax)
        throw new AppError(
          "limit",
          t("The request is larger than the {bytes} bytes allowed here.", { bytes: bytesMax }),
        );
      chunks.push(chunk);
    }
  } catch (error) {
    throw error instanceof AppError ? error : new AppError("invalid", t("The body was cut off."));
  }
  return Buffer.concat(chunks);
}

function parseObject(bytes: Uint8Array): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new AppError("invalid", t("The body is not valid JSON."));
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new AppError("invalid", t("The body must be a JSON object."));
  }
  return value as Record<string, unknown>;
}

async function parseMultipart(bytes: Uint8Array, type: string): Promise<Record<string, unknown>> {
  const form = await new Response(Buffer.from(bytes), { headers: { "content-type": type } }).formData().catch(() => {
    throw new AppError("invalid", t("The form is not valid multipart/form-data."));
  });
  return Object.fromEntries([...form].filter(([, value]) => typeof value === "string"));
}
