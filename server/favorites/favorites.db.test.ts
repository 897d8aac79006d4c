import { describe, expect, test } from "vitest";
import { actorOf, aJob, aJobFile, anAnonymous, aScript, aUser } from "@/db/testing/factories";
import { setVisibility } from "@/server/jobs/share";
import { findPinned, listScrapbook } from "./queries";
import { toggleFavorite } from "./toggle";

async function aPinnedFile(visibility: "public" | "private" | "link") {
  const owner = await aUser();
  const job = await aJob({ ownerId: owner.id, visibility, status: "completed" });
  return { owner: await actorOf(owner), job, file: await aJobFile(job) };
}

describe("toggleFavorite", () => {
  test("stars a script, and unstars it the next time", async () => {
    const actor = await actorOf(await aUser());
    const { id } = await aScript();
    expect(await toggleFavorite(actor, { scriptId: id })).toEqual({ isFavorite: true });
    expect(await toggleFavorite(actor, { scriptId: id })).toEqual({ isFavorite: false });
  });

  test("unauthenticated for visitors, not_found for what does not exist or what they may not see", async () => {
    const stranger = await actorOf(await aUser());
    const { id } = await aScript({ isActive: false });
    const { file } = await aPinnedFile("link");
    await expect(toggleFavorite(anAnonymous(), { scriptId: id })).rejects.toMatchObject({ code: "unauthenticated" });
    await expect(toggleFavorite(stranger, { scriptId: id })).rejects.toMatchObject({ code: "not_found" });
    await expect(toggleFavorite(stranger, { jobFileId: file.id })).rejects.toMatchObject({ code: "not_found" });
    await expect(toggleFavorite(stranger, { jobFileId: 2_000_000_000 })).rejects.toMatchObject({ code: "not_found" });
  });

  test("invalid for what is not a number", async () => {
    const actor = await actorOf(await aUser());
    await expect(toggleFavorite(actor, { scriptId: "x" })).rejects.toThrow();
  });
});

describe("listScrapbook", () => {
  test("contains the files that its owner pinned, newest first, each with its job", async () => {
    const { owner, job, file } = await aPinnedFile("private");
    const second = await aJobFile(job);
    await toggleFavorite(owner, { jobFileId: file.id });
    await toggleFavorite(owner, { jobFileId: second.id });
    const { pins, next } = await listScrapbook(owner);
    expect(pins.map((pin) => [pin.job.id, pin.file.id])).toEqual([
      [job.id, second.id],
      [job.id, file.id],
    ]);
    expect(next).toBeNull();
    expect(await findPinned(owner, [file.id, second.id])).toEqual(new Set([file.id, second.id]));
  });

  test("omits a public result once its owner has made it private", async () => {
    const { owner, job, file } = await aPinnedFile("public");
    const reader = await actorOf(await aUser());
    await toggleFavorite(reader, { jobFileId: file.id });
    expect((await listScrapbook(reader)).pins).toHaveLength(1);
    await setVisibility(owner, job.id, { visibility: "private" });
    expect((await listScrapbook(reader)).pins).toEqual([]);
  });

  test("unauthenticated for visitors", async () => {
    await expect(listScrapbook(anAnonymous())).rejects.toMatchObject({ code: "unauthenticated" });
  });
});
