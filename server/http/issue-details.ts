import { type core, type ZodError, z } from "zod";
import type { Operation } from "@/server/api/operation";
import type { ErrorDetail } from "@/server/errors";
import { t } from "@/server/language/text";

/** What was read of a request before it failed. */
export interface ReadRequest {
  operation?: Pick<Operation, "query" | "body" | "pointers">;
  /** The checked or unchecked body; undefined before it was read. */
  body?: unknown;
}

const GIVEN_LENGTH_MAX = 200;

/** What a schema found wrong: where, what was given, and what is allowed. */
export function detailsOf(error: ZodError, { operation, body }: ReadRequest): ErrorDetail[] {
  return error.issues.flatMap((issue): ErrorDetail[] => {
    const schema = body === undefined ? operation?.query : operation?.body?.schema;
    const at = (path: readonly PropertyKey[]) =>
      body === undefined ? { parameter: String(path[0] ?? "") } : { pointer: toPointer(path) };
    if (issue.code === "unrecognized_keys") {
      const detail = body === undefined ? t("There is no such parameter.") : t("There is no such field.");
      const allowed = issue.path.length === 0 ? namesOf(schema) : undefined;
      return issue.keys.map((key) => ({ ...at([...issue.path, key]), detail, ...optional("allowed", allowed) }));
    }
    const given = body === undefined ? undefined : givenAt(body, issue.path);
    return [{ ...at(issue.path), detail: issue.message, ...given, ...optional("allowed", allowedBy(issue)) }];
  });
}

/** A JSON pointer (RFC 6901). */
export function toPointer(path: readonly PropertyKey[]): string {
  return path.map((key) => `/${escapePointer(String(key))}`).join("");
}

/** A name as a part of a JSON pointer. */
export function escapePointer(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}

function optional(name: string, value: unknown): Record<string, unknown> {
  return value === undefined ? {} : { [name]: value };
}

function namesOf(schema: z.ZodType | undefined): string[] | undefined {
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : undefined;
}

/** A short value that is not a secret. */
function givenAt(body: unknown, path: readonly PropertyKey[]): { given?: unknown } {
  if (path.some((key) => /password|secret|token/i.test(String(key)))) return {};
  let value = body;
  for (const key of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return {};
    // An own property of this name was found.
    value = (value as Record<PropertyKey, unknown>)[key];
  }
  if (typeof value === "object" && value !== null) return {};
  return typeof value === "string" && value.length > GIVEN_LENGTH_MAX ? {} : { given: value };
}

function allowedBy(issue: core.$ZodIssue): unknown {
  if (issue.code === "invalid_value") return issue.values;
  if (issue.code === "invalid_type") return { type: issue.expected };
  if (issue.code === "too_small") return { [isLength(issue.origin) ? "minLength" : "minimum"]: Number(issue.minimum) };
  if (issue.code === "too_big") return { [isLength(issue.origin) ? "maxLength" : "maximum"]: Number(issue.maximum) };
  if (issue.code === "invalid_format") return { format: issue.format };
  return undefined;
}

function isLength(origin: string): boolean {
  return origin === "string";
}
