import { type Endpoint, endpoints, type Method, scopeOf, tags } from "./endpoints";
import { refusalResponses } from "./refusals";
import { documentSchemas, type JsonSchema, ref } from "./schemas";

export interface Parameter {
  name: string;
  in: "path" | "header";
  required?: boolean;
  description: string;
  schema: JsonSchema;
}

export interface Answer {
  description: string;
  headers?: Record<string, { description: string }>;
  content: Record<string, { schema: JsonSchema }>;
}

export interface Operation {
  operationId: string;
  tags: string[];
  summary: string;
  description: string;
  parameters?: Parameter[];
  requestBody?: { required: boolean; content: Record<string, { schema: JsonSchema }> };
  responses: Record<string, Answer>;
}

export interface OpenApiDocument {
  openapi: "3.1.0";
  info: { title: string; version: string; description: string; license: { name: string; identifier: string } };
  servers: { url: string }[];
  security: Record<string, string[]>[];
  tags: { name: string; description: string }[];
  paths: Record<string, Partial<Record<Method, Operation>>>;
  components: { schemas: Record<string, JsonSchema>; securitySchemes: Record<string, object> };
}

const about = `The HTTP API of Wooey 0.14, as its clients know it. Every address is answered with and without its last slash.
A method that is not listed is answered with status 405 and \`Allow\`. Errors are \`{"valid": false, "errors": {…}}\`.`;

/** The OpenAPI 3.1 description of the API, for clients that reach it at `origin`. */
export function openApiDocument(origin: string): OpenApiDocument {
  const schemas = documentSchemas();
  const paths: OpenApiDocument["paths"] = {};
  for (const endpoint of endpoints) {
    paths[endpoint.path] = { ...paths[endpoint.path], [endpoint.method]: toOperation(endpoint, schemas) };
  }
  return {
    openapi: "3.1.0",
    info: { title: "Wooey", version: "1", description: about, license: { name: "MIT", identifier: "MIT" } },
    servers: [{ url: origin }],
    security: [{ bearer: [] }, { session: [] }],
    tags,
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

function toOperation(endpoint: Endpoint, schemas: Record<string, JsonSchema>): Operation {
  const { answer, body, description } = endpoint;
  const parameters = parametersOf(endpoint);
  const schema = answer.schema?.map(ref) ?? [];
  const success: JsonSchema = schema.length > 1 ? { anyOf: schema } : (schema[0] ?? { type: "string" });
  return {
    operationId: endpoint.id,
    tags: [endpoint.tag],
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
): NonNullable<Operation["requestBody"]> {
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
    additionalProperties: { anyOf: [file, { type: "array", items: file, minItems: 1 }], description },
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
