import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db, pg } from "@/db/client";
import { jobs, type Visibility } from "@/db/schema/jobs";
import { actorOf, aJob, aJobFile, anApiKey, aStaffUser, aUser, aWorker } from "@/db/testing/factories";
import { someOutput } from "@/db/testing/jobs";
import { browserHashOf, newBrowserSecret } from "@/server/auth/browser";
import { deleteJob } from "@/server/jobs/delete";
import { notifyLive } from "@/server/jobs/live-channel";
import { renewPermalink, setVisibility } from "@/server/jobs/share";
import { GET } from "./route";

type Headers = Record<string, string>;
interface Event {
  id?: string;
  event?: string;
  data?: { position?: number; text?: string } | null;
}

async function open(job: string | number, headers: Headers = {}, query = "") {
  const left = new AbortController();
  const request = new Request(`http://localhost/jobs/${job}/stream${query}`, { headers, signal: left.signal });
  const response = await GET(request, { params: Promise.resolve({ job: String(job) }) });
  const reader = response.body?.getReader();
  let rest = "";
  /** The next event; null when the stream has ended. */
  const next = async (): Promise<Event | null> => {
    for (;;) {
      const at = rest.indexOf("\n\n");
      if (at >= 0) {
        const lines = rest.slice(0, at).split("\n");
        rest = rest.slice(at + 2);
        const fields = Object.fromEntries(
          lines.map((line) => [line.split(": ")[0], line.slice(line.indexOf(": ") + 2)]),
        );
        if (!fields.event) continue;
        return { ...fields, data: JSON.parse(fields.data ?? "null") };
      }
      const chunk = await reader?.read();
      if (!chunk || chunk.done) return null;
      rest += new TextDecoder().decode(chunk.value);
    }
  };
  const all = async () => {
    const events: Event[] = [];
    for (let event = await next(); event; event = await next()) events.push(event);
    return events;
  };
  return { response, next, all, leave: () => reader?.cancel() };
}

const finish = (id: number) =>
  pg.begin(async (tx) => {
    await tx`update jobs set status = 'completed', exit_code = 0, ended_at = now() where id = ${id}`;
    await tx`select pg_notify('wooey_live', ${`${id}:status`})`;
  });
const textOf = (events: Event[]) =>
  events
    .filter((event) => event.event === "output")
    .map((event) => event.data?.text)
    .join("");

describe("GET /jobs/<job>/stream", () => {
  test("tells an ended job's output, state and end, and then ends", async () => {
    const job = await aJob({ status: "completed", exitCode: 0 });
    await someOutput(job, [
      ["stdout", "one\n"],
      ["stdout", "two\n"],
      ["stderr", "oh\n"],
    ]);
    const stream = await open(job.uuid);
    expect(stream.response.headers.get("content-type")).toContain("text/event-stream");
    expect(await stream.all()).toEqual([
      { event: "output", data: { position: 0, stream: 1, text: "one\ntwo\n" } },
      { id: "1:11::0", event: "output", data: { position: 8, stream: 2, text: "oh\n" } },
      { id: "1:11:completed:0", event: "status", data: expect.objectContaining({ status: "completed", exitCode: 0 }) },
      { id: "1:11:completed:0", event: "end", data: null },
    ]);
  });

  test("tells output, files and states as they come", async () => {
    const job = await aJob({ status: "running" });
    const stream = await open(job.uuid, {}, "?attempt=1&status=running");
    let at = await someOutput(job, [["stdout", "a"]]);
    await notifyLive(db, job.id, "output");
    expect(await stream.next()).toMatchObject({ event: "output", data: { position: 0, text: "a" } });
    at = await someOutput(job, [["stdout", "b"]], at);
    await notifyLive(db, job.id, "output");
    expect(await stream.next()).toMatchObject({ event: "output", data: { position: 1, text: "b" } });
    const file = await aJobFile(job, { path: "r.txt" });
    await notifyLive(db, job.id, "files");
    expect(await stream.next()).toMatchObject({ event: "files", data: [{ id: file.id, path: "r.txt" }] });
    await pg`update jobs set stop_requested_at = now() where id = ${job.id}`;
    await notifyLive(db, job.id, "status");
    expect(await stream.next()).toMatchObject({ event: "status", data: { stopRequestedAt: expect.any(String) } });
    await someOutput(job, [["stdout", "last"]], at);
    await finish(job.id);
    const names = (await stream.all()).map((event) => event.event);
    expect(names).toEqual(["output", "status", "end"]);
  });

  test("goes on where it broke off, by Last-Event-ID and by position", async () => {
    const job = await aJob({ status: "completed" });
    await someOutput(job, [
      ["stdout", "0123"],
      ["stdout", "4567"],
    ]);
    const resumed = await open(job.uuid, { "last-event-id": "1:4:running:0" });
    expect(textOf(await resumed.all())).toBe("4567");
    expect(textOf(await (await open(job.uuid, {}, "?position=4")).all())).toBe("4567");
    expect(textOf(await (await open(job.uuid, {}, "?position=0&from=1:4:running:0")).all())).toBe("4567");
  });

  test("brings the bar's counts along where they are asked for, and ends with the job", async () => {
    const owner = await aUser();
    const job = await aJob({ status: "running", ownerId: owner.id });
    const headers = { authorization: `Bearer ${(await anApiKey({ userId: owner.id })).key}` };
    const stream = await open(job.uuid, headers, "?attempt=1&status=running&bar");
    expect(await stream.next()).toEqual({ event: "counts", data: { waiting: 0, running: 1 } });
    await aJob({ status: "queued", ownerId: owner.id });
    await finish(job.id);
    const names = (await stream.all()).map((event) => event.event);
    expect(names.filter((name) => name !== "counts" && name !== "jobs")).toEqual(["status", "end"]);
    const other = await open(job.uuid, headers, "?attempt=1&status=running");
    expect((await other.all()).map((event) => event.event)).toEqual(["status", "end"]);
  });

  test("sends why a job waits, and the reason again when it changes: here its only worker hangs", async () => {
    const worker = await aWorker({ slots: 1000 });
    const job = await aJob({ status: "queued" });
    const stream = await open(job.uuid, {}, "?attempt=1&status=queued");
    expect(await stream.next()).toEqual({ event: "waiting", data: "A worker is about to start the job." });
    await pg`update workers set heartbeat_at = now() - interval '1 minute' where id = ${worker.id}`;
    expect(await stream.next()).toEqual({ event: "waiting", data: expect.stringContaining("No worker is running.") });
    await stream.leave();
  });

  test("204 for whoever comes back and knows all", async () => {
    const job = await aJob({ status: "completed" });
    const { response } = await open(job.uuid, { "last-event-id": "1:0:completed:0" });
    expect(response.status).toBe(204);
    expect((await open(job.uuid, { "last-event-id": "1:0:running:0" })).response.status).toBe(200);
  });

  test("keeps characters whole over pieces and over a resume, each stream for itself", async () => {
    const job = await aJob({ status: "completed" });
    const [euro, smile] = [Buffer.from("€"), Buffer.from("😀")];
    const at = await someOutput(job, [
      ["stdout", euro.subarray(0, 1)],
      ["stderr", smile.subarray(0, 3)],
      ["stdout", euro.subarray(1, 2)],
    ]);
    await someOutput(
      job,
      [
        ["stderr", smile.subarray(3)],
        ["stdout", euro.subarray(2)],
        ["stdout", Buffer.from([0xff, 0xe2])],
      ],
      at,
    );
    const full = await (await open(job.uuid)).all();
    const resumed = await (await open(job.uuid, { "last-event-id": `1:${at}::0` })).all();
    for (const events of [full, resumed]) expect(textOf(events)).toBe("😀€\ufffd\ufffd");
  });

  test("sends much output in bounded pieces and whole", async () => {
    const job = await aJob({ status: "completed" });
    const line = `${"x".repeat(1023)}\n`;
    await pg`insert into job_output (job_id, attempt, position, stream, at, content)
      select ${job.id}, 1, n * 1024, 1, now(), ${Buffer.from(line)} from generate_series(0, 2047) n`;
    const events = (await (await open(job.uuid)).all()).filter((event) => event.event === "output");
    expect(Math.max(...events.map((event) => event.data?.text?.length ?? 0))).toBeLessThanOrEqual(256 * 1024);
    expect(textOf(events)).toBe(line.repeat(2048));
  });

  test("tells of another attempt and ends", async () => {
    const job = await aJob({ status: "running", attempt: 2 });
    const events = await (await open(job.uuid, {}, "?attempt=1")).all();
    expect(events).toMatchObject([{ event: "status", data: { attempt: 2 } }]);
  });

  test("ends for a visitor when the link is revoked or replaced, and when the job is deleted", async () => {
    const owner = await aUser();
    const actor = await actorOf(owner);
    for (const withdraw of [
      (id: number) => setVisibility(actor, id, { visibility: "private" }),
      (id: number) => renewPermalink(actor, id),
      (id: number) => deleteJob(actor, id),
    ]) {
      const job = await aJob({ status: "running", ownerId: owner.id });
      const stream = await open(job.uuid);
      expect(await stream.next()).toMatchObject({ event: "status" });
      await withdraw(job.id);
      expect((await stream.all()).map((event) => event.event)).toEqual(["gone"]);
      expect((await open(job.uuid)).response.status).toBe(404);
    }
  });

  test("ends when the looker's permission ends without a word", async () => {
    const owner = await aUser();
    const job = await aJob({ status: "running", ownerId: owner.id, visibility: "private" });
    const { key, id } = await anApiKey({ userId: owner.id });
    const stream = await open(job.id, { authorization: `Bearer ${key}` });
    expect(await stream.next()).toMatchObject({ event: "status" });
    await pg`update api_keys set is_active = false where id = ${id}`;
    expect((await stream.all()).map((event) => event.event)).toEqual(["gone"]);
  }, 15_000);

  test("lets go of everything when the browser leaves", async () => {
    const job = await aJob({ status: "running" });
    const stream = await open(job.uuid);
    await stream.next();
    await stream.leave();
    const hub = (globalThis as { wooeyLiveHub?: { listeners: Map<number, unknown> } }).wooeyLiveHub;
    await expect.poll(() => hub?.listeners.has(job.id)).toBe(false);
  });

  test.each([
    ["link", "uuid", 200, 200],
    ["link", "id", 404, 200],
    ["private", "uuid", 404, 200],
    ["private", "id", 404, 200],
    ["public", "uuid", 200, 200],
    ["public", "id", 200, 200],
  ] as [Visibility, "uuid" | "id", number, number][])(
    "%s by %s: %i to strangers and visitors, %i to the owner, the browser that made it and staff",
    async (visibility, key, strangers, owners) => {
      const [owner, stranger, staff] = [await aUser(), await aUser(), await aStaffUser()];
      const secret = newBrowserSecret();
      const ownJob = await aJob({ ownerId: owner.id, visibility, status: "completed" });
      const anonymous = await aJob({ browserHash: browserHashOf(secret), visibility, status: "completed" });
      const bearer = async (user: typeof owner) => ({
        authorization: `Bearer ${(await anApiKey({ userId: user.id })).key}`,
      });
      const statusOf = async (job: typeof ownJob, headers: Headers) => (await open(job[key], headers)).response.status;
      const other = { cookie: `wooey_browser=${newBrowserSecret()}` };
      for (const headers of [{}, other, await bearer(stranger)] as Headers[]) {
        expect(await statusOf(ownJob, headers)).toBe(strangers);
        expect(await statusOf(anonymous, headers)).toBe(strangers);
      }
      for (const headers of [await bearer(owner), await bearer(staff)])
        expect(await statusOf(ownJob, headers)).toBe(owners);
      for (const headers of [{ cookie: `wooey_browser=${secret}` }, await bearer(staff)] as Headers[])
        expect(await statusOf(anonymous, headers)).toBe(owners);
    },
  );

  test("404 for what is no job", async () => {
    for (const job of ["0", "x", "99999999999", crypto.randomUUID(), "2147483647"]) {
      expect((await open(job)).response.status).toBe(404);
    }
    const deleted = await aJob({ status: "completed", deletedAt: new Date() });
    expect((await open(deleted.uuid)).response.status).toBe(404);
    expect(await db.$count(jobs, eq(jobs.id, deleted.id))).toBe(1);
  });
});
