import { describe, expect, test } from "vitest";
import { db, pg } from "@/db/client";
import { actorOf, aJob, anAnonymous, aUser } from "@/db/testing/factories";
import { someOutput } from "@/db/testing/jobs";
import type { Actor } from "@/server/auth/actor";
import { type FollowOptions, followOutput, type OutputEvent, readOutputCursor } from "./follow-output";
import { notifyLive } from "./live-channel";
import { setVisibility } from "./share";

const fromStart = { attempt: null, from: 0, hasEnd: false };

async function follow(actor: Actor, job: { id: number }, options: Partial<FollowOptions> = {}) {
  const open = await followOutput(actor, String(job.id), {
    cursor: fromStart,
    findActor: async () => actor,
    ...options,
  });
  if (!open) return null;
  const batches = open(new AbortController().signal);
  let rest: OutputEvent[] = [];
  /** The next event; null at the end. */
  const next = async (): Promise<OutputEvent | null> => {
    while (rest.length === 0) {
      const { done, value } = await batches.next();
      if (done) return null;
      rest = value;
    }
    return rest.shift() ?? null;
  };
  const all = async () => {
    const events: OutputEvent[] = [];
    for (let event = await next(); event; event = await next()) events.push(event);
    return events;
  };
  return { next, all, leave: () => batches.return(undefined) };
}

async function aJobOf(columns: Parameters<typeof aJob>[0]) {
  const user = await aUser();
  return { actor: await actorOf(user), job: await aJob({ ownerId: user.id, visibility: "private", ...columns }) };
}

async function print(job: { id: number; attempt: number }, text: string, position = 0): Promise<number> {
  const end = await someOutput(job, [["stdout", text]], position);
  await notifyLive(db, job.id, "output");
  return end;
}

async function end(job: { id: number }): Promise<void> {
  await pg`update jobs set status = 'failed', exit_code = 3, ended_at = now() where id = ${job.id}`;
  await notifyLive(db, job.id, "status");
}

describe("followOutput", () => {
  test("sends the state, the output of both streams as it comes, and the exit code", async () => {
    const { actor, job } = await aJobOf({ status: "queued" });
    const events = await follow(actor, job);
    expect(await events?.next()).toMatchObject({ event: "state", data: { status: "queued", attempt: 1 }, id: "1:0" });
    await pg`update jobs set status = 'running' where id = ${job.id}`;
    await notifyLive(db, job.id, "status");
    expect(await events?.next()).toMatchObject({ event: "state", data: { status: "running" } });
    const at = await print(job, "one\n");
    expect(await events?.next()).toMatchObject({
      event: "output",
      data: { stream: "stdout", offset: 0, text: "one\n", next: 4 },
      id: "1:4",
    });
    await someOutput(job, [["stderr", "oh\n"]], at);
    await end(job);
    expect(await events?.all()).toMatchObject([
      { event: "output", data: { stream: "stderr", offset: 4, text: "oh\n" }, id: "1:7" },
      { event: "end", data: { status: "failed", exitCode: 3, attempt: 1 }, id: "1:7:end" },
    ]);
  });

  test("sends one stream alone, and continues after a cursor", async () => {
    const { actor, job } = await aJobOf({ status: "completed", exitCode: 0 });
    await someOutput(job, [
      ["stdout", "one\n"],
      ["stderr", "oh\n"],
      ["stdout", "two\n"],
    ]);
    const texts = async (options: Partial<FollowOptions>) =>
      ((await (await follow(actor, job, options))?.all()) ?? [])
        .filter((event) => event.event === "output")
        .map((event) => event.data);
    expect(await texts({ stream: "stderr" })).toMatchObject([{ text: "oh\n" }]);
    expect(await texts({ cursor: { attempt: 1, from: 7, hasEnd: false } })).toMatchObject([{ text: "two\n" }]);
    expect(await texts({ cursor: { attempt: 7, from: 7, hasEnd: false } })).toHaveLength(3);
    expect(await follow(actor, job, { cursor: { attempt: 1, from: 11, hasEnd: true } })).toBeNull();
  });

  test("starts anew when the job runs again", async () => {
    const { actor, job } = await aJobOf({ status: "running" });
    await print(job, "first\n");
    const events = await follow(actor, job);
    expect([await events?.next(), await events?.next()]).toMatchObject([{ event: "state" }, { id: "1:6" }]);
    await pg`update jobs set attempt = 2, status = 'running' where id = ${job.id}`;
    await notifyLive(db, job.id, "status");
    expect(await events?.next()).toMatchObject({ event: "state", data: { attempt: 2 }, id: "2:0" });
    await print({ ...job, attempt: 2 }, "second\n");
    expect(await events?.next()).toMatchObject({ event: "output", data: { offset: 0, text: "second\n" }, id: "2:7" });
    await events?.leave();
  });

  test("ends when the actor may no longer see the job", async () => {
    const { actor, job } = await aJobOf({ status: "running", visibility: "public" });
    const stranger = anAnonymous();
    const events = await follow(stranger, job);
    expect(await events?.next()).toMatchObject({ event: "state" });
    await setVisibility(actor, job.id, { visibility: "private" });
    await print(job, "for the owner alone\n");
    expect(await events?.all()).toEqual([{ event: "gone", data: null }]);
  });

  test("not_found for an unknown job and for one of somebody else", async () => {
    const { job } = await aJobOf({ status: "running" });
    await expect(follow(anAnonymous(), job)).rejects.toMatchObject({ code: "not_found" });
    await expect(follow(anAnonymous(), { id: 2_147_483_647 })).rejects.toMatchObject({ code: "not_found" });
  });
});

test.each([
  ["1:0", { attempt: 1, from: 0, hasEnd: false }],
  ["12:34:end", { attempt: 12, from: 34, hasEnd: true }],
  ["1:2:3", null],
  ["x", null],
  ["", null],
  [null, null],
])("readOutputCursor reads %j", (text, cursor) => {
  expect(readOutputCursor(text)).toEqual(cursor);
});
