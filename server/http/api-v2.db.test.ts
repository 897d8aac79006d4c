import { afterEach, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { actorOf, anApiKey, aStaffUser, aUser, bearer, sessionCookie } from "@/db/testing/factories";
import { type Operation, operation, pageQuery, queryList } from "@/server/api/operation";
import { problemSchema } from "@/server/api/problem";
import * as settings from "@/server/env";
import { AppError, type AppErrorCode, invalidInput, limitReached } from "@/server/errors";
import { allowV2, handle } from "./api-v2";

const url = "http://localhost:3000/api/v2/test";

const base = {
  method: "post",
  path: "/api/v2/test/{name}",
  id: "test",
  tag: "Account",
  summary: "A test",
  who: "any signed-in user",
  scope: "run",
  query: z.strictObject({ ...pageQuery, state: queryList(z.enum(["a", "b"])) }),
  body: {
    schema: z.strictObject({
      count: z.int().min(1),
      kind: z.enum(["x", "y"]).optional(),
      password: z.int().optional(),
    }),
  },
  pointers: { job_name: "/name" },
  answers: { 201: { description: "The result.", schema: z.unknown() } },
} as const satisfies Operation;

interface Asked {
  act?: () => unknown;
  declared?: Partial<Operation>;
  headers?: Record<string, string>;
  body?: BodyInit;
  query?: string;
}

async function ask({ act, declared = {}, headers, body = '{"count":1}', query = "" }: Asked = {}) {
  const merged = { ...base, ...declared } as typeof base; // the types of the handler's input follow from `base`
  const handler = handle(operation(merged), (_actor, { request: _, ...input }) => (act ? act() : input));
  const all = { "content-type": "application/json", ...(headers ?? (await bearer(await aUser()))) };
  const method = merged.method.toUpperCase();
  const request = new Request(`${url}${query}`, { method, headers: all, ...(method === "GET" ? {} : { body }) });
  const response = await handler(request, { params: Promise.resolve({ name: ["a", "b c"] }) });
  const text = await response.text();
  const json = text ? JSON.parse(text) : null;
  if (response.status >= 400) {
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect(problemSchema.parse(json).status).toBe(response.status);
  }
  return { status: response.status, headers: response.headers, json };
}

const refusal = (error: unknown) => () => {
  throw error;
};

afterEach(() => vi.restoreAllMocks());

describe("handle", () => {
  test("passes the checked path, query and body, and answers with the status of the operation", async () => {
    const { status, json } = await ask({ query: "?limit=7&state=a&state=b" });
    expect(status).toBe(201);
    expect(json).toEqual({
      params: { name: "a/b c" },
      query: { limit: 7, state: ["a", "b"] },
      body: { count: 1 },
      files: [],
    });
  });

  test("401 says how API keys are enabled where the site does not accept them", async () => {
    vi.spyOn(settings, "env").mockReturnValue({ ...settings.env(), WOOEY_ENABLE_API_KEYS: false });
    for (const headers of [{}, await bearer(await aUser())]) {
      const { status, json } = await ask({ headers });
      expect([status, json.detail]).toEqual([401, expect.stringContaining("WOOEY_ENABLE_API_KEYS=true")]);
    }
  });

  test("401 with a challenge without a credential, and with one that does not work", async () => {
    const without = await ask({ headers: {} });
    expect([without.status, without.headers.get("www-authenticate")]).toEqual([401, 'Bearer realm="Wooey"']);
    const { key } = await anApiKey({ isActive: false });
    const inactive = await ask({ headers: { authorization: `Bearer ${key}` } });
    expect([inactive.status, inactive.headers.get("www-authenticate")]).toEqual([
      401,
      'Bearer realm="Wooey", error="invalid_token"',
    ]);
  });

  test("a session counts in requests from pages of this site alone", async () => {
    const cookie = await sessionCookie(await actorOf(await aUser()));
    expect((await ask({ headers: { cookie, "sec-fetch-site": "same-origin" } })).status).toBe(201);
    expect((await ask({ headers: { cookie, "sec-fetch-site": "cross-site" } })).status).toBe(401);
  });

  test("403 for a key without the scope, which it names, and for people whom the operation is not for", async () => {
    const reading = await anApiKey({ scopes: ["read"] });
    const refused = await ask({ headers: { authorization: `Bearer ${reading.key}` } });
    expect([refused.status, refused.json.detail]).toEqual([403, expect.stringContaining("scope run")]);
    const forStaff = { who: "staff", scope: "manage" } as const;
    expect((await ask({ declared: forStaff, body: "{" })).status).toBe(403);
    const staff = await aStaffUser();
    expect((await ask({ declared: forStaff, headers: await bearer(staff) })).status).toBe(201);
    expect((await ask({ declared: { ...forStaff, who: "administrators" }, headers: await bearer(staff) })).status).toBe(
      403,
    );
  });

  test("400 for an unknown or invalid parameter, with what is allowed", async () => {
    const { status, json } = await ask({ query: "?limit=999&state=c&lmit=5&__proto__=1" });
    expect(status).toBe(400);
    expect(json.errors).toEqual([
      expect.objectContaining({ parameter: "limit", allowed: { maximum: 200 } }),
      expect.objectContaining({ parameter: "state", allowed: ["a", "b"] }),
      expect.objectContaining({ parameter: "lmit", allowed: ["limit", "after", "state"] }),
      expect.objectContaining({ parameter: "__proto__" }),
    ]);
    expect((await ask({ query: "?limit=1&limit=2" })).status).toBe(400);
  });

  test("422 for valid JSON that breaks the schema, with where, what was given and what is allowed", async () => {
    const body = '{"count":0,"kind":"z","a/b":1,"password":"hidden"}';
    const { status, json } = await ask({ body });
    expect(status).toBe(422);
    expect(json.errors).toEqual([
      { pointer: "/count", detail: expect.any(String), given: 0, allowed: { minimum: 1 } },
      { pointer: "/kind", detail: expect.any(String), given: "z", allowed: ["x", "y"] },
      { pointer: "/password", detail: expect.any(String), allowed: { type: "number" } },
      { pointer: "/a~1b", detail: expect.any(String), allowed: ["count", "kind", "password"] },
    ]);
    expect((await ask({ body: "[]" })).status).toBe(422);
    expect((await ask({ body: "null" })).status).toBe(422);
  });

  test("400 for a body that is not JSON, 413 for one that is too large, 415 for another media type", async () => {
    expect((await ask({ body: "{" })).status).toBe(400);
    expect((await ask({ body: `"${"x".repeat(1024 * 1024)}"` })).status).toBe(413);
    const headers = { ...(await bearer(await aUser())), "content-type": "text/plain" };
    expect((await ask({ headers })).status).toBe(415);
  });

  const statuses: [AppErrorCode, number][] = [
    ["unauthenticated", 401],
    ["forbidden", 403],
    ["not_found", 404],
    ["invalid", 422],
    ["conflict", 409],
    ["limit", 413],
    ["unavailable", 503],
  ];
  test.each(statuses)("an AppError %s answers %i", async (code, status) => {
    const answer = await ask({ act: refusal(new AppError(code, "Text.", { job_name: ["Text."] })) });
    expect(answer.status).toBe(status);
    expect(answer.json).toMatchObject({ detail: "Text.", errors: [{ pointer: "/name", detail: "Text." }] });
  });

  test("a verb's details are kept, and 429 says when to try again", async () => {
    const details = [{ pointer: "/input/n", detail: "Too many.", given: 9, allowed: { maximum: 3 } }];
    expect((await ask({ act: refusal(invalidInput("Text.", details)) })).json.errors).toEqual(details);
    const limited = await ask({ act: refusal(limitReached("Wait.", 7)) });
    expect([limited.status, limited.headers.get("retry-after")]).toEqual([429, "7"]);
  });

  test("500 with a request id for anything else, which is logged in full and not shown", async () => {
    const log = vi.spyOn(console, "error").mockReturnValue();
    const { status, json } = await ask({ act: refusal(new Error("secret detail")) });
    expect(status).toBe(500);
    expect(JSON.stringify(json)).not.toContain("secret");
    expect(String(log.mock.calls[0])).toContain(json.requestId);
    expect(String(log.mock.calls[0])).toContain("secret detail");
  });

  test("304 for the ETag of an unchanged answer", async () => {
    const declared = { method: "get", scope: "read", hasEtag: true, body: undefined } as unknown as Partial<Operation>;
    const headers = await bearer(await aUser());
    const first = await ask({ declared, headers });
    const etag = first.headers.get("etag") ?? "";
    expect(etag).toMatch(/^W\/"[\w-]{22}"$/);
    for (const given of [etag, etag.slice(2), `"x", ${etag}`, "*"]) {
      const repeated = await ask({ declared, headers: { ...headers, "if-none-match": given } });
      expect([repeated.status, repeated.json, repeated.headers.get("etag")]).toEqual([304, null, etag]);
    }
    expect((await ask({ declared, headers: { ...headers, "if-none-match": '"x"' } })).status).toBe(201);
  });
});

test("allowV2 answers other methods with 405, Allow and a problem", async () => {
  const route = allowV2(Object.fromEntries([["DELETE", () => Response.json(1)]]));
  const response = await route.POST(new Request(url, { method: "POST" }), { params: Promise.resolve({}) });
  expect([response.status, response.headers.get("allow")]).toEqual([405, "DELETE"]);
  expect(problemSchema.parse(await response.json()).detail).toContain("POST");
});
