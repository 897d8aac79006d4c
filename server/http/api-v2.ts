import { createHash } from "node:crypto";
import { z } from "zod";
import type { Operation, PathParams } from "@/server/api/operation";
import { type Actor, hasScope, isStaffReader } from "@/server/auth/actor";
import { takeApiCall } from "@/server/auth/api-calls";
import { takeSubmission } from "@/server/auth/attempts";
import { actorFromRequest } from "@/server/auth/from-request/actor";
import { missingKeyMessage } from "@/server/auth/from-request/missing-key";
import {
  requireAdministrator,
  requireAdministratorReader,
  requireStaff,
  requireStaffReader,
  requireUser,
} from "@/server/auth/policy";
import { AppError } from "@/server/errors";
import { discardUpload, type UploadedFile } from "@/server/files/upload";
import { t } from "@/server/language/text";
import { allow, type Method, type RouteHandler, recordIfRefused } from "./api";
import { matchesEtag } from "./etag";
import type { ReadRequest } from "./issue-details";
import { readBody } from "./operation-body";
import { problemResponse, toProblemResponse } from "./problem";

/** What a handler gets of a request. `body` is undefined for an operation without one or with one that it reads itself. */
export interface OperationInput<Path extends string, Query extends z.ZodType, Body extends z.ZodType> {
  params: PathParams<Path>;
  query: z.output<Query>;
  body: z.output<Body>;
  /** The files of a form; they are removed after the handler unless it has stored a reference. */
  files: UploadedFile[];
  request: Request;
}

/** What Next passes of the path: a list for `[...name]`. */
type NextParams = Record<string, string | string[]>;

const noQuery = z.strictObject({});

/**
 * The route handler of an operation: it finds the actor, refuses what the operation does not allow, checks query and
 * body, and is the only place that catches errors, which become problems (RFC 9457). A value that `act` returns is
 * answered as JSON with the status of the first answer of the operation.
 */
export function handle<Path extends string, Query extends z.ZodType, Body extends z.ZodType, Success extends z.ZodType>(
  operation: Operation<Path, Query, Body, Success>,
  act: (
    actor: Actor,
    input: OperationInput<Path, Query, Body>,
  ) => Response | z.input<Success> | Promise<Response | z.input<Success>>,
): RouteHandler<NextParams> {
  return async (request, context) => {
    const read: ReadRequest = { operation };
    let actor: Actor | undefined;
    try {
      const [params, found] = await Promise.all([context.params, actorFromRequest(request)]);
      actor = found;
      requireAccess(actor, operation, request);
      if (operation.who !== "anyone") takeApiCall(actor);
      if (operation.isSubmission) await takeSubmission(actor);
      const query = checkQuery(operation, request);
      const upload = await readBody(operation, request, read);
      try {
        const answer = await act(actor, {
          // Next has a parameter for each name in the path of the route's folder, which a test compares with the operation.
          params: joinPaths(params) as PathParams<Path>,
          query,
          // It was checked by the schema; without one, `Body` is that of undefined.
          body: upload.body as z.output<Body>,
          files: upload.files,
          request,
        });
        return answer instanceof Response ? answer : toJsonResponse(operation, request, answer);
      } finally {
        if (upload.files.length > 0) await discardUpload(upload);
      }
    } catch (error) {
      if (actor) await recordIfRefused(error, request, actor);
      return toProblemResponse(error, request, read);
    }
  };
}

/** All methods of a route file: those declared, and for the others 405 with `Allow` and a problem. */
export function allowV2(declared: Partial<Record<Method, RouteHandler<NextParams>>>) {
  return allow(declared, (request, allowed) => {
    const detail = t("This address does not support the method {method}.", { method: request.method });
    return problemResponse(405, { detail }, { Allow: allowed });
  });
}

/** What every address below /api/v2 answers that is not an operation's. */
export function refuseUnknownAddress(): Response {
  return problemResponse(404, { detail: t("There is nothing at this address. The API is described at /api/docs.") });
}

/**
 * Refuses before anything is read: 401 without a user, 403 for a key without the scope, and for people whom the operation
 * is not for. The verbs have the rules, and check them again.
 */
function requireAccess(actor: Actor, { who, scope, method }: Operation, request: Request): void {
  if (who === "anyone") return;
  if (actor.kind === "anonymous") throw new AppError("unauthenticated", missingKeyMessage(request.headers));
  requireUser(actor);
  const readsAsStaff = scope === "read" && isStaffReader(actor);
  if (scope !== null && !hasScope(actor, scope) && !readsAsStaff) {
    const message = t("This API key does not allow this. It needs the scope {scope}.", { scope });
    throw new AppError("forbidden", message);
  }
  requireRole(actor, who, { isReading: method === "get" });
}

function requireRole(actor: Actor, who: Operation["who"], { isReading }: { isReading: boolean }): void {
  if (who === "staff") (isReading ? requireStaffReader : requireStaff)(actor);
  if (who === "administrators") (isReading ? requireAdministratorReader : requireAdministrator)(actor);
}

/** @throws ZodError for a parameter that the operation does not have, and for values that it does not allow */
function checkQuery<Query extends z.ZodType>({ query }: { query?: Query }, request: Request): z.output<Query> {
  const values: Record<string, string | string[]> = {};
  const given = new URL(request.url).searchParams;
  for (const name of new Set(given.keys())) {
    const [first = "", ...others] = given.getAll(name);
    // An assignment to `__proto__` would not add a property.
    Object.defineProperty(values, name, { value: others.length > 0 ? [first, ...others] : first, enumerable: true });
  }
  const schema: z.ZodType = query ?? noQuery;
  // It was made by the operation's schema; without one, it has no properties.
  return schema.parse(values) as z.output<Query>;
}

/** The names of folders in `[...name]` as one path. For a path without names, the built product has no parameters. */
function joinPaths(params: NextParams | undefined): Record<string, string> {
  return Object.fromEntries(
    Object.entries(params ?? {}).map(([name, value]) => [name, Array.isArray(value) ? value.join("/") : value]),
  );
}

function toJsonResponse({ answers, hasEtag }: Operation, request: Request, answer: unknown): Response {
  const status = Number(Object.keys(answers)[0] ?? 200);
  if (status === 204) return new Response(null, { status });
  const text = JSON.stringify(answer);
  const headers = new Headers({ "content-type": "application/json" });
  if (hasEtag) {
    // Weak: what compresses an answer may change its bytes.
    const etag = `W/"${createHash("sha256").update(text).digest("base64url").slice(0, 22)}"`;
    headers.set("ETag", etag);
    if (matchesEtag(request, etag)) return new Response(null, { status: 304, headers: { ETag: etag } });
  }
  return new Response(text, { status, headers });
}
