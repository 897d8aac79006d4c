import { expect, test } from "vitest";
import { isStored } from "@/server/storage/store";
import {
  actorOf,
  aGroup,
  aJob,
  aJobFile,
  anApiKey,
  anEnvironment,
  aScript,
  aUser,
  aUserGroup,
  aVersion,
  aWorker,
} from "./factories";

test("each factory inserts a row with everything that it refers to", async () => {
  const group = await aUserGroup();
  const user = await aUser({ groupIds: [group.id] });
  expect((await actorOf(user)).user.groupIds).toEqual([group.id]);
  const scriptGroup = await aGroup({ userGroupIds: [group.id] });
  const script = await aScript({ groupId: scriptGroup.id, source: "print(1)\n" });
  expect(script.version.isDefault).toBe(true);
  expect(await isStored(script.version.sha256)).toBe(true);
  expect((await aVersion(script)).iteration).toBe(2);
  const job = await aJob({ ownerId: user.id, status: "completed", versionId: script.version.id });
  expect(job.endedAt).not.toBeNull();
  expect((await aJobFile(job, { content: "x" })).sizeBytes).toBe(1);
  expect((await anApiKey({ userId: user.id })).key).toMatch(/^wooey_[\w-]{43}$/);
  await anEnvironment();
  await aWorker();
});
