import { randomUUID } from "node:crypto";
import { STATUS_CODES } from "node:http";
import { ZodError } from "zod";
import type { Problem } from "@/server/api/problem";
import { withoutSecrets } from "@/server/audit/security-events";
import type { AppError, AppErrorCode, ErrorDetail } from "@/server/errors";
import { t } from "@/server/language/text";
import { logFailure, toAppError } from "./errors";
import { detailsOf, escapePointer, type ReadRequest } from "./issue-details";

/** An error that only HTTP knows, such as 405 or 415. */
export class HttpError extends Error {
  readonly status: number;
  readonly headers: Record<string, string>;

  constructor(status: number, message: string, headers: Record<string, string> = {}) {
    super(message);
    this.name = "HttpError";
    this.status = status;
    this.headers = headers;
  }
}

const statuses: Record<Exclude<AppErrorCode, "limit" | "invalid">, number> = {
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  unavailable: 503,
};

/** The response to an error. Anything that the caller cannot act on is logged in full and answered with 500. */
export function toProblemResponse(error: unknown, request: Request, read: ReadRequest = {}): Response {
  if (error instanceof HttpError) return problemResponse(error.status, { detail: error.message }, error.headers);
  if (error instanceof ZodError) {
    return problemResponse(statusOfInvalid(read), {
      detail: t("The input is not valid."),
      errors: detailsOf(error, read),
    });
  }
  const known = toAppError(error);
  if (!known) {
    const requestId = randomUUID();
    logFailure(requestId, `${request.method} ${withoutSecrets(new URL(request.url).pathname)}`, error);
    return problemResponse(500, { detail: t("Internal error."), requestId });
  }
  const { message: detail, details, retryAfterSeconds } = known;
  const errors = details ?? fieldDetails(known, read);
  const headers: Record<string, string> = {};
  if (retryAfterSeconds !== undefined) headers["Retry-After"] = String(retryAfterSeconds);
  if (known.code === "unauthenticated") headers["WWW-Authenticate"] = challengeFor(request);
  return problemResponse(statusOf(known, read), errors.length > 0 ? { detail, errors } : { detail }, headers);
}

/** A response with a problem. */
export function problemResponse(
  status: number,
  given: Partial<Problem> & { detail: string },
  headers: Record<string, string> = {},
): Response {
  return new Response(JSON.stringify(problemOf(status, given)), {
    status,
    headers: { "content-type": "application/problem+json", ...headers },
  });
}

/** A problem whose title follows from its status. */
export function problemOf(
  status: number,
  { requestId = randomUUID(), detail, errors, error }: Partial<Problem> & { detail: string },
): Problem {
  const problem: Problem = { type: "about:blank", title: STATUS_CODES[status] ?? "", status, detail, requestId };
  return { ...problem, ...(errors ? { errors } : {}), ...(error === undefined ? {} : { error }) };
}

/** RFC 6750, section 3: without a credential no error code, with one that does not work `invalid_token`. */
function challengeFor(request: Request): string {
  return request.headers.has("authorization") ? 'Bearer realm="Wooey", error="invalid_token"' : 'Bearer realm="Wooey"';
}

function statusOf({ code, retryAfterSeconds }: AppError, read: ReadRequest): number {
  if (code === "invalid") return statusOfInvalid(read);
  if (code !== "limit") return statuses[code];
  return retryAfterSeconds === undefined ? 413 : 429;
}

/** 400 for a request that cannot be read, 422 for a body that can be read and is not valid. */
function statusOfInvalid({ body }: ReadRequest): number {
  return body === undefined ? 400 : 422;
}

/** The messages by field of a verb, where the body has these fields. */
function fieldDetails({ code, fields }: AppError, { operation }: ReadRequest): ErrorDetail[] {
  return Object.entries(fields).flatMap(([field, messages]) => {
    if (field === "__all__") return [];
    // API v1 reports an address that leads nowhere on a field; here the status says it.
    if (code === "not_found" && operation?.pointers?.[field] === undefined) return [];
    const isParameter = operation?.body === undefined;
    const pointer = operation?.pointers?.[field] ?? `/${escapePointer(field)}`;
    const position = isParameter ? { parameter: field } : { pointer };
    return messages.map((detail) => ({ ...position, detail }));
  });
}
