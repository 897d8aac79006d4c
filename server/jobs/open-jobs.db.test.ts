import { expect, test } from "vitest";
import { pg } from "@/db/client";
import { actorOf, aJob, anAnonymous, aStaffUser, aUser } from "@/db/testing/factories";
import { listOpenJobs } from "./open-jobs";

test("returns the owner's open jobs, the oldest first, with the end of the output of running ones", async () => {
  const user = await aUser();
  const running = await aJob({ ownerId: user.id, status: "running", attempt: 2 });
  const waiting = await aJob({ ownerId: user.id, status: "queued" });
  await aJob({ ownerId: user.id, status: "completed" });
  await aJob({ ownerId: user.id, deletedAt: new Date() });
  await aJob({ ownerId: (await aStaffUser()).id });
  const rows = [
    { attempt: 1, position: 900, content: "of the first attempt" },
    { attempt: 2, position: 0, content: "start" },
    { attempt: 2, position: 5, content: `${"x".repeat(2000)} 40%` },
  ].map((row) => ({
    ...row,
    job_id: running.id,
    stream: 1,
    at: new Date(),
    content: Buffer.from(row.content),
  }));
  await pg`insert into job_output ${pg(rows)}`;
  const actor = await actorOf(user);
  const listed = await listOpenJobs(actor, 5);
  expect(listed.map((job) => [job.id, job.status])).toEqual([
    [running.id, "running"],
    [waiting.id, "queued"],
  ]);
  expect(listed[0]?.outputEnd).toMatch(/^x{500,700} 40%$/);
  expect(listed[1]?.outputEnd).toBe("");
  expect((await listOpenJobs(actor, 1)).map((job) => job.id)).toEqual([running.id]);
});

test("returns the open jobs of a visitor's browser, and none for a new visitor", async () => {
  const browser = anAnonymous();
  const job = await aJob({ browserHash: browser.browserHash });
  expect((await listOpenJobs(browser, 5)).map((one) => one.id)).toEqual([job.id]);
  expect(await listOpenJobs(anAnonymous(), 5)).toEqual([]);
  expect(await listOpenJobs({ kind: "anonymous", browserHash: null }, 5)).toEqual([]);
});
