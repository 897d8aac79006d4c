import { expect, test } from "vitest";
import { pg } from "@/db/client";
import { aJob, anApiKey, aStaffUser, aUser } from "@/db/testing/factories";
import { GET } from "./route";

async function open(headers: Record<string, string>) {
  const left = new AbortController();
  const request = new Request("http://localhost/jobs/stream", { headers, signal: left.signal });
  const response = await GET(request, { params: Promise.resolve({}) });
  const reader = response.body?.getReader();
  let text = "";
  /** What has come once it holds `wanted`. */
  const until = async (expected: string) => {
    while (!text.includes(expected)) {
      const chunk = await reader?.read();
      if (!chunk || chunk.done) break;
      text += new TextDecoder().decode(chunk.value);
    }
    return text;
  };
  return { response, until, leave: () => reader?.cancel() };
}

async function asUser(user: { id: number }) {
  const { key } = await anApiKey({ userId: user.id });
  return { authorization: `Bearer ${key}` };
}

const change = (id: number, status: "running" | "queued") =>
  pg.begin(async (tx) => {
    await tx`update jobs set status = ${status} where id = ${id}`;
    await tx`select pg_notify('wooey_live', ${`${id}:status`})`;
  });

test("204 for a browser that made nothing", async () => {
  expect((await open({})).response.status).toBe(204);
});

test("tells one's own counts at once and as they change, and which jobs changed", async () => {
  const user = await aUser();
  const job = await aJob({ ownerId: user.id });
  const stream = await open(await asUser(user));
  expect(await stream.until("counts")).toContain('{"waiting":1,"running":0}');
  await change(job.id, "running");
  const text = await stream.until('"running":1');
  expect(text).toContain(`event: jobs\ndata: [${job.id}]`);
  await stream.leave();
});

test("tells nobody of a job they do not find in lists, and staff of all", async () => {
  const [owner, stranger, staff] = await Promise.all([aUser(), aUser(), aStaffUser()]);
  const hidden = await aJob({ ownerId: owner.id, visibility: "link" });
  const open1 = await aJob({ ownerId: owner.id, visibility: "public" });
  const strangers = await open(await asUser(stranger));
  const staffs = await open(await asUser(staff));
  await Promise.all([strangers.until("counts"), staffs.until("counts")]);
  await change(hidden.id, "running");
  expect(await staffs.until("event: jobs")).toContain(`[${hidden.id}]`);
  await change(open1.id, "running");
  expect(await strangers.until("event: jobs")).toContain(`data: [${open1.id}]`);
  await Promise.all([strangers.leave(), staffs.leave()]);
});
