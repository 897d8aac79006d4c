import { beforeAll, describe, expect, test } from "vitest";
import { db, pg } from "@/db/client";
import { aJob, aJobFile, aUser, bearer } from "@/db/testing/factories";
import { someOutput } from "@/db/testing/jobs";
import { notifyLive } from "@/server/jobs/live-channel";
import { GET } from "./route";

let owner: Record<string, string>;
let ownerId: number;

beforeAll(async () => {
  const user = await aUser();
  [owner, ownerId] = [await bearer(user), user.id];
});

async function aJobWithOutput(columns: Parameters<typeof aJob>[0] = {}) {
  const job = await aJob({ ownerId, status: "completed", exitCode: 0, visibility: "private", ...columns });
  await someOutput(job, [
    ["stdout", "one\n"],
    ["stderr", "oh\n"],
    ["stdout", "two\n"],
  ]);
  return job;
}

const get = (id: string | number, query = "", headers: Record<string, string> = {}) =>
  GET(new Request(`http://wooey.test/api/v2/jobs/${id}/output${query}`, { headers: { ...owner, ...headers } }), {
    params: Promise.resolve({ id: String(id) }),
  });
const lines = { accept: "application/x-ndjson" };
const events = { accept: "text/event-stream" };
const linesOf = async (response: Response) =>
  (await response.text())
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));

describe("GET /api/v2/jobs/{id}/output", () => {
  test("200 with the text of both streams or of one, from a byte on", async () => {
    const job = await aJobWithOutput();
    const response = await get(job.id);
    expect([response.status, response.headers.get("content-type"), await response.text()]).toEqual([
      200,
      "text/plain; charset=utf-8",
      "one\noh\ntwo\n",
    ]);
    expect(await (await get(job.uuid, "?stream=stdout")).text()).toBe("one\ntwo\n");
    expect(await (await get(job.id, "?stream=stderr&from=5")).text()).toBe("h\n");
    expect(await (await get(job.id, "?from=99")).text()).toBe("");
  });

  test("200 with the bytes as they were written, in base64", async () => {
    const job = await aJob({ ownerId, status: "completed", exitCode: 0 });
    await someOutput(job, [["stdout", Buffer.from([0, 255, 0xc3])]]);
    const part = { stream: "stdout", offset: 0, base64: "AP/D", next: 3 };
    expect(await linesOf(await get(job.id, "?encoding=base64", lines))).toEqual([expect.objectContaining(part)]);
    expect(await (await get(job.id, "?encoding=base64", events)).text()).toContain('"base64":"AP/D"');
  });

  test("200 with the first output files in the event of the end, for those who ask", async () => {
    const job = await aJobWithOutput();
    for (const name of ["a.csv", "b.csv"]) await aJobFile(job, { path: name, content: name });
    await aJobFile(job, { path: "in.csv", direction: "input", content: "x" });
    const endOf = async (query: string) => {
      const [, data = ""] = /event: end\ndata: (.*)/.exec(await (await get(job.id, query, events)).text()) ?? [];
      return JSON.parse(data);
    };
    expect(await endOf("")).not.toHaveProperty("files");
    const { files } = await endOf("?files=1");
    expect(files).toMatchObject({ items: [{ path: "a.csv", url: `/api/v2/jobs/${job.id}/files/a.csv` }] });
    expect(files.next).toEqual(expect.any(String));
    expect((await endOf("?files=2")).files).toMatchObject({
      items: [{ path: "a.csv" }, { path: "b.csv" }],
      next: null,
    });
    expect((await get(job.id, "?files=0", events)).status).toBe(400);
  });

  test("200 with a line of JSON for each part", async () => {
    const job = await aJobWithOutput({ status: "running" });
    const response = await get(job.id, "", lines);
    expect(response.headers.get("content-type")).toBe("application/x-ndjson");
    expect(await linesOf(response)).toMatchObject([
      { stream: "stdout", offset: 0, text: "one\n", next: 4, at: expect.stringMatching(/^\d{4}-.*Z$/) },
      { stream: "stderr", offset: 4, text: "oh\n", next: 7 },
      { stream: "stdout", offset: 7, text: "two\n", next: 11 },
    ]);
    expect(await linesOf(await get(job.id, "?from=7", lines))).toMatchObject([{ text: "two\n" }]);
  });

  test("200 with events until the job ends, and after the last one that the client received", async () => {
    const job = await aJobWithOutput({ status: "running", exitCode: null });
    const response = await get(job.id, "", { ...events, "last-event-id": "1:7" });
    expect(response.headers.get("content-type")).toContain("text/event-stream");
    await pg`update jobs set status = 'failed', exit_code = 3, ended_at = now() where id = ${job.id}`;
    await notifyLive(db, job.id, "status");
    const text = await response.text();
    expect(text.match(/^event: .*$/gm)?.filter((line) => !line.endsWith("state"))).toEqual([
      "event: output",
      "event: end",
    ]);
    expect(text).toContain('"text":"two\\n"');
    expect(text).toMatch(/id: 1:11:end\nevent: end\ndata: \{.*"status":"failed","exitCode":3/);
    expect((await get(job.id, "", { ...events, "last-event-id": "1:11:end" })).status).toBe(204);
  });

  test.each(["?stream=both", "?from=-1", "?from=x", "?from=1.5", "?until=3"])("400 for %s", async (query) => {
    const job = await aJobWithOutput();
    const response = await get(job.id, query);
    expect([response.status, response.headers.get("content-type")]).toEqual([400, "application/problem+json"]);
  });

  test("404 for an unknown job and for one of somebody else, in every form", async () => {
    const hidden = await aJob({ visibility: "private", ownerId: (await aUser()).id });
    for (const id of ["2147483647", "x", hidden.id, hidden.uuid])
      for (const accept of [{}, lines, events]) expect((await get(id, "", accept)).status).toBe(404);
  });
});
