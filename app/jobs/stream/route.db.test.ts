import { expect, test } from "vitest";
import { pg } from "@/db/client";
import { aJob, anApiKey, aStaffUser, aUser } from "@/db/testing/factories";
import { GET } from "./route";

async function open(headers: Record<string, string>, query = "") {
  const left = new AbortController();
  const request = new Request(`http://localhost/jobs/stream${query}`, { headers, signal: left.signal });
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

const endJob = (id: number) =>
  pg.begin(async (tx) => {
    await tx`update jobs set status = 'failed', ended_at = now() where id = ${id}`;
    await tx`select pg_notify('wooey_live', ${`${id}:status`})`;
  });

test("sends the actor's own jobs that end, also those that ended while the page was not connected", async () => {
  const [owner, stranger] = await Promise.all([aUser(), aUser()]);
  const job = await aJob({ ownerId: owner.id, name: "mine", visibility: "public" });
  const [owners, strangers] = await Promise.all([open(await asUser(owner)), open(await asUser(stranger))]);
  await Promise.all([owners.until("counts"), strangers.until("counts")]);
  await endJob(job.id);
  const event = `event: ended\ndata: ${JSON.stringify([{ id: job.id, uuid: job.uuid, attempt: 1, name: "mine", status: "failed" }])}`;
  expect(await owners.until("ended")).toContain(event);
  expect(await strangers.until("event: jobs")).not.toContain("ended");
  await Promise.all([owners.leave(), strangers.leave()]);
  const later = await open(await asUser(owner), "?missed=60");
  expect(await later.until("ended")).toContain(event);
  const first = await open(await asUser(owner), "?missed=soon");
  expect(await first.until("counts")).not.toContain("ended");
  await Promise.all([later.leave(), first.leave()]);
});

test("tells staff alone whether a worker is online", async () => {
  const [user, staff] = await Promise.all([aUser(), aStaffUser()]);
  const [users, staffs] = await Promise.all([open(await asUser(user)), open(await asUser(staff))]);
  expect(await staffs.until("workers")).toMatch(/event: workers\ndata: (true|false)\n/);
  expect(await users.until("counts")).not.toContain("workers");
  await Promise.all([users.leave(), staffs.leave()]);
});
