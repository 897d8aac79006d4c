import { afterEach, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { db, pg } from "@/db/client";
import { users } from "@/db/schema/users";
import { anApiKey, aUser, bearer } from "@/db/testing/factories";
import { requireUser } from "@/server/auth/policy";
import { AppError, type AppErrorCode, limitReached } from "@/server/errors";
import { allow, api } from "./api";

const url = "http://localhost:3000/api/test";
const none = { params: Promise.resolve({}) };
const answerOf = async (handler: () => unknown) => {
  const response = await api(async () => {
    await handler();
    return Response.json({ valid: true });
  })(new Request(url), none);
  return { status: response.status, retry: response.headers.get("retry-after"), body: await response.json() };
};

afterEach(() => vi.restoreAllMocks());

describe("api", () => {
  const statuses: [AppErrorCode, number][] = [
    ["unauthenticated", 403],
    ["forbidden", 403],
    ["not_found", 404],
    ["invalid", 400],
    ["conflict", 409],
    ["limit", 413],
    ["unavailable", 503],
  ];
  test.each(statuses)("an AppError %s answers %i with its fields", async (code, status) => {
    const answer = await answerOf(() => {
      throw new AppError(code, "Text.", { field: ["Text."] });
    });
    expect(answer).toEqual({ status, retry: null, body: { valid: false, errors: { field: ["Text."] } } });
  });

  test("429 with Retry-After for a limit that passes", async () => {
    const answer = await answerOf(() => {
      throw limitReached("Wait.", 7);
    });
    expect(answer).toEqual({ status: 429, retry: "7", body: { valid: false, errors: { __all__: ["Wait."] } } });
  });

  test("400 by field for a failed schema", async () => {
    const schema = z.object({ name: z.string("This field is required."), sizes: z.array(z.number("No number.")) });
    const answer = await answerOf(() => schema.parse({ sizes: [1, "x"] }));
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toEqual({ name: ["This field is required."], sizes: ["No number."] });
  });

  test("400 for a text or number that PostgreSQL cannot hold", async () => {
    expect((await answerOf(() => db.insert(users).values({ username: "nul\0" }))).status).toBe(400);
    expect((await answerOf(() => pg`select ${"99999999999"}::int`)).status).toBe(400);
  });

  test("500 with a request id for anything else, which is logged whole and not shown", async () => {
    const log = vi.spyOn(console, "error").mockReturnValue();
    const answer = await answerOf(() => {
      throw new Error("secret detail");
    });
    expect(answer).toMatchObject({ status: 500, body: { valid: false, errors: { __all__: ["Internal error."] } } });
    expect(JSON.stringify(answer.body)).not.toContain("secret");
    expect(String(log.mock.calls[0])).toContain(answer.body.request_id);
    expect(String(log.mock.calls[0])).toContain("secret detail");
  });

  test("a query's parameters are not logged", async () => {
    const log = vi.spyOn(console, "error").mockReturnValue();
    await aUser({ username: "there" });
    const answer = await answerOf(() => db.insert(users).values({ username: "there", passwordHash: "the-hash" }));
    expect(answer.status).toBe(500);
    expect(log.mock.calls.flat().map(String).join(" ")).not.toContain("the-hash");
  });

  test("finds who asks, and the params", async () => {
    const user = await aUser();
    const handler = api<{ slug: string }>((_, { actor, params }) =>
      Response.json([requireUser(actor).id, params.slug]),
    );
    const params = Promise.resolve({ slug: "x" });
    const response = await handler(new Request(url, { headers: await bearer(user) }), { params });
    expect(await response.json()).toEqual([user.id, "x"]);
    const inactive = await anApiKey({ isActive: false });
    const headers = { authorization: `Bearer ${inactive.key}` };
    expect((await handler(new Request(url, { headers }), { params })).status).toBe(403);
  });
});

test("allow answers other methods with 405, Allow and an empty body", async () => {
  const route = allow({ GET: api(() => Response.json(1)), PATCH: api(() => Response.json(2)) });
  expect((await route.GET(new Request(url), none)).status).toBe(200);
  for (const method of ["POST", "PUT", "DELETE", "OPTIONS"] as const) {
    const response = await route[method](new Request(url, { method }), none);
    expect([response.status, response.headers.get("allow"), await response.text()]).toEqual([405, "GET, PATCH", ""]);
  }
});
