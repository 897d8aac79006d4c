import { parseSetCookie } from "cookie";
import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db, pg } from "@/db/client";
import { jobFiles, jobs } from "@/db/schema/jobs";
import { anApiKey, aParameter, aScript, aSpec, aUser, aUserGroup } from "@/db/testing/factories";
import { browserHashOf } from "@/server/auth/browser";
import { readRefusals } from "../refusal";
import { POST } from "./route";

type Headers = Record<string, string>;
const sameOrigin: Headers = { host: "wooey.test", origin: "http://wooey.test" };
const asJson: Headers = { ...sameOrigin, accept: "application/json" };
const spec = () =>
  aSpec([aParameter("count", { type: "integer" }), aParameter("fasta", { format: "file", mode: "r" })]);

function run(slug: string, body: BodyInit, ...[headers, query = ""]: [Headers, string?]) {
  const request = new Request(`http://wooey.test/scripts/${slug}/run${query}`, { method: "POST", body, headers });
  return POST(request, { params: Promise.resolve({ slug }) });
}

function form(fields: Headers, file?: File): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.append(name, value);
  if (file) data.append("fasta", file);
  return data;
}

const jobOf = async (path: string) => {
  const uuid = /^\/jobs\/([0-9a-f-]{36})\/$/.exec(path)?.[1] ?? "";
  return (await db.select().from(jobs).where(eq(jobs.uuid, uuid)))[0]!;
};
const cookieOf = (response: Response) => response.headers.getSetCookie()[0] ?? "";

describe("POST /scripts/<slug>/run", () => {
  test("303 to the job of a plain form, which belongs to the browser by a new cookie", async () => {
    const { slug } = await aScript({ spec: spec() });
    const fields = { count: "3", $job_name: "mine", $job_description: "d" };
    const response = await run(slug, form(fields, new File([">a\nAC\n"], "a.fa")), sameOrigin);
    expect(response.status).toBe(303);
    const job = await jobOf(response.headers.get("location") ?? "");
    expect(job).toMatchObject({ name: "mine", description: "d", ownerId: null, values: { count: "3" } });
    expect(await db.select().from(jobFiles).where(eq(jobFiles.jobId, job.id))).toMatchObject([{ path: "a.fa" }]);
    expect(cookieOf(response)).toMatch(/^wooey_browser=[\w-]{43}; Max-Age=31536000; Path=\/; HttpOnly; SameSite=Lax$/);
    expect(job.browserHash).toBe(browserHashOf(/=([\w-]{43});/.exec(cookieOf(response))?.[1]));
  });

  test("200 with the address for the page's script; a known browser gets no other cookie", async () => {
    const { slug } = await aScript();
    const first = await run(slug, form({}), asJson);
    const { url } = await first.json();
    expect((await jobOf(url)).browserHash).toMatch(/^[0-9a-f]{64}$/);
    const cookie = cookieOf(first).split(";")[0] ?? "";
    const second = await run(slug, form({}), { ...asJson, cookie });
    expect(cookieOf(second)).toBe("");
    expect((await jobOf((await second.json()).url)).browserHash).toBe((await jobOf(url)).browserHash);
  });

  test("the job is the person's who sends it", async () => {
    const user = await aUser();
    const { key } = await anApiKey({ userId: user.id });
    const { slug } = await aScript();
    const response = await run(slug, form({}), { ...asJson, authorization: `Bearer ${key}` });
    expect((await jobOf((await response.json()).url)).ownerId).toBe(user.id);
  });

  test("400 with messages by field for the page's script; a plain form comes back with what was typed", async () => {
    const { slug } = await aScript({ spec: spec() });
    const before = await db.$count(jobs);
    const refused = await run(slug, form({ count: "many" }), asJson);
    expect([refused.status, await refused.json()]).toEqual([
      400,
      { valid: false, errors: { count: [expect.any(String)] } },
    ]);
    const back = await run(slug, form({ count: "many" }), sameOrigin);
    expect(back.status).toBe(303);
    const address = new URL(back.headers.get("location") ?? "", "http://wooey.test");
    expect(address.pathname).toBe(`/scripts/${slug}/`);
    expect(address.searchParams.get("count")).toBe("many");
    expect(address.searchParams.has("__refused")).toBe(true);
    expect(readRefusals(address.searchParams.get("__refused") ?? "", parseSetCookie(cookieOf(back))?.value)).toEqual([
      expect.stringMatching(/^count: ./),
    ]);
    expect(await db.$count(jobs)).toBe(before);
  });

  test("keeps the address of a form that comes back short", async () => {
    const { slug } = await aScript({ spec: aSpec([aParameter("text"), aParameter("count", { type: "integer" })]) });
    const back = await run(slug, form({ count: "many", text: "x".repeat(100_000) }), sameOrigin);
    expect(back.headers.get("location")?.length).toBeLessThan(8_000);
    expect(back.headers.get("location")).toContain("count=many");
  });

  test("puts no secret into an address", async () => {
    const params = [aParameter("token", { secret: true }), aParameter("count", { type: "integer" })];
    const { slug } = await aScript({ spec: aSpec(params) });
    const back = await run(slug, form({ count: "many", token: "hush" }), sameOrigin);
    expect(back.headers.get("location")).toContain("count=many");
    expect(back.headers.get("location")).not.toContain("hush");
  });

  test("403 from another site's page, also when it names no origin", async () => {
    const { slug } = await aScript();
    for (const headers of [
      { host: "wooey.test", origin: "http://evil.test" },
      { host: "wooey.test", origin: "null" },
      { host: "wooey.test" },
      { host: "wooey.test", "sec-fetch-site": "cross-site" },
    ] as Headers[]) {
      expect((await run(slug, form({}), headers)).status).toBe(403);
    }
    expect((await run(slug, form({}), { host: "wooey.test", "sec-fetch-site": "same-origin" })).status).toBe(303);
  });

  test("403 for a script of certain people, 404 for none", async () => {
    const { slug } = await aScript({ userGroupIds: [(await aUserGroup()).id] });
    expect((await run(slug, form({}), asJson)).status).toBe(403);
    expect((await run("nowhere", form({}), asJson)).status).toBe(404);
  });

  test("401 for a visitor whose page was opened by a user, 409 for another user, with who that is", async () => {
    const [opener, other] = [await aUser(), await aUser({ fullName: "Otto Other" })];
    const { key } = await anApiKey({ userId: other.id });
    const { slug } = await aScript({ spec: spec() });
    const before = await db.$count(jobs);
    const send = (user: string, headers: Headers = {}) =>
      run(slug, form({ count: "3" }), { ...asJson, ...headers }, `?user=${user}`);
    const signedOut = await send(String(opener.id));
    expect([signedOut.status, await signedOut.json()]).toMatchObject([401, { user: null }]);
    const authorization = `Bearer ${key}`;
    for (const user of [String(opener.id), ""]) {
      const refused = await send(user, { authorization });
      expect([refused.status, await refused.json()]).toMatchObject([
        409,
        { user: { id: other.id, name: "Otto Other" } },
      ]);
    }
    expect(await db.$count(jobs)).toBe(before);
    expect((await send(String(other.id), { authorization })).status).toBe(200);
    expect((await send("")).status).toBe(200);
  });

  test("a plain form of somebody who is no longer signed in comes back with what was typed", async () => {
    const { slug } = await aScript({ spec: spec() });
    const before = await db.$count(jobs);
    const fields = form({ count: "3" }, new File([">a\n"], "a.fa"));
    const back = await run(slug, fields, sameOrigin, "?user=7");
    const address = new URL(back.headers.get("location") ?? "", "http://wooey.test");
    expect([back.status, address.searchParams.get("count")]).toEqual([303, "3"]);
    expect(readRefusals(address.searchParams.get("__refused") ?? "", parseSetCookie(cookieOf(back))?.value)).toEqual([
      "You are no longer signed in. Sign in to run this script.",
    ]);
    expect(await db.$count(jobs)).toBe(before);
  });

  test("400 for a body that is cut off, 429 when too many come from one address", async () => {
    const { slug } = await aScript();
    const type = { "content-type": "multipart/form-data; boundary=x" };
    expect((await run(slug, "--x\r\n", { ...asJson, ...type })).status).toBe(400);
    const address = { "x-wooey-address": "192.0.2.7" };
    await pg`insert into attempts values ('submit:address:192.0.2.7', 300, now() + interval '1 minute')`;
    expect((await run(slug, form({}), { ...asJson, ...address })).status).toBe(429);
  });
});
