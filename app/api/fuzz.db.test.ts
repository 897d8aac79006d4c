import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { pg } from "@/db/client";
import {
  actorOf,
  aJob,
  anApiKey,
  anEnvironment,
  aParameter,
  aScript,
  aSpec,
  aStaffUser,
  aUser,
  bearer,
  sessionCookie,
} from "@/db/testing/factories";
import { casesOf } from "@/server/env/testing/thoroughness";
import { openApiDocument } from "@/server/openapi/document";
import { type Endpoint, endpoints } from "@/server/openapi/endpoints";
import { callEndpoint, databaseState } from "./testing/endpoint";
import { Nonsense } from "./testing/nonsense";

// Seeded nonsense for every endpoint of the document: the same requests at every run.
const SEED = 20261122;
const REQUESTS = casesOf(40);

const document = openApiDocument("http://wooey.test");
const ajv = new Ajv2020({ strict: false, allErrors: true });
// Its type is that of a CommonJS module, which it is; Node gives the function itself.
(addFormats as unknown as (target: Ajv2020) => void)(ajv);
ajv.addSchema({ $id: "document", components: document.components });

const operationOf = ({ path, method }: Endpoint) => document.paths[path]![method]!;

/** Why an answer is none of the document's; empty when it is one. */
function strayness(endpoint: Endpoint, answer: { status: number; json: unknown; headers: Headers }): string {
  const described = operationOf(endpoint).responses[answer.status];
  if (!described) return `${answer.status} is not described`;
  const type = (answer.headers.get("content-type") ?? "").split(";")[0] ?? "";
  const schema = described.content?.[type]?.schema;
  if (!schema) return `${type} is not described for ${answer.status}`;
  if (type !== "application/json") return "";
  for (const name of Object.keys(described.headers ?? {})) {
    if (!answer.headers.has(name)) return `${answer.status} without ${name}`;
  }
  const rooted = JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"document#/'));
  return ajv.validate(rooted, answer.json) ? "" : ajv.errorsText();
}

const fieldsOf = ({ body }: Endpoint) =>
  Object.keys((body && document.components.schemas[body.schema]?.properties) || {});
const names = [...new Set(endpoints.flatMap(fieldsOf))];

const callers: Record<string, string>[] = [];
let good: Record<"slug" | "versionId" | "job" | "key" | "environment", string>;

beforeAll(async () => {
  const staff = await aStaffUser();
  const params = [aParameter("count", { type: "integer" }), aParameter("file", { format: "file", mode: "r" })];
  const script = await aScript({ spec: aSpec(params) });
  const owned = { ownerId: staff.id, versionId: script.version.id };
  const [job, key] = [await aJob({ ...owned, status: "completed" }), await anApiKey({ userId: staff.id })];
  good = {
    slug: script.slug,
    versionId: String(script.version.id),
    job: String(job.id),
    key: String(key.id),
    environment: String((await anEnvironment()).id),
  };
  const session = { cookie: await sessionCookie(await actorOf(staff)), "sec-fetch-site": "same-origin" };
  callers.push({}, await bearer(await aUser()), ...Array(4).fill(await bearer(staff)), session, session);
});

function paramsOf(endpoint: Endpoint, nonsense: Nonsense): Record<string, string> {
  const ids: Record<string, string | undefined> = { Jobs: good.job, "API keys": good.key };
  const id = ids[endpoint.tag] ?? good.environment ?? "";
  const all: Record<string, string> = { slug: good.slug, versionId: good.versionId, id };
  const placeholders = [...endpoint.path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
  return Object.fromEntries(placeholders.map((name) => [name, nonsense.param(all[name] ?? "")]));
}

const isRefused = (status: number, json: unknown) =>
  status >= 400 || (typeof json === "object" && json !== null && "valid" in json && json.valid === false);

describe.each(
  endpoints.map((endpoint, index) => [`${endpoint.method.toUpperCase()} ${endpoint.path}`, endpoint, index] as const),
)("%s", (_, endpoint, index) => {
  test("answers nonsense as the document says, never with a failure, and a refused request changes nothing", async () => {
    const failures = vi.spyOn(console, "error");
    const nonsense = new Nonsense(SEED + index, names);
    const seen = new Set<number>();
    let before = await databaseState();
    for (let n = 0; n < REQUESTS; n += 1) {
      const params = paramsOf(endpoint, nonsense);
      const { type, body } = nonsense.body(fieldsOf(endpoint));
      const headers: Record<string, string> = { ...nonsense.of(callers), ...(type ? { "content-type": type } : {}) };
      if (nonsense.with(0.2)) headers["idempotency-key"] = "x".repeat(nonsense.of([0, 5, 255, 256]));
      const answer = await callEndpoint(endpoint, params, { headers, body });
      const what = `${n}: ${JSON.stringify(params)} ${type} ${typeof body === "string" ? body : Buffer.from((body ?? "") as Uint8Array)} → ${answer.status} ${answer.text}`;
      expect(strayness(endpoint, answer), what).toBe("");
      // 503 says that no worker is online to read a script, which is so here.
      expect([200, 400, 403, 404, 409, 413, 429, 503], what).toContain(answer.status);
      const after = await databaseState();
      if (isRefused(answer.status, answer.json)) expect(after, what).toEqual(before);
      before = after;
      seen.add(answer.status);
    }
    expect(failures.mock.calls).toEqual([]);
    // Nonsense that is all refused for one reason would test nothing.
    expect(seen.size).toBeGreaterThan(1);
  });
});

test("no content stays behind that no row names", async () => {
  const [row] = await pg`select count(*)::int as n from files f where not exists (
    select 1 from job_files j where j.sha256 = f.sha256) and not exists (
    select 1 from script_versions v where v.sha256 = f.sha256)`;
  expect(row).toEqual({ n: 0 });
});
