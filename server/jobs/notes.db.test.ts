import { describe, expect, test } from "vitest";
import { pg } from "@/db/client";
import { actorOf, aJob, anAnonymous, aStaffUser, aUser } from "@/db/testing/factories";
import type { Actor } from "@/server/auth/actor";
import { NOTES_MAX, saveNotes } from "./notes";
import { findJobByPath } from "./queries";
import { rerunJob } from "./rerun";
import { resubmitJob } from "./resubmit";

const notesOf = async (actor: Actor, job: { id: number }) => (await findJobByPath(actor, String(job.id)))?.notes;

describe("saveNotes", () => {
  test("replaces the notes of a job, and removes them when they are blank", async () => {
    const owner = await actorOf(await aUser());
    const job = await aJob({ ownerId: owner.user.id });
    expect(await notesOf(owner, job)).toBeNull();
    await saveNotes(owner, job.id, { text: "# Good\r\n\r\nSee @plot.png\n\n" });
    expect(await notesOf(owner, job)).toEqual({ text: "# Good\n\nSee @plot.png", modifiedAt: expect.any(Date) });
    await saveNotes(owner, job.id, { text: " \n " });
    expect(await notesOf(owner, job)).toBeNull();
  });

  test("is for the owner and for staff; whoever may open the job reads them", async () => {
    const user = await aUser();
    const owner = await actorOf(user);
    const [stranger, staff, visitor] = [await actorOf(await aUser()), await actorOf(await aStaffUser()), anAnonymous()];
    const job = await aJob({ ownerId: user.id, visibility: "public" });
    await saveNotes(owner, job.id, { text: "by the owner" });
    for (const actor of [stranger, visitor]) {
      await expect(saveNotes(actor, job.id, { text: "x" })).rejects.toMatchObject({ code: "not_found" });
      expect(await notesOf(actor, job)).toMatchObject({ text: "by the owner" });
    }
    await saveNotes(staff, job.id, { text: "by staff" });
    expect(await notesOf(owner, job)).toMatchObject({ text: "by staff" });
    await pg`update jobs set deleted_at = now() where id = ${job.id}`;
    await expect(saveNotes(owner, job.id, { text: "x" })).rejects.toMatchObject({ code: "not_found" });
  });

  test("refuses to overwrite notes that the writer has not seen", async () => {
    const owner = await actorOf(await aUser());
    const job = await aJob({ ownerId: owner.user.id });
    await saveNotes(owner, job.id, { text: "first", seenModifiedAt: null });
    const seenModifiedAt = (await notesOf(owner, job))!.modifiedAt;
    await expect(saveNotes(owner, job.id, { text: "x", seenModifiedAt: null })).rejects.toMatchObject({
      code: "conflict",
    });
    await pg`update job_notes set modified_at = modified_at + interval '1 second' where job_id = ${job.id}`;
    await expect(saveNotes(owner, job.id, { text: "x", seenModifiedAt })).rejects.toMatchObject({ code: "conflict" });
    await saveNotes(owner, job.id, { text: "second", seenModifiedAt: new Date(seenModifiedAt.getTime() + 1000) });
    expect(await notesOf(owner, job)).toMatchObject({ text: "second" });
  });

  test("limits their length in characters", async () => {
    const owner = await actorOf(await aUser());
    const job = await aJob({ ownerId: owner.user.id });
    await saveNotes(owner, job.id, { text: "🧬".repeat(NOTES_MAX) });
    const refused = saveNotes(owner, job.id, { text: "x".repeat(NOTES_MAX + 1) });
    await expect(refused).rejects.toMatchObject({ code: "invalid", fields: { notes: [expect.any(String)] } });
  });
});

test("a re-run keeps the notes; a copy of the job starts without them, because they are about its result", async () => {
  const owner = await actorOf(await aUser());
  const job = await aJob({ ownerId: owner.user.id, status: "completed" });
  await saveNotes(owner, job.id, { text: "Looks good" });
  expect(await notesOf(owner, await resubmitJob(owner, job.id))).toBeNull();
  await rerunJob(owner, job.id);
  expect(await notesOf(owner, job)).toMatchObject({ text: "Looks good" });
});
