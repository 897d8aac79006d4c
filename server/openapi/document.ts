import { operationTags } from "@/server/api/operation";
import { operations } from "@/server/api/operations";
import type { Answer, DocumentedOperation, Parameter } from "./documented-operation";
import { type Endpoint, endpoints, type Method, scopeOf, tags } from "./endpoints";
import { documentOperation, operationSchemas } from "./operations";
import { refusalResponses } from "./refusals";
import { documentSchemas, type JsonSchema, ref } from "./schemas";

export interface OpenApiDocument {
  openapi: "3.1.0";
  info: { title: string; version: string; description: string; license: { name: string; identifier: string } };
  servers: { url: string }[];
  security: Record<string, string[]>[];
  tags: { name: string; description: string }[];
  paths: Record<string, Partial<Record<Method, DocumentedOperation>>>;
  components: { schemas: Record<string, JsonSchema>; securitySchemes: Record<string, object> };
}

const about = `Find scripts, run them, follow their jobs and fetch the results: API v2, below \`/api/v2\`. Its errors are \`application/problem+json\` (RFC 9457), its lists are pages \`{ items, next }\`, and its times are in UTC.
The operations marked v1 are the HTTP API of Wooey 0.14, as its clients know it. Their errors are \`{"valid": false, "errors": {…}}\`.
Every address is answered with and without its last slash. A method that is not listed is answered with status 405 and \`Allow\`.`;

/** The OpenAPI 3.1 description of the API, for clients that reach it at `origin`. */
export function openApiDocument(origin: string): OpenApiDocument {
  const schemas = { ...operationSchemas(), ...documentSchemas() };
  const paths: OpenApiDocument["paths"] = {};
  for (const operation of operations) {
    paths[operation.path] = { ...paths[operation.path], [operation.method]: documentOperation(operation) };
  }
  for (const endpoint of endpoints) {
    paths[endpoint.path] = { ...paths[endpoint.path], [endpoint.method]: toOperation(endpoint, schemas) };
  }
  return {
    openapi: "3.1.0",
    info: { title: "Wooey", version: "2", description: about, license: { name: "MIT", identifier: "MIT" } },
    servers: [{ url: origin }],
    security: [{ bearer: [] }, { session: [] }],
    tags: [...operationTags, ...tags.map(({ name, description }) => ({ name: tagOfV1(name), description }))],
    paths,
    components: {
      schemas,
      securitySchemes: {
        bearer: {
          type: "http",
          scheme: "bearer",
          description: "An API key, created on the account page with what it allows and when it expires.",
        },
        session: {
          type: "apiKey",
          in: "cookie",
          name: "wooey_session",
          description: "A signed-in browser. Accepted only in requests from pages of this site.",
        },
      },
    },
  };
}

function toOperation(endpoint: Endpoint, schemas: Record<string, JsonSchema>): DocumentedOperation {
  const { answer, body, description } = endpoint;
  const parameters = parametersOf(endpoint);
  const schema = answer.schema?.map(ref) ?? [];
  const success: JsonSchema = schema.length > 1 ? { anyOf: schema } : (schema[0] ?? { type: "string" });
  return {
    operationId: endpoint.id,
    tags: [tagOfV1(endpoint.tag)],
    summary: endpoint.summary,
    description: [description, `For ${endpoint.who}.`, keyNote(endpoint)].filter(Boolean).join(" "),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body ? { requestBody: toRequestBody(endpoint.method, body, schemas) } : {}),
    responses: {
      200: {
        description: answer.description,
        content: { [answer.text ?? "application/json"]: { schema: success } },
      },
      // Its entries have the same fields as those above.
      ...(refusalResponses(endpoint.refusals, endpoint.refusalSchema) as Record<string, Answer>),
    },
  };
}

function tagOfV1(name: string): string {
  return `${name} (v1)`;
}

function keyNote(endpoint: Endpoint): string {
  const scope = scopeOf(endpoint);
  return scope === null ? "" : `An API key must have the scope \`${scope}\`.`;
}

const id: JsonSchema = { type: "integer", minimum: 1, maximum: 2_147_483_647 };

const inPath: Record<string, { description: string; schema: JsonSchema }> = {
  slug: { description: "The script's slug.", schema: { type: "string", pattern: "^[a-zA-Z0-9_-]+$" } },
  versionId: { description: "The version's id.", schema: id },
  id: { description: "Its number.", schema: id },
};

function parametersOf({ path, isIdempotent }: Endpoint): Parameter[] {
  const names = [...path.matchAll(/\{(\w+)\}/g)].flatMap(([, name]) => name ?? []);
  const parameters = names.map((name): Parameter => {
    const { description = "", schema = {} } = inPath[name] ?? {};
    return { name, in: "path", required: true, description, schema };
  });
  if (!isIdempotent) return parameters;
  const description =
    "A text that you choose. Requests by the same user with the same key create one job, no matter how often they are sent.";
  const key: Parameter = {
    name: "Idempotency-Key",
    in: "header",
    description,
    schema: { type: "string", maxLength: 255 },
  };
  return [...parameters, key];
}

function toRequestBody(
  method: Method,
  { schema, required = false, files, onlyMultipart }: NonNullable<Endpoint["body"]>,
  schemas: Record<string, JsonSchema>,
): NonNullable<DocumentedOperation["requestBody"]> {
  const form = asForm(schemas[schema] ?? {});
  const multipart = {
    "multipart/form-data": { schema: files ? withFiles(form, files) : form },
  };
  if (onlyMultipart) return { required, content: multipart };
  const others = {
    "application/json": { schema: ref(schema) },
    "application/x-www-form-urlencoded": { schema: form },
  };
  return { required, content: method === "patch" ? others : { ...others, ...multipart } };
}

/** A form with files under names that the caller chooses. A name must not be empty, because every part of a form has one. */
function withFiles(form: JsonSchema, description: string): JsonSchema {
  const file = { type: "string", format: "binary" };
  return {
    ...form,
    additionalProperties: { ...file, description: `${description} Repeat the part for several files.` },
    propertyNames: { minLength: 1, maxLength: 1000 },
  };
}

/** In a form, every field is a text. */
function asForm(schema: JsonSchema): JsonSchema {
  const fields = Object.entries(schema.properties ?? {}).map(([name, field]) => {
    const { anyOf, type: _, minimum: __, maximum: ___, ...rest } = field;
    const text = anyOf?.find((option) => option.type === "string") ?? { type: "string" };
    return [name, { ...rest, ...text }];
  });
  return { ...schema, properties: Object.fromEntries(fields) };
}
