import path from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { expect } from "vitest";
import type { Operation } from "@/server/api/operation";
import { operations } from "@/server/api/operations";
import { openApiDocument } from "@/server/openapi/document";

type Handler = (request: Request, context: { params: Promise<NextParams | undefined> }) => Promise<Response>;
type NextParams = Record<string, string | string[]>;

const document = openApiDocument("http://wooey.test");
const ajv = new Ajv2020({ strict: false, allErrors: true });
// Its type is that of a CommonJS module, which it is; Node gives the function itself.
(addFormats as unknown as (target: Ajv2020) => void)(ajv);
ajv.addSchema({ $id: "document", components: document.components });

export interface OperationCall {
  params?: NextParams;
  /** With its question mark. */
  query?: string;
  headers?: Record<string, string>;
  /** Sent as JSON. */
  json?: unknown;
  body?: BodyInit;
}

export interface OperationResponse {
  status: number;
  // A test reads of it what it expects.
  // biome-ignore lint/suspicious/noExplicitAny: the schema of the answer was checked
  json: any;
  text: string;
  headers: Headers;
}

/** Calls an operation by its id through its route, and expects an answer that the document describes. */
export async function callOperation(id: string, call: OperationCall = {}): Promise<OperationResponse> {
  const operation = operations.find((each) => each.id === id);
  if (!operation) throw new Error(`There is no operation ${id}.`);
  const response = await respond(operation, call);
  const text = await response.text();
  const type = response.headers.get("content-type")?.split(";")[0] ?? "";
  const json = /\bjson$/.test(type) && text ? JSON.parse(text) : null;
  expect(differenceOf(operation, { status: response.status, type, json }), `${response.status} ${text}`).toBe("");
  return { status: response.status, json, text, headers: response.headers };
}

async function respond(operation: Operation, { params = {}, query = "", headers = {}, json, body }: OperationCall) {
  const folder = operation.path.replace("{path}", "[...path]").replaceAll("{", "[").replaceAll("}", "]");
  const route = (await import(/* @vite-ignore */ path.resolve(`app${folder}/route.ts`))) as Record<string, Handler>;
  const method = operation.method.toUpperCase();
  const handler = route[method];
  if (!handler) throw new Error(`app${folder}/route.ts has no ${method}.`);
  const filled = operation.path.replace(/\{(\w+)\}/g, (_, name: string) =>
    [params[name] ?? ""].flat().map(encodeURIComponent).join("/"),
  );
  const sent = json === undefined ? body : JSON.stringify(json);
  const request = new Request(`http://wooey.test${filled}${query}`, {
    method,
    headers: { host: "wooey.test", ...(json === undefined ? {} : { "content-type": "application/json" }), ...headers },
    ...(sent === undefined ? {} : { body: sent, duplex: "half" }),
  } as RequestInit);
  // As in the built product, where a path without names has no parameters.
  return handler(request, { params: Promise.resolve(operation.path.includes("{") ? params : undefined) });
}

/** How an answer differs from the document; empty if it does not. */
function differenceOf(
  operation: Operation,
  { status, type, json }: { status: number; type: string; json: unknown },
): string {
  const described = document.paths[operation.path]?.[operation.method]?.responses[status];
  if (!described) return `${status} is not described`;
  if (!described.content) return json === null ? "" : "has a body";
  const schema = described.content[type]?.schema;
  if (!schema) return `${type} is not described for ${status}`;
  if (json === null) return "";
  const rooted = JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"document#/'));
  return ajv.validate(rooted, json) ? "" : ajv.errorsText();
}
