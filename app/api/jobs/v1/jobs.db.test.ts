import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db, pg } from "@/db/client";
import { jobFiles, jobOutput, jobs } from "@/db/schema/jobs";
import { aJob, aJobFile, aScript, aStaffUser, aUser, aUserGroup, bearer } from "@/db/testing/factories";
import { someOutput } from "@/db/testing/jobs";
import * as remove from "./[id]/delete/route";
import * as details from "./[id]/details/route";
import * as rerun from "./[id]/rerun/route";
import * as resubmit from "./[id]/resubmit/route";
import * as status from "./[id]/status/route";
import * as stop from "./[id]/stop/route";

type Headers = Record<string, string>;
const routes = { status, details, stop, rerun, resubmit, delete: remove };
type Name = keyof typeof routes;

interface Sent {
  headers: Headers;
  body?: URLSearchParams;
}
async function call(name: Name, id: number | string, { headers, body }: Sent) {
  const method = name === "status" || name === "details" ? "GET" : "POST";
  const request = new Request(`http://wooey.test/api/jobs/v1/${id}/${name}/`, {
    method,
    headers: { host: "wooey.test", ...headers },
    ...(body ? { body } : {}),
  });
  const response = await routes[name][method](request, { params: Promise.resolve({ id: String(id) }) });
  return { status: response.status, json: await response.json() };
}

const rowOf = async (id: number) => (await db.select().from(jobs).where(eq(jobs.id, id)))[0]!;

describe.each(Object.keys(routes) as Name[])("/api/jobs/v1/<id>/%s", (name) => {
  test("403 without a user", async () => {
    const job = await aJob();
    expect(await call(name, job.id, { headers: {} })).toEqual({
      status: 403,
      json: { valid: false, errors: { __all__: ["Must be authenticated to use this method."] } },
    });
  });

  test("403 for a job that is another's or an anonymous visitor's, also to staff, and it stays as it is", async () => {
    for (const job of [await aJob({ ownerId: (await aUser()).id }), await aJob({ browserHash: "0".repeat(64) })]) {
      for (const user of [await aUser(), await aStaffUser()]) {
        expect(await call(name, job.id, { headers: await bearer(user) })).toEqual({
          status: 403,
          json: { valid: false, errors: { __all__: ["You are not permitted to access this job."] } },
        });
      }
      expect(await rowOf(job.id)).toEqual(job);
    }
  });

  test("404 for a job that is not there, and for what is no number", async () => {
    const headers = await bearer(await aUser());
    for (const id of [2_147_483_647, "99999999999999999999", "no-such-job", crypto.randomUUID(), "0", "-1", "1e3"]) {
      expect(await call(name, id, { headers })).toMatchObject({ status: 404, json: { valid: false, errors: {} } });
    }
  });

  test("405 for other methods", async () => {
    const other = name === "status" || name === "details" ? "POST" : "GET";
    const response = await routes[name][other](new Request("http://x/"), { params: Promise.resolve({ id: "1" }) });
    expect([response.status, response.headers.get("allow")]).toEqual([405, other === "GET" ? "POST" : "GET"]);
  });
});

describe("GET /api/jobs/v1/<id>/status", () => {
  test.each([
    ["submitted", "submitted", false],
    ["queued", "submitted", false],
    ["running", "running", false],
    ["completed", "completed", true],
    ["failed", "FAILURE", true],
    ["error", "error", true],
    ["interrupted", "error", true],
    ["stopped", "REVOKED", true],
  ] as const)("200 for %s: %s, complete %s", async (state, word, isComplete) => {
    const user = await aUser();
    const job = await aJob({ ownerId: user.id, status: state });
    expect(await call("status", job.id, { headers: await bearer(user) })).toEqual({
      status: 200,
      json: { status: word, is_complete: isComplete },
    });
  });

  test("200 and complete for a deleted job", async () => {
    const user = await aUser();
    const job = await aJob({ ownerId: user.id, status: "completed", deletedAt: new Date() });
    const answer = await call("status", job.id, { headers: await bearer(user) });
    expect(answer.json).toEqual({ status: "deleted", is_complete: true });
  });
});

describe("GET /api/jobs/v1/<id>/details", () => {
  // What is long is answered as it is read, and what is short at once: the answer is the same.
  test.each([
    ["short", 20],
    ["long", 20_000_000],
  ])("200 with %s output apart by stream, also where it is no UTF-8, of this attempt alone", async (_, outputBytes) => {
    const user = await aUser();
    const row = { status: "failed", attempt: 2, name: "n", description: "a & b <c>", outputBytes } as const;
    const job = await aJob({ ownerId: user.id, ...row });
    await someOutput({ id: job.id, attempt: 1 }, [["stdout", "old"]]);
    const euro = Buffer.from("€");
    await someOutput(job, [
      ["stdout", euro.subarray(0, 1)],
      ["stderr", "warned\n"],
      ["note", "of ours"],
      ["stdout", Buffer.concat([euro.subarray(1), Buffer.from([0xff]), Buffer.from(" end\n")])],
    ]);
    expect(await call("details", job.id, { headers: await bearer(user) })).toEqual({
      status: 200,
      json: {
        status: "FAILURE",
        is_complete: true,
        uuid: job.uuid,
        job_name: "n",
        job_description: "a & b <c>",
        stdout: "€\ufffd end\n",
        stderr: "warned\n",
        assets: [],
      },
    });
  });

  test("200 with megabytes of output, bit by bit", async () => {
    const user = await aUser();
    const job = await aJob({ ownerId: user.id, status: "completed", outputBytes: 4_000_000 });
    const bits = { stdout: '\ufeff"a\\b"\t\u0001😀\n'.repeat(10_000), stderr: "e".repeat(300_000) };
    await someOutput(job, Array(8).fill(Object.entries(bits)).flat());
    const request = new Request(`http://wooey.test/api/jobs/v1/${job.id}/details/`, { headers: await bearer(user) });
    const answer = await details.GET(request, { params: Promise.resolve({ id: String(job.id) }) });
    expect(answer.headers.get("content-type")).toBe("application/json");
    const chunks: Buffer[] = [];
    for await (const chunk of answer.body!) chunks.push(Buffer.from(chunk));
    expect(Math.max(...chunks.map((chunk) => chunk.length))).toBeLessThan(1_500_000);
    const { stdout, stderr, ...rest } = JSON.parse(Buffer.concat(chunks).toString());
    expect(stdout === bits.stdout.repeat(8) && stderr === bits.stderr.repeat(8)).toBe(true);
    expect(rest).toMatchObject({ status: "completed", is_complete: true, uuid: job.uuid, assets: [] });
  });

  test("200 with both archives, outputs and inputs once it has ended, none before", async () => {
    const user = await aUser();
    const job = await aJob({ ownerId: user.id, status: "running", name: "with files" });
    await aJobFile(job, { direction: "input", path: "in.fa" });
    await aJobFile(job, { path: "deep/note.txt" });
    const headers = await bearer(user);
    expect((await call("details", job.id, { headers })).json.assets).toEqual([]);
    await pg`update jobs set status = 'completed', ended_at = now() where id = ${job.id}`;
    const { assets } = (await call("details", job.id, { headers })).json;
    expect(assets.map((asset: { name: string }) => asset.name).sort()).toEqual([
      "in.fa",
      "note.txt",
      "with_files.tar.gz",
      "with_files.zip",
    ]);
    for (const { url, name } of assets) {
      expect(url).toMatch(
        new RegExp(`^http://wooey\\.test/files/[fzt]\\d+\\.\\d+\\.u\\d+(k\\d+)?\\.\\d+\\.[\\w-]{43}/${name}$`),
      );
    }
  });

  test("200 with a name for the archives where the job's has no letter", async () => {
    const user = await aUser();
    const job = await aJob({ ownerId: user.id, status: "completed", name: ".." });
    await aJobFile(job, { path: "a" });
    const { assets } = (await call("details", job.id, { headers: await bearer(user) })).json;
    expect(assets.map((asset: { name: string }) => asset.name)).toContain("job.zip");
  });
});

describe("POST /api/jobs/v1/<id>/stop", () => {
  test("200: a waiting job is stopped, and its flow hears of it", async () => {
    const user = await aUser();
    for (const state of ["submitted", "queued"] as const) {
      const job = await aJob({ ownerId: user.id, status: state });
      expect(await call("stop", job.id, { headers: await bearer(user) })).toEqual({
        status: 200,
        json: { valid: true, job_id: job.id, status: "REVOKED", is_complete: true },
      });
      expect(await rowOf(job.id)).toMatchObject({ status: "stopped", endedBy: "user", endedAt: expect.any(Date) });
      expect(await pg`select 1 from engine.events where id = ${`job-${job.id}-1-ended`}`).toHaveLength(1);
    }
  });

  test("200: a running job is asked to end, with kill at once", async () => {
    const user = await aUser();
    const job = await aJob({ ownerId: user.id, status: "running" });
    const headers = await bearer(user);
    expect((await call("stop", job.id, { headers })).json).toMatchObject({ status: "running", is_complete: false });
    const asked = await rowOf(job.id);
    expect(asked).toMatchObject({ stopRequestedAt: expect.any(Date), killRequested: false });
    await call("stop", job.id, { headers, body: new URLSearchParams({ kill: "true" }) });
    expect(await rowOf(job.id)).toMatchObject({ stopRequestedAt: asked.stopRequestedAt, killRequested: true });
  });

  test("200: an ended job stays as it is", async () => {
    const user = await aUser();
    const job = await aJob({ ownerId: user.id, status: "completed" });
    expect((await call("stop", job.id, { headers: await bearer(user) })).json).toMatchObject({ status: "completed" });
    expect(await rowOf(job.id)).toEqual(job);
  });
});

describe("POST /api/jobs/v1/<id>/rerun", () => {
  test("200: the same job as its next attempt, without what the former left", async () => {
    const user = await aUser();
    const job = await aJob({ ownerId: user.id, status: "failed", exitCode: 3, endedBy: "exit", outputBytes: 3 });
    await someOutput(job, [["stdout", "old"]]);
    const input = await aJobFile(job, { direction: "input" });
    await aJobFile(job);
    expect(await call("rerun", job.id, { headers: await bearer(user) })).toEqual({
      status: 200,
      json: { valid: true, job_id: job.id },
    });
    expect(await rowOf(job.id)).toMatchObject({
      status: "submitted",
      attempt: 2,
      exitCode: null,
      endedBy: null,
      endedAt: null,
      startedAt: null,
      outputBytes: 0,
      uuid: job.uuid,
      createdAt: job.createdAt,
    });
    expect(await db.select().from(jobOutput).where(eq(jobOutput.jobId, job.id))).toEqual([]);
    expect(await db.select().from(jobFiles).where(eq(jobFiles.jobId, job.id))).toEqual([input]);
  });

  test("409 for a job that has not ended, and if the version is disabled", async () => {
    const user = await aUser();
    const headers = await bearer(user);
    for (const state of ["submitted", "queued", "running"] as const) {
      const job = await aJob({ ownerId: user.id, status: state });
      expect((await call("rerun", job.id, { headers })).status).toBe(409);
    }
    const script = await aScript({ version: { isActive: false, isDefault: false } });
    const old = await aJob({ ownerId: user.id, status: "completed", versionId: script.version.id });
    expect((await call("rerun", old.id, { headers })).status).toBe(409);
  });

  test("403 when the person may no longer run the script", async () => {
    const user = await aUser();
    const script = await aScript({ userGroupIds: [(await aUserGroup()).id] });
    const job = await aJob({ ownerId: user.id, status: "completed", versionId: script.version.id });
    for (const name of ["rerun", "resubmit"] as const) {
      expect((await call(name, job.id, { headers: await bearer(user) })).status).toBe(403);
    }
    expect(await rowOf(job.id)).toEqual(job);
  });
});

describe("POST /api/jobs/v1/<id>/resubmit", () => {
  test("200: a new job with the same name, values, version and visibility", async () => {
    const user = await aUser();
    const job = await aJob({ ownerId: user.id, status: "running", name: "n", description: "d", visibility: "private" });
    const answer = await call("resubmit", job.id, { headers: await bearer(user) });
    expect(answer.status).toBe(200);
    const { versionId, ownerId } = job;
    expect(await rowOf(answer.json.job_id)).toMatchObject({
      name: "n",
      description: "d",
      visibility: "private",
      versionId,
      ownerId,
      status: "submitted",
      attempt: 1,
    });
    expect(answer.json.job_id).not.toBe(job.id);
  });
});

describe("POST /api/jobs/v1/<id>/delete", () => {
  test("200, also a second time; a running job is killed, and details no longer list assets", async () => {
    const user = await aUser();
    const headers = await bearer(user);
    const job = await aJob({ ownerId: user.id, status: "running" });
    await aJobFile(job);
    const deleted = { valid: true, job_id: job.id, status: "deleted", is_complete: true };
    expect(await call("delete", job.id, { headers })).toEqual({ status: 200, json: deleted });
    expect(await call("delete", job.id, { headers })).toEqual({ status: 200, json: deleted });
    expect(await rowOf(job.id)).toMatchObject({ deletedAt: expect.any(Date), killRequested: true });
    expect((await call("details", job.id, { headers })).json).toMatchObject({ status: "deleted", assets: [] });
    expect((await call("stop", job.id, { headers })).json).toMatchObject({ status: "deleted" });
    expect((await call("rerun", job.id, { headers })).status).toBe(404);
  });
});
