import { z } from "zod";
import { apiSchemas, type Operation, type OperationAnswer, type OperationRefusal } from "@/server/api/operation";
import { operations } from "@/server/api/operations";
import { problemSchema } from "@/server/api/problem";
import type { Answer, DocumentedOperation, Parameter } from "./documented-operation";
import { type JsonSchema, refersTo } from "./schemas";

/** An operation of API v2 as the document writes it. */
export function documentOperation(operation: Operation): DocumentedOperation {
  const { id, tag, summary, description, who } = operation;
  const parameters = parametersOf(operation);
  const requestBody = toRequestBody(operation);
  const answers = Object.entries(operation.answers).map(([status, answer]) => [status, toAnswer(operation, answer)]);
  return {
    operationId: id,
    tags: [tag],
    summary,
    description: [description, `For ${who}.`, scopeNote(operation)].filter(Boolean).join(" "),
    ...(who === "anyone" ? { security: [] } : {}),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(requestBody ? { requestBody } : {}),
    responses: { ...Object.fromEntries(answers), ...refusalsOf(operation) },
  };
}

/** The schemas of API v2 by name, as JSON Schema 2020-12: those of requests as they are sent, the others as answered. */
export function operationSchemas(): Record<string, JsonSchema> {
  for (const operation of operations) for (const [schema, name] of schemasOf(operation)) nameSchema(schema, name);
  const [sent, answered] = [toJsonSchemas("input"), toJsonSchemas("output")];
  const inBodies = new Set<string>();
  const collect = (name: string) => {
    if (inBodies.has(name)) return;
    inBodies.add(name);
    for (const [, inner = ""] of JSON.stringify(sent[name]).matchAll(/"#\/components\/schemas\/(\w+)"/g))
      collect(inner);
  };
  for (const { body } of operations) if (body?.schema) collect(nameOf(body.schema));
  return { ...answered, ...Object.fromEntries([...inBodies].map((name) => [name, sent[name] ?? {}])) };
}

function schemasOf({ id, body, answers }: Operation): [z.ZodType, string][] {
  const name = id.charAt(0).toUpperCase() + id.slice(1);
  const ofAnswers = Object.values(answers).flatMap(({ schema }) => (schema ? [schema] : []));
  const all = ofAnswers.map((schema, n): [z.ZodType, string] => [schema, `${name}Answer${n || ""}`]);
  return body?.schema ? [[body.schema, `${name}Body`], ...all] : all;
}

function nameSchema(schema: z.ZodType, name: string): void {
  if (!apiSchemas.has(schema)) apiSchemas.add(schema, { id: name });
}

function nameOf(schema: z.ZodType): string {
  const id = apiSchemas.get(schema)?.id;
  if (id === undefined) throw new Error("A schema has no name yet: call operationSchemas first.");
  return id;
}

function toJsonSchemas(io: "input" | "output"): Record<string, JsonSchema> {
  const made = z.toJSONSchema(apiSchemas, { io, unrepresentable: "any", uri: refersTo });
  const entries = Object.entries(made.schemas).map(([name, { $schema: _, $id: __, id: ___, ...schema }]) => {
    // zod's type for a JSON Schema is wider.
    return [name, schema as JsonSchema];
  });
  return Object.fromEntries(entries);
}

function scopeNote({ scope, who }: Operation): string {
  if (who === "anyone") return "";
  return scope === null ? "Every API key may call it." : `An API key must have the scope \`${scope}\`.`;
}

function parametersOf({ path, query, headers = {}, hasEtag, params = {} }: Operation): Parameter[] {
  const known: NonNullable<Operation["params"]> = { slug: { description: "The script's slug." }, ...params };
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]): Parameter => {
    const { description = "", schema = { type: "string" } } = known[name] ?? {};
    return { name, in: "path", required: true, description, schema };
  });
  const etag = hasEtag ? { "If-None-Match": "The ETag of an earlier answer: 304 if nothing has changed." } : {};
  const inHeaders = Object.entries({ ...headers, ...etag }).map(
    ([name, description]): Parameter => ({ name, in: "header", description, schema: { type: "string" } }),
  );
  return [...inPath, ...(query ? queryParameters(query) : []), ...inHeaders];
}

/** Queries are texts; the document shows what they are read as. */
function queryParameters(query: z.ZodType): Parameter[] {
  const [sent, read] = (["input", "output"] as const).map(
    // zod's type for a JSON Schema is wider.
    (io) => z.toJSONSchema(query, { io, unrepresentable: "any" }) as JsonSchema,
  );
  const required = new Set(sent?.required);
  return Object.entries(read?.properties ?? {}).map(([name, { description = "", ...schema }]) => ({
    name,
    in: "query",
    required: required.has(name),
    description,
    schema,
  }));
}

function toRequestBody({ body }: Operation): DocumentedOperation["requestBody"] {
  if (!body) return undefined;
  const content: Record<string, { schema: JsonSchema }> = {};
  if (body.schema) {
    const schema = { $ref: refersTo(nameOf(body.schema)) };
    content["application/json"] = { schema };
    if (body.form) content["multipart/form-data"] = { schema: formSchema(body.form, schema) };
  }
  for (const [type, schema] of Object.entries(body.mediaTypes ?? {})) content[type] = { schema };
  return { required: !body.isOptional, content };
}

/** A form with the JSON in one part, and files in parts whose names the caller chooses. */
function formSchema(
  { part, description }: NonNullable<NonNullable<Operation["body"]>["form"]>,
  json: JsonSchema,
): JsonSchema {
  const file = { type: "string", format: "binary", description };
  // As a text, like the files: types that are generated for TypeScript have one type for all parts.
  const text = { type: "string", contentMediaType: "application/json", contentSchema: json };
  const names = { minLength: 1, maxLength: 1000 };
  return {
    type: "object",
    properties: { [part]: text },
    required: [part],
    additionalProperties: file,
    propertyNames: names,
  };
}

function toAnswer(
  { hasEtag }: Operation,
  { description, schema, mediaTypes = [], headers = {} }: OperationAnswer,
): Answer {
  const sent = { ...headers, ...(hasEtag ? { ETag: "Changes with the answer." } : {}) };
  const json = schema ? [["application/json", { schema: { $ref: refersTo(nameOf(schema)) } }]] : [];
  const content = [...json, ...mediaTypes.map((type) => [type, { schema: schemaOf(type) }])];
  return {
    description,
    ...(Object.keys(sent).length > 0 ? { headers: toHeaders(sent) } : {}),
    ...(content.length > 0 ? { content: Object.fromEntries(content) } : {}),
  };
}

function schemaOf(mediaType: string): JsonSchema {
  return mediaType.startsWith("text/") ? { type: "string" } : { type: "string", format: "binary" };
}

function toHeaders(headers: Record<string, string>): NonNullable<Answer["headers"]> {
  const entries = Object.entries(headers);
  return Object.fromEntries(entries.map(([name, description]) => [name, { description, schema: { type: "string" } }]));
}

interface Refusal {
  status: string;
  description: string;
  headers?: Record<string, string>;
}

const refusals: Record<OperationRefusal, Refusal> = {
  conflict: { status: "409", description: "The current state does not allow this." },
  notFound: { status: "404", description: "It does not exist, or you may not see it." },
  forbidden: { status: "403", description: "This site does not allow it." },
  range: { status: "416", description: "The range starts after the end of the file." },
  tooLarge: { status: "413", description: "Something is larger than a limit allows." },
  tooOften: {
    status: "429",
    description: "Too many requests. Try again later.",
    headers: { "Retry-After": "Seconds." },
  },
  unavailable: { status: "503", description: "What this needs is not available at the moment. Try again later." },
};

function refusalsOf({ path, body, hasEtag, who, refusals: others = [] }: Operation): Record<string, Answer> {
  const all: Refusal[] = [
    { status: "400", description: "The request is malformed, or has an unknown or invalid query parameter." },
    ...(path.includes("{") ? [refusals.notFound] : []),
    ...others.map((name) => refusals[name]),
    ...(body ? bodyRefusals : []),
    ...(who === "anyone" ? [] : callerRefusals),
    { status: "500", description: "An error on the server. Find it in the log by `requestId`." },
  ];
  const content = { "application/problem+json": { schema: { $ref: refersTo(nameOf(problemSchema)) } } };
  const answers = all.map(({ status, description, headers }): [string, Answer] => [
    status,
    { description, ...(headers ? { headers: toHeaders(headers) } : {}), content },
  ]);
  const unchanged: Answer = {
    description: "Nothing has changed.",
    headers: toHeaders({ ETag: "That of the request." }),
  };
  return Object.fromEntries(hasEtag ? [["304", unchanged], ...answers] : answers);
}

const bodyRefusals: Refusal[] = [
  { status: "413", description: "The body is larger than a limit allows." },
  { status: "415", description: "The body has a media type that is not accepted." },
  { status: "422", description: "The body can be read and is not valid. `errors` says where and why." },
];

const callerRefusals: Refusal[] = [
  {
    status: "401",
    description: "No valid API key or session came with the request.",
    headers: { "WWW-Authenticate": "`Bearer`" },
  },
  { status: "403", description: "The caller or the API key is not allowed to do this." },
  refusals.tooOften,
];
