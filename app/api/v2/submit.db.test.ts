import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { jobFiles, jobs } from "@/db/schema/jobs";
import { anApiKey, aParameter, aScript, aSpec, aUser, bearer, type ScriptWithVersion } from "@/db/testing/factories";
import { env } from "@/server/env";
import { callOperation } from "../testing/operation";

type Headers = Record<string, string>;

const spec = aSpec([
  aParameter("count", { type: "integer", default: 1, minimum: 1 }),
  aParameter("reads", { format: "file", mode: "r", nargs: "+" }),
]);
let script: ScriptWithVersion;
let owner: { id: number };
let headers: Headers;

beforeAll(async () => {
  script = await aScript({ spec });
  owner = await aUser();
  headers = await bearer(owner);
});

function submit(json: unknown, more: Headers = {}, query = "") {
  return callOperation("runScript", { params: { slug: script.slug }, query, headers: { ...headers, ...more }, json });
}

function submitForm(form: FormData | string, type?: string) {
  const more: Headers = type === undefined ? {} : { "content-type": type };
  return callOperation("runScript", { params: { slug: script.slug }, headers: { ...headers, ...more }, body: form });
}

describe("POST /scripts/{slug}/jobs", () => {
  test("201 with the job and its address", async () => {
    const { status, json, headers: answered } = await submit({ input: { count: 2 }, name: "mine" });
    expect([status, answered.get("location")]).toEqual([201, `/api/v2/jobs/${json.id}`]);
    expect(json).toMatchObject({ name: "mine", status: "submitted", input: { count: 2 } });
  });

  test("201 with files beside the JSON", async () => {
    const form = new FormData();
    form.set("job", JSON.stringify({ input: { reads: [{ $file: "reads" }, { $file: "more" }] } }));
    form.append("reads", new File(["a"], "a.fq"));
    form.append("reads", new File(["b"], "b.fq"));
    form.append("more", new File(["c"], "c.fq"));
    const { status, json } = await submitForm(form);
    expect([status, json.files.inputs]).toEqual([201, 3]);
    const files = await db.select().from(jobFiles).where(eq(jobFiles.jobId, json.id)).orderBy(jobFiles.id);
    expect(files.map(({ path }) => path)).toEqual(["a.fq", "b.fq", "c.fq"]);
  });

  test("201 with the JSON as a file, as some clients send it", async () => {
    const form = new FormData();
    form.set("job", new File([JSON.stringify({ input: { count: 7 } })], "job.json", { type: "application/json" }));
    const { status, json } = await submitForm(form);
    expect([status, json.input]).toEqual([201, { count: 7 }]);
    form.append("job", "{}");
    expect((await submitForm(form)).status).toBe(400);
  });

  test("201 with the job as it is after the preferred time", async () => {
    const { status, json, headers: answered } = await submit({ input: {} }, { prefer: "wait=0" });
    expect([status, json.status, answered.get("preference-applied")]).toEqual([201, "submitted", "wait=0"]);
  });

  test("201 for a key that runs and does not read, which then sees no more of the job", async () => {
    const key = { authorization: `Bearer ${(await anApiKey({ userId: owner.id, scopes: ["run"] })).key}` };
    const { status, json } = await submit({ input: {} }, { ...key, prefer: "wait=60" });
    expect(status).toBe(201);
    expect((await callOperation("getJob", { params: { id: String(json.id) }, headers: key })).status).toBe(403);
  });

  test("201 with one job for each idempotency key, and 422 for another request with it", async () => {
    const key = { "idempotency-key": "one" };
    const [first, second] = [await submit({ input: { count: 4 } }, key), await submit({ input: { count: 4 } }, key)];
    expect([second.status, second.json.id]).toEqual([201, first.json.id]);
    const other = await submit({ input: { count: 5 } }, key);
    expect([other.status, other.json.detail]).toEqual([422, expect.stringContaining("Idempotency-Key")]);
    expect((await submit({ input: {} }, { "idempotency-key": "x".repeat(256) })).status).toBe(422);
  });

  test("200 with what would run", async () => {
    const before = await db.$count(jobs);
    const good = await submit({ input: { count: 2 } }, {}, "?dryRun=true");
    expect([good.status, good.json]).toEqual([
      200,
      { valid: true, argv: ["--count=2"], command: "script.py --count=2", errors: [] },
    ]);
    const bad = await submit({ input: { count: 0 } }, {}, "?dryRun=true");
    expect([bad.status, bad.json]).toMatchObject([
      200,
      { valid: false, errors: [{ pointer: "/input/count", given: 0 }] },
    ]);
    expect(await db.$count(jobs)).toBe(before);
  });

  test.each<[string, unknown, string]>([
    ["a value out of bounds", { input: { count: 0 } }, "/input/count"],
    ["an unknown parameter", { input: { counts: 1 } }, "/input/counts"],
    ["an unknown field", { input: {}, job_name: "x" }, "/job_name"],
    ["an input that is no object", { input: [] }, "/input"],
    ["a part that is not there", { input: { reads: [{ $file: "x" }] } }, "/input/reads/0"],
    ["a name that is too long", { input: {}, name: "x".repeat(1001) }, "/name"],
    ["an unknown visibility", { input: {}, visibility: "all" }, "/visibility"],
  ])("422 for %s, with its pointer", async (_, json, pointer) => {
    const before = await db.$count(jobs);
    const answer = await submit(json);
    expect([answer.status, answer.json.errors[0].pointer]).toEqual([422, pointer]);
    expect(await db.$count(jobs)).toBe(before);
  });

  test("404 by field for a file of a job that is not the caller's", async () => {
    const answer = await submit({ input: { reads: [{ $job: 999_999_999, path: "x" }] } });
    expect([answer.status, answer.json.errors[0]]).toMatchObject([404, { pointer: "/input/reads/0/$job" }]);
  });

  test("404 for no script", async () => {
    expect((await callOperation("runScript", { params: { slug: "none" }, headers, json: { input: {} } })).status).toBe(
      404,
    );
  });

  test("400 for a form that is cut off, 422 for one with a file that nothing names, and no file stays", async () => {
    const edge = "edge";
    const part = (head: string, body: string) =>
      `--${edge}\r\nContent-Disposition: form-data; ${head}\r\n\r\n${body}\r\n`;
    const type = `multipart/form-data; boundary=${edge}`;
    const job = part('name="job"', '{"input":{}}');
    const file = part('name="x"; filename="x.fa"', "content");
    const before = [await db.$count(jobs), await db.$count(jobFiles)];
    expect((await submitForm(`${job}${file}`.slice(0, -12), type)).status).toBe(400);
    expect((await submitForm(`${file}--${edge}--\r\n`, type)).status).toBe(400);
    const unnamed = await submitForm(`${job}${file}--${edge}--\r\n`, type);
    expect([unnamed.status, unnamed.json.errors[0].given]).toEqual([422, "x"]);
    expect([await db.$count(jobs), await db.$count(jobFiles)]).toEqual(before);
  });

  test("413 for files larger than an upload may be, and for JSON beyond its limit", async () => {
    const limit = env().WOOEY_LIMIT_UPLOAD;
    Object.assign(env(), { WOOEY_LIMIT_UPLOAD: 3 });
    const form = new FormData();
    form.set("job", "{}");
    form.set("x", new File(["too long"], "x"));
    expect((await submitForm(form)).status).toBe(413);
    Object.assign(env(), { WOOEY_LIMIT_UPLOAD: limit });
    expect((await submit({ input: { text: "x".repeat(4 * 1024 * 1024) } })).status).toBe(413);
  });

  test("415 for a body that is neither JSON nor a form", async () => {
    expect((await submitForm("count=2", "application/x-www-form-urlencoded")).status).toBe(415);
  });
});
