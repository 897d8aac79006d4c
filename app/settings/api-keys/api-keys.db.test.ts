import { describe, expect, test } from "vitest";
import { pg } from "@/db/client";
import { actorOf, anApiKey, aUser, bearer, sessionCookie } from "@/db/testing/factories";
import * as remove from "./[id]/delete/route";
import * as toggle from "./[id]/toggle/route";
import * as create from "./new/route";

const address = "http://localhost:3000/settings/api-keys/";
const at = <T extends object>(params: T) => ({ params: Promise.resolve(params) });
const send = (method: string, headers: Record<string, string>, fields?: Record<string, string>) =>
  new Request(address, { method, headers, ...(fields ? { body: new URLSearchParams(fields) } : {}) });

/** The headers of a request from this site's own pages, in which the user is signed in. */
const signedIn = async () => ({
  cookie: await sessionCookie(await actorOf(await aUser())),
  "sec-fetch-site": "same-origin",
});

describe("POST new", () => {
  test("200 with the key, once, for 90 days", async () => {
    const response = await create.POST(send("POST", await signedIn(), { name: "mine" }), at({}));
    expect(response.status).toBe(200);
    const answer = await response.json();
    expect(answer).toEqual({
      id: expect.any(Number),
      name: "mine",
      created_date: expect.stringMatching(/^\d{4}-.*Z$/),
      api_key: expect.stringMatching(/^wooey_[\w-]{43}$/),
    });
    const [row] = await pg`
      select expires_at - created_at between interval '89 days' and interval '91 days' as is_limited, scopes
      from api_keys where id = ${answer.id}`;
    expect(row).toEqual({ is_limited: true, scopes: ["read", "run", "manage"] });
  });

  test("200 with an error without a name, as Wooey answers; 403 without a person", async () => {
    const response = await create.POST(send("POST", await signedIn(), { name: " " }), at({}));
    expect([response.status, await response.json()]).toEqual([
      200,
      { valid: false, errors: { name: ["This field is required."] } },
    ]);
    expect((await create.POST(send("POST", {}, { name: "x" }), at({}))).status).toBe(403);
  });

  test("403 with a key, whatever it allows: a key cannot make keys", async () => {
    const response = await create.POST(send("POST", await bearer(await aUser()), { name: "more" }), at({}));
    expect([response.status, await response.json()]).toEqual([
      403,
      { valid: false, errors: { __all__: ["An API key cannot do this. Sign in to the site."] } },
    ]);
  });

  test("400 if the password was entered more than 15 minutes ago", async () => {
    const actor = await actorOf(await aUser({ password: "correct horse battery" }));
    await pg`update sessions set confirmed_at = now() - interval '16 minutes' where id = ${actor.sessionId}`;
    const headers = { cookie: await sessionCookie(actor), "sec-fetch-site": "same-origin" };
    const response = await create.POST(send("POST", headers, { name: "late" }), at({}));
    expect([response.status, await response.json()]).toEqual([
      400,
      { valid: false, errors: { confirmPassword: ["Enter your password to confirm that it is you."] } },
    ]);
  });

  test("200 without a body is the same; 400 for a name that is no text or has too many characters", async () => {
    const headers = await signedIn();
    expect(await (await create.POST(send("POST", headers), at({}))).json()).toMatchObject({ valid: false });
    const asJson = { ...headers, "content-type": "application/json" };
    const createKey = (name: unknown) =>
      create.POST(new Request(address, { method: "POST", headers: asJson, body: JSON.stringify({ name }) }), at({}));
    const statuses = [["a"], { a: 1 }, 5, "k".repeat(201), "🔑".repeat(200)].map(
      async (name) => (await createKey(name)).status,
    );
    expect(await Promise.all(statuses)).toEqual([400, 400, 400, 400, 200]);
  });
});

test("a key disables and deletes others of its person, and enables none", async () => {
  const user = await aUser();
  const key = await anApiKey({ userId: user.id });
  const headers = await bearer(user);
  const params = at({ id: String(key.id) });
  expect(await (await toggle.POST(send("POST", headers), params)).json()).toEqual({ id: key.id, active: false });
  expect((await toggle.POST(send("POST", headers), params)).status).toBe(403);
  expect(await (await remove.DELETE(send("DELETE", headers), params)).json()).toEqual({ id: null });
});

test("200 for one's own key: switched, switched back, deleted", async () => {
  const user = await aUser();
  const key = await anApiKey({ userId: user.id });
  const headers = { cookie: await sessionCookie(await actorOf(user)), "sec-fetch-site": "same-origin" };
  const params = at({ id: String(key.id) });
  for (const active of [false, true]) {
    expect(await (await toggle.POST(send("POST", headers), params)).json()).toEqual({ id: key.id, active });
  }
  expect(await (await remove.DELETE(send("DELETE", headers), params)).json()).toEqual({ id: null });
  expect((await remove.DELETE(send("DELETE", headers), params)).status).toBe(404);
});

test("404 for another's key and for none, 403 without a person", async () => {
  const params = at({ id: String((await anApiKey()).id) });
  const headers = await bearer(await aUser());
  expect((await toggle.POST(send("POST", headers), params)).status).toBe(404);
  expect((await remove.DELETE(send("DELETE", headers), params)).status).toBe(404);
  expect((await remove.DELETE(send("DELETE", headers), at({ id: "x" }))).status).toBe(404);
  expect((await toggle.POST(send("POST", {}), params)).status).toBe(403);
  expect((await remove.DELETE(send("DELETE", {}), params)).status).toBe(403);
});
