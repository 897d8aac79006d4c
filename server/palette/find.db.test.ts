import { expect, test } from "vitest";
import { db } from "@/db/client";
import { scriptTags } from "@/db/schema/scripts";
import { actorOf, aJob, aScript, aUser, aVersion } from "@/db/testing/factories";
import { findNextJob } from "../jobs/next-job";
import { setJobTags } from "../jobs/tags";
import { findDestinations } from "./find";

test("offers scripts that were run last first, own jobs, and people to administrators only", async () => {
  const user = await aUser({ fullName: "Palette Person" });
  const script = await aScript({ name: "Palette script" });
  const version = await aVersion(script);
  const job = await aJob({ ownerId: user.id, versionId: version.id, name: "Palette job" });
  await aJob({ ownerId: (await aUser()).id, versionId: version.id, name: "Palette job of another" });

  const first = await findDestinations(await actorOf(user), "");
  expect(first.scripts[0]).toMatchObject({ href: `/scripts/${script.slug}/`, label: "Palette script" });
  const found = await findDestinations(await actorOf(user), "palette");
  expect(found.jobs).toEqual([{ href: `/jobs/${job.id}/`, label: "Palette job", note: "Palette script" }]);
  expect(found.people).toEqual([]);
  await setJobTags(await actorOf(user), job.id, ["Palettes"]);
  await db.insert(scriptTags).values({ scriptId: script.id, tag: "my palette" });
  expect((await findDestinations(await actorOf(user), "PALETTE")).tags).toEqual([
    { href: "/?tag=my%20palette", label: "my palette", note: "Scripts" },
    { href: "/jobs/?tag=palettes", label: "palettes", note: "Jobs" },
  ]);
  const administrator = await actorOf(await aUser({ role: "administrator" }));
  expect((await findDestinations(administrator, "palette")).people).toContainEqual({
    href: `/manage/people/${user.id}/`,
    label: "Palette Person",
    note: user.username,
  });
});

test("the next job is the actor's next older one, and none for a job that they cannot see", async () => {
  const user = await aUser();
  const older = await aJob({ ownerId: user.id });
  await aJob({ ownerId: (await aUser()).id });
  const newer = await aJob({ ownerId: user.id });
  expect(await findNextJob(await actorOf(user), String(newer.id))).toBe(older.id);
  expect(await findNextJob(await actorOf(user), newer.uuid)).toBe(older.id);
  expect(await findNextJob(await actorOf(user), String(older.id))).toBeNull();
  expect(await findNextJob(await actorOf(await aUser()), String(newer.id))).toBeNull();
});
