import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { db, pg } from "@/db/client";
import { jobs } from "@/db/schema/jobs";
import {
  aJob,
  aJobFile,
  anApiKey,
  aParameter,
  aScript,
  aSpec,
  aStaffUser,
  aUser,
  bearer,
  type ScriptWithVersion,
} from "@/db/testing/factories";
import { sealSecret } from "@/server/jobs/secrets";
import { callOperation } from "../testing/operation";

type Headers = Record<string, string>;

const spec = aSpec([
  aParameter("count", { type: "integer", default: 1 }),
  aParameter("reads", { format: "file", mode: "r" }),
  aParameter("token", { secret: true }),
]);
let script: ScriptWithVersion;
let owner: { id: number; username: string };
let headers: Headers;
let stranger: Headers;
let staff: Headers;

beforeAll(async () => {
  script = await aScript({ spec, name: "Count reads" });
  owner = await aUser();
  headers = await bearer(owner);
  stranger = await bearer(await aUser());
  staff = await bearer(await aStaffUser());
});

const ownJob = (columns: Parameters<typeof aJob>[0] = {}) =>
  aJob({ ownerId: owner.id, versionId: script.version.id, ...columns });
const keyWith = async (scopes: ("read" | "run")[]): Promise<Headers> => ({
  authorization: `Bearer ${(await anApiKey({ userId: owner.id, scopes })).key}`,
});
const get = (id: number | string, as: Headers = headers) =>
  callOperation("getJob", { params: { id: String(id) }, headers: as });

/** Output of a run, as the runner stores it. */
async function write(id: number, stream: 1 | 2, text: string): Promise<void> {
  await pg`
    insert into job_output (job_id, attempt, position, stream, at, content)
    select ${id}, 1, output_bytes, ${stream}, now(), ${Buffer.from(text)} from jobs where id = ${id}`;
  await pg`update jobs set output_bytes = output_bytes + ${Buffer.byteLength(text)} where id = ${id}`;
}

describe("GET /jobs/{id}", () => {
  test("200 with everything about a job that has ended, by its number and its uuid", async () => {
    const job = await ownJob({ status: "completed", exitCode: 0, endedBy: "exit", metrics: [{ name: "n", value: 2 }] });
    const input = await aJobFile(job, { direction: "input", path: "a.fq", parameter: "reads" });
    await aJobFile(job, { path: "out.csv", content: "1,2\n" });
    const values = { count: "3", reads: `file:${input.id}`, token: sealSecret("hunter22") };
    await db.update(jobs).set({ values }).where(eq(jobs.id, job.id));
    const { status, json, text } = await get(job.id);
    expect(status).toBe(200);
    expect(json).toMatchObject({
      id: job.id,
      status: "completed",
      script: { slug: script.slug, name: "Count reads" },
      version: "v1.1",
      owner: { username: owner.username },
      exitCode: 0,
      endedBy: "exit",
      metrics: [{ name: "n", value: 2 }],
      whyWaiting: null,
      expectedStart: null,
      progress: null,
      input: { count: 3, reads: { $job: job.id, path: "a.fq" } },
      errors: [],
      files: { inputs: 1, outputs: 1, outputBytes: 4 },
      links: { self: `/api/v2/jobs/${job.id}`, page: `/jobs/${job.uuid}/` },
    });
    expect(text).not.toContain("secret:");
    expect((await get(job.uuid)).json).toEqual(json);
  });

  test("304 while nothing has changed", async () => {
    const job = await ownJob({ status: "completed" });
    const etag = (await get(job.id)).headers.get("etag") ?? "";
    expect((await get(job.id, { ...headers, "if-none-match": etag })).status).toBe(304);
    await db.update(jobs).set({ name: "other" }).where(eq(jobs.id, job.id));
    expect((await get(job.id, { ...headers, "if-none-match": etag })).status).toBe(200);
  });

  test("200 with the reason for which it waits, and with its progress while it runs", async () => {
    const waiting = await ownJob();
    expect((await get(waiting.id)).json.whyWaiting).toEqual({
      reason: "no_worker",
      position: expect.any(Number),
      limit: null,
      needs: null,
    });
    const running = await ownJob({ status: "running", startedAt: new Date() });
    await write(running.id, 2, " 78%|███▊  | 78/100 [00:41<00:12,  1.89it/s]");
    expect((await get(running.id)).json.progress).toEqual({ fraction: 0.78, remainingSeconds: 12 });
  });

  test("200 with the fields that the script's own function did not accept", async () => {
    const job = await ownJob({ status: "failed", exitCode: 2, endedBy: "exit" });
    await write(job.id, 1, "starting\n");
    await write(job.id, 2, "usage: tool.py [-h] [--count COUNT]\ntool.py: error: argument --count: 7 is not even\n");
    expect((await get(job.id)).json.errors).toEqual([{ pointer: "/input/count", detail: "7 is not even" }]);
    await db.update(jobs).set({ exitCode: 1 }).where(eq(jobs.id, job.id));
    expect((await get(job.id)).json.errors).toEqual([]);
  });

  test("200 without the input of somebody else's public job, unless it is shared", async () => {
    const job = await ownJob({ status: "completed", visibility: "public" });
    const input = await aJobFile(job, { direction: "input", path: "a.fq", parameter: "reads" });
    await db
      .update(jobs)
      .set({ values: { count: "3", reads: `file:${input.id}` } })
      .where(eq(jobs.id, job.id));
    expect((await get(job.id, stranger)).json).toMatchObject({ input: { count: 3 }, files: { inputs: 0 } });
    await db.update(jobs).set({ inputsShared: true }).where(eq(jobs.id, job.id));
    expect((await get(job.id, stranger)).json.input.reads).toEqual({ $job: job.id, path: "a.fq" });
  });

  test("404 for no job, somebody else's, a deleted one, and one that a link does not open", async () => {
    const [hidden, deleted] = [await ownJob({ visibility: "private" }), await ownJob({ deletedAt: new Date() })];
    for (const id of ["999999999", "x", "0", crypto.randomUUID(), deleted.id, deleted.uuid])
      expect([id, (await get(id)).status]).toEqual([id, 404]);
    expect((await get(hidden.id, stranger)).status).toBe(404);
    expect((await get(hidden.uuid, stranger)).status).toBe(404);
    expect((await get(hidden.id, staff)).status).toBe(200);
  });
});

describe("GET /jobs", () => {
  const list = (query: string, as: Headers = headers) => callOperation("listJobs", { query, headers: as });
  const idsOf = (json: { items: { id: number }[] }) => json.items.map(({ id }) => id);

  test("200 with pages by a cursor, newest first", async () => {
    const person = await aUser();
    const as = await bearer(person);
    const ids: number[] = [];
    for (let n = 0; n < 5; n++) ids.unshift((await ownJob({ ownerId: person.id })).id);
    const first = await list("?limit=2", as);
    expect([first.status, idsOf(first.json)]).toEqual([200, ids.slice(0, 2)]);
    const second = await list(`?limit=2&after=${first.json.next}`, as);
    const third = await list(`?limit=2&after=${second.json.next}`, as);
    expect([...idsOf(second.json), ...idsOf(third.json), third.json.next]).toEqual([...ids.slice(2), null]);
  });

  test("200 filtered by state, script, text, time and owner", async () => {
    const person = await aUser();
    const as = await bearer(person);
    const other = await aScript();
    const done = await ownJob({ ownerId: person.id, status: "completed", name: "Spring reads" });
    const open = await ownJob({ ownerId: person.id, versionId: other.version.id });
    const only = async (query: string, expected: number[], who: Headers = as) =>
      expect([query, idsOf((await list(query, who)).json)]).toEqual([query, expected]);
    await only("?status=completed&status=failed", [done.id]);
    await only("?status=ended", [done.id]);
    await only("?status=open", [open.id]);
    await only(`?script=${other.slug}`, [open.id]);
    await only("?q=SPRING", [done.id]);
    await only("?since=2999-01-01T00:00:00Z", []);
    await only(`?since=${encodeURIComponent("2020-01-01T00:00:00+02:00")}`, [open.id, done.id]);
    await only(`?owner=${person.username}`, [open.id, done.id]);
    await only(`?owner=${person.username}`, [], stranger);
    await only(`?owner=${person.username}`, [open.id, done.id], staff);
    await only("?owner=nobody-of-this-name", [], staff);
    await db.update(jobs).set({ visibility: "public" }).where(eq(jobs.id, done.id));
    await only(`?owner=${person.username}`, [done.id], stranger);
  });

  test("403 for everyone's jobs to others than staff", async () => {
    expect((await list("?scope=all")).status).toBe(403);
    expect((await list("?scope=all", staff)).status).toBe(200);
  });

  test.each(["?status=done", "?limit=0", "?limit=201", "?limit=x", "?after=x", "?since=yesterday", "?unknown=1"])(
    "400 for %s, with the parameter",
    async (query) => {
      const { status, json } = await list(query);
      expect([status, json.errors[0].parameter]).toEqual([400, /\?(\w+)/.exec(query)?.[1]]);
    },
  );
});

describe("a change of a job", () => {
  const change = (id: number | string, json: unknown, as: Headers = headers) =>
    callOperation("changeJob", { params: { id: String(id) }, headers: as, json });

  test("200 with the changed job", async () => {
    const job = await ownJob({ description: "first" });
    const { status, json } = await change(job.id, { name: " new ", visibility: "private" });
    expect([status, json]).toMatchObject([200, { name: "new", description: "first", visibility: "private" }]);
    expect((await change(job.uuid, { description: "second" })).json).toMatchObject({
      name: "new",
      description: "second",
    });
    expect((await change(job.id, {})).status).toBe(200);
  });

  test("422 for what is not valid, by its pointer, and nothing changes", async () => {
    const job = await ownJob();
    for (const [json, pointer] of [
      [{ name: " " }, "/name"],
      [{ name: "x".repeat(1001) }, "/name"],
      [{ visibility: "everyone" }, "/visibility"],
      [{ status: "completed" }, "/status"],
    ] as const) {
      const answer = await change(job.id, json);
      expect([answer.status, answer.json.errors[0].pointer]).toEqual([422, pointer]);
    }
    const tags = Array.from({ length: 60 }, (_, index) => `tag ${index}`);
    expect((await change(job.id, { name: "new", visibility: "private", tags })).status).toBe(422);
    expect((await get(job.id)).json).toMatchObject({ name: job.name, visibility: job.visibility, tags: [] });
  });

  test("404 for somebody else's job, also a public one; 204 for a key that does not read", async () => {
    const job = await ownJob({ visibility: "public" });
    expect((await change(job.id, { name: "mine" }, stranger)).status).toBe(404);
    expect((await change(job.id, { name: "mine" }, await keyWith(["run"]))).status).toBe(204);
  });

  test("DELETE: 204, and then 404", async () => {
    const job = await ownJob();
    const call = { params: { id: String(job.id) }, headers };
    expect((await callOperation("removeJob", { ...call, headers: stranger })).status).toBe(404);
    expect((await callOperation("removeJob", call)).status).toBe(204);
    expect((await callOperation("removeJob", call)).status).toBe(404);
    expect((await get(job.id)).status).toBe(404);
  });

  test("cancel: 200 with a job that is stopped, and one that has ended stays as it is", async () => {
    const [waiting, ended] = [await ownJob(), await ownJob({ status: "completed" })];
    const cancel = (id: number, as: Headers = headers) =>
      callOperation("cancelJob", { params: { id: String(id) }, headers: as });
    expect((await cancel(waiting.id)).json).toMatchObject({ status: "stopped", endedBy: "user" });
    expect((await cancel(ended.id)).json.status).toBe("completed");
    expect((await cancel(ended.id, stranger)).status).toBe(404);
  });
});

describe("POST /jobs/{id}/rerun", () => {
  const rerun = (id: number, json?: unknown, more: Headers = {}) =>
    callOperation("runJobAgain", { params: { id: String(id) }, headers: { ...headers, ...more }, json });

  test("201 with a new job, one for each idempotency key", async () => {
    const job = await ownJob({ status: "completed", values: { count: "3" }, argv: ["--count=3"] });
    const { status, json, headers: answered } = await rerun(job.id);
    expect([status, json.input, answered.get("location")]).toEqual([201, { count: 3 }, `/api/v2/jobs/${json.id}`]);
    expect(json.id).not.toBe(job.id);
    const key = { "idempotency-key": "again" };
    const [first, second] = [await rerun(job.id, {}, key), await rerun(job.id, {}, key)];
    expect(second.json.id).toBe(first.json.id);
    expect((await rerun(first.json.id, {}, key)).status).toBe(422);
  });

  test("200 with the next attempt of the same job, 409 while it has not ended", async () => {
    const job = await ownJob({ status: "failed", exitCode: 1 });
    expect((await rerun(job.id, { asNextAttempt: true })).json).toMatchObject({
      id: job.id,
      attempt: 2,
      status: "submitted",
    });
    expect((await rerun(job.id, { asNextAttempt: true })).status).toBe(409);
  });

  test("409 for a job whose secrets can no longer be read, whichever way it would run again", async () => {
    const lost = `{secret:${"A".repeat(60)}}`;
    const job = await ownJob({ status: "completed", values: { token: lost }, argv: [`--token=${lost}`] });
    for (const asNextAttempt of [true, false]) {
      const { status, json } = await rerun(job.id, { asNextAttempt });
      expect([status, json.detail]).toEqual([409, expect.stringContaining("secrets")]);
    }
    const kept = sealSecret("hunter22");
    const readable = await ownJob({ status: "completed", values: { token: kept }, argv: [`--token=${kept}`] });
    expect((await rerun(readable.id)).status).toBe(201);
  });
});

describe("GET /jobs/{id}/wait", () => {
  const wait = (id: number, query: string, as: Headers = headers) =>
    callOperation("waitForJob", { params: { id: String(id) }, query, headers: as });

  test("200 with a job that has ended, and with one that goes on when the time is over", async () => {
    expect((await wait((await ownJob({ status: "completed" })).id, "")).json.status).toBe("completed");
    expect((await wait((await ownJob()).id, "?timeout=0")).json.status).toBe("submitted");
  });

  test("404 for a hidden job; 400 for a time that is too long", async () => {
    const job = await ownJob({ visibility: "private" });
    expect((await wait(job.id, "", stranger)).status).toBe(404);
    expect((await wait(job.id, "?timeout=61")).status).toBe(400);
  });
});
