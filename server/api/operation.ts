import { z } from "zod";
import type { KeyScope } from "@/db/schema/users";

export type OperationMethod = "get" | "post" | "put" | "patch" | "delete";

/** The schemas that have a name in the OpenAPI document: `z.strictObject({ … }).register(apiSchemas, { id: "Name" })`. */
export const apiSchemas = z.registry<{ id: string }>();

/** An answer that is not an error. Without `schema` it has no body, or one of `mediaTypes`, which the handler responds with. */
export interface OperationAnswer<Schema extends z.ZodType = z.ZodType> {
  description: string;
  /** Of the JSON. */
  schema?: Schema;
  /** What the body may be instead of JSON, such as `text/plain`. */
  mediaTypes?: string[];
  /** Headers of this answer, with their descriptions. */
  headers?: Record<string, string>;
}

/** A body of JSON, also as a part of a form with files; or one that the handler reads from the request itself. */
export interface OperationBody<Schema extends z.ZodType = z.ZodType> {
  /** The JSON is checked by it. Without a schema, the handler reads the body. */
  schema?: Schema;
  /** At most so many bytes of JSON; 1 MB unless given. */
  bytesMax?: number;
  isOptional?: boolean;
  /** Multipart is accepted as well: `part` is the JSON, and all other parts are files, which the handler gets. */
  form?: { part: string; description: string; fileBytesMax(): number };
  /** What is accepted instead, if the handler reads the body, with the schema that the document shows. */
  mediaTypes?: Record<string, Record<string, unknown>>;
}

/** Errors besides those that every operation may answer with. */
export type OperationRefusal =
  | "conflict"
  | "forbidden"
  | "notFound"
  | "range"
  | "tooLarge"
  | "tooOften"
  | "unavailable";

/**
 * One operation of API v2: what its handler checks and what the OpenAPI document says, described once. `handle` in
 * server/http/api-v2.ts makes a route of it.
 */
export interface Operation<
  Path extends string = string,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Success extends z.ZodType = z.ZodType,
> {
  method: OperationMethod;
  /** Without a slash at the end; `{name}` is a folder `[name]` or `[...name]`. */
  path: Path;
  /** Unique in the document, also among the ids of API v1. */
  id: string;
  tag: OperationTag;
  summary: string;
  description?: string;
  /** The verb has the rule; whoever is neither signed in nor staff is refused before a body is read. */
  who: "anyone" | "any signed-in user" | "the owner" | "staff" | "administrators";
  /** What an API key must allow; null if every key may call it. Keys of staff that manage also read for staff. */
  scope: KeyScope | null;
  /** A strict object of texts. `queryList` and `z.coerce` turn texts into lists and numbers. */
  query?: Query;
  /** What the names in the path are; `slug` need not be described. */
  params?: Record<string, { description: string; schema?: Record<string, unknown> }>;
  /** Headers of the request that change what happens, with their descriptions. */
  headers?: Record<string, string>;
  body?: OperationBody<Body>;
  /** Counts as a submission before its body is read (WOOEY_LIMIT_SUBMITS_PER_SECOND). */
  isSubmission?: boolean;
  /** Fields of AppErrors that have another name in the body: `{ job_name: "/name" }`. */
  pointers?: Record<string, string>;
  /** The first one is the answer to a value that the handler returns. */
  answers: Partial<Record<200 | 201 | 202 | 204 | 206, OperationAnswer<Success>>>;
  /** Whether a GET has an ETag and answers 304 to `If-None-Match`. */
  hasEtag?: boolean;
  refusals?: OperationRefusal[];
}

export const operationTags = [
  { name: "Account", description: "Who calls, and what the key allows." },
  { name: "Scripts", description: "Find scripts, see what they accept, and run them." },
  { name: "Jobs", description: "Follow, stop, re-run and delete jobs, and fetch their output and files." },
  { name: "Uploads", description: "Send files before the job that uses them." },
  { name: "Management", description: "For staff and administrators, and for their keys with the scope `manage`." },
] as const;
export type OperationTag = (typeof operationTags)[number]["name"];

/** What a handler gets of the path: a text for each `{name}`. */
export type PathParams<Path extends string> = Path extends `${string}{${infer Name}}${infer Others}`
  ? { [K in Name]: string } & PathParams<Others>
  : unknown;

/** Declares an operation, and infers its types. */
export function operation<
  const Path extends string,
  Query extends z.ZodType = z.ZodObject<Record<never, never>>,
  Body extends z.ZodType = z.ZodUndefined,
  Success extends z.ZodType = z.ZodType,
>(declared: Operation<Path, Query, Body, Success>): Operation<Path, Query, Body, Success> {
  return declared;
}

/** A query parameter that may be repeated. */
export function queryList<Item extends z.ZodType>(item: Item) {
  return z.preprocess((value) => (value === undefined ? [] : [value].flat()), z.array(item)).optional();
}

/** A text that PostgreSQL can store. */
export function storedText(lengthMax: number) {
  return z
    .string()
    .max(lengthMax)
    .regex(/^[^\0]*$/);
}

/** The id in a path. */
export const idParam = {
  id: { description: "Its id.", schema: { type: "integer", minimum: 1, maximum: 2_147_483_647 } },
};

/** `limit` and `after` of every list. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(200).default(50).meta({ description: "At most so many items." }),
  after: z.string().max(1000).optional().meta({ description: "The `next` of the page before." }),
};

/** A page of a list. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.strictObject({
    items: z.array(item),
    next: z.string().nullable().meta({ description: "The `after` of the next page; null on the last page." }),
  });
}

/** A time in RFC 3339, in UTC. */
export const time = z.iso.datetime().meta({ description: "RFC 3339, in UTC." });

export function toTime(date: Date): string;
export function toTime(date: Date | null): string | null;
export function toTime(date: Date | null): string | null {
  return date ? date.toISOString() : null;
}
