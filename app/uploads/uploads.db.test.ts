import { describe, expect, test } from "vitest";
import { actorOf, aUser, sessionCookie } from "@/db/testing/factories";
import { env } from "@/server/env";
import { DELETE, HEAD, PATCH } from "./[id]/route";
import { OPTIONS, POST } from "./route";

type Headers = Record<string, string>;
const sameOrigin: Headers = { host: "wooey.test", origin: "http://wooey.test" };
const none = { params: Promise.resolve({}) };

async function aPerson(): Promise<Headers> {
  return { ...sameOrigin, cookie: await sessionCookie(await actorOf(await aUser())) };
}

function open(headers: Headers) {
  return POST(new Request("http://wooey.test/uploads", { method: "POST", headers }), none);
}

const handlers = { HEAD, PATCH, DELETE };

function call(method: "HEAD" | "PATCH" | "DELETE", location: string, init: { headers: Headers; body?: string }) {
  const params = Promise.resolve({ id: location.replace("/uploads/", "") });
  return handlers[method](new Request(`http://wooey.test${location}`, { method, ...init }), { params });
}

const part = (headers: Headers, offset: number): Headers => ({
  ...headers,
  "content-type": "application/offset+octet-stream",
  "upload-offset": String(offset),
});

describe("/uploads", () => {
  test("201 with an address, to which the file is sent in parts; 404 after it was cancelled", async () => {
    const person = await aPerson();
    const metadata = `filetype dGV4dC9wbGFpbg==,filename ${Buffer.from("röh.fa").toString("base64")}`;
    const opened = await open({ ...person, "upload-length": "7", "upload-metadata": metadata });
    expect([opened.status, opened.headers.get("tus-resumable")]).toEqual([201, "1.0.0"]);
    const location = opened.headers.get("location") ?? "";
    expect(location).toMatch(/^\/uploads\/[0-9a-f-]{36}$/);
    const first = await call("PATCH", location, { headers: part(person, 0), body: "abc" });
    expect([first.status, first.headers.get("upload-offset")]).toEqual([204, "3"]);
    const head = await call("HEAD", location, { headers: person });
    expect([head.status, head.headers.get("upload-offset"), head.headers.get("upload-length")]).toEqual([
      200,
      "3",
      "7",
    ]);
    expect(Date.parse(head.headers.get("upload-expires") ?? "")).toBeGreaterThan(Date.now());
    const repeated = await call("PATCH", location, { headers: part(person, 0), body: "abc" });
    expect([repeated.status, repeated.headers.get("tus-resumable")]).toEqual([409, "1.0.0"]);
    expect((await call("DELETE", location, { headers: person })).status).toBe(204);
    expect((await call("HEAD", location, { headers: person })).status).toBe(404);
  });

  test("a visitor's browser gets the cookie that owns the upload", async () => {
    const opened = await open({ ...sameOrigin, "upload-length": "1" });
    const location = opened.headers.get("location") ?? "";
    const cookie = opened.headers.getSetCookie()[0]?.split(";")[0] ?? "";
    expect((await call("HEAD", location, { headers: { ...sameOrigin, cookie } })).status).toBe(200);
    expect((await call("HEAD", location, { headers: sameOrigin })).status).toBe(404);
  });

  test("401 and 409 when somebody else is signed in than the one who opened the form", async () => {
    const user = await aUser();
    const person = { ...sameOrigin, cookie: await sessionCookie(await actorOf(user)) };
    const asUser = { "wooey-sender": String(user.id), "upload-length": "1" };
    const location = (await open({ ...person, ...asUser })).headers.get("location") ?? "";
    const signedOut = await open({ ...sameOrigin, ...asUser });
    expect([signedOut.status, await signedOut.json()]).toMatchObject([401, { user: null }]);
    expect((await call("HEAD", location, { headers: { ...sameOrigin, ...asUser } })).status).toBe(401);
    const other = await aPerson();
    const asOther = await open({ ...other, ...asUser });
    expect([asOther.status, await asOther.json()]).toMatchObject([409, { user: { id: expect.any(Number) } }]);
    expect((await call("HEAD", location, { headers: { ...other, ...asUser } })).status).toBe(409);
    expect((await call("HEAD", location, { headers: { ...person, ...asUser } })).status).toBe(200);
  });

  test("400 for what is no upload, 413 for one that is too large, 403 from another site", async () => {
    const person = await aPerson();
    for (const length of ["", "-1", "1.5", "x", "9".repeat(16)])
      expect((await open({ ...person, "upload-length": length })).status).toBe(400);
    const tooLarge = await open({ ...person, "upload-length": String(env().WOOEY_LIMIT_UPLOAD + 1) });
    expect([tooLarge.status, await tooLarge.json()]).toEqual([
      413,
      { valid: false, errors: { __all__: [expect.stringContaining("This site allows")] } },
    ]);
    const foreign = { ...person, origin: "http://evil.test", "upload-length": "1" };
    expect((await open(foreign)).status).toBe(403);
    const location = (await open({ ...person, "upload-length": "1" })).headers.get("location") ?? "";
    for (const method of ["PATCH", "DELETE"] as const)
      expect((await call(method, location, { headers: { ...part(person, 0), origin: "null" } })).status).toBe(403);
    const asText = { ...part(person, 0), "content-type": "text/plain" };
    expect((await call("PATCH", location, { headers: asText, body: "x" })).status).toBe(400);
  });

  test("says what it can do", async () => {
    const { status, headers } = await OPTIONS(new Request("http://wooey.test/uploads", { method: "OPTIONS" }), none);
    expect([status, headers.get("tus-version"), headers.get("tus-extension")]).toEqual([
      204,
      "1.0.0",
      "creation,expiration,termination",
    ]);
  });
});
