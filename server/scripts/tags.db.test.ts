import { afterEach, expect, test, vi } from "vitest";
import { db } from "@/db/client";
import { scriptTags } from "@/db/schema/scripts";
import { actorOf, aGroup, anAnonymous, aScript, aStaffUser, aUser, aUserGroup } from "@/db/testing/factories";
import type { Actor } from "@/server/auth/actor";
import { env } from "@/server/env";
import { listHomeGroups, searchScripts } from "./home";
import { patchScript } from "./patch";
import { readTags } from "./tag-names";
import { listHomeTags, listScriptTags } from "./tags";

afterEach(() => {
  vi.restoreAllMocks();
});

const homeScripts = async (actor: Actor, tag?: string) =>
  (await listHomeGroups(actor, { tag })).flatMap((group) => group.scripts);
const staffActor = async () => actorOf(await aStaffUser());

test("staff change the tags of a script, and the home page filters by them in whatever case they are written", async () => {
  const staff = await staffActor();
  const [blue, other] = [await aScript(), await aScript()];
  await patchScript(staff, blue.slug, { tags: readTags(["Azure", "Alignment"]) });
  await patchScript(staff, other.slug, { tags: readTags(["alignment"]) });
  const slugs = async (tag: string) => (await homeScripts(anAnonymous(), tag)).map((script) => script.slug).toSorted();
  expect(await slugs("AZURE")).toEqual([blue.slug]);
  expect(await slugs("alignment")).toEqual([blue.slug, other.slug].toSorted());
  expect(await slugs("unknown")).toEqual([]);
  expect((await homeScripts(anAnonymous(), "azure"))[0]?.tags).toEqual(["alignment", "azure"]);
  expect((await searchScripts(anAnonymous(), "zur")).map((script) => script.slug)).toEqual([blue.slug]);
  await patchScript(staff, blue.slug, { description: "the tags stay" });
  expect(await slugs("azure")).toEqual([blue.slug]);
  await patchScript(staff, blue.slug, { tags: [] });
  expect(await slugs("azure")).toEqual([]);
  const user = await actorOf(await aUser());
  await expect(patchScript(user, blue.slug, { tags: ["x"] })).rejects.toMatchObject({ code: "forbidden" });
});

test("the tags that people are offered are those of scripts that they find", async () => {
  await db.delete(scriptTags);
  const staff = await staffActor();
  const [userGroup, group] = [await aUserGroup(), await aGroup()];
  const member = await actorOf(await aUser({ groupIds: [userGroup.id] }));
  const make = async (tags: string[], columns: Parameters<typeof aScript>[0] = {}) => {
    const script = await aScript({ groupId: group.id, ...columns });
    await patchScript(staff, script.slug, { tags });
    return script;
  };
  await make(["b", "open"]);
  await make(["open"]);
  await make(["disabled"], { isActive: false });
  await make(["locked"], { userGroupIds: [userGroup.id] });
  expect(await listScriptTags(anAnonymous(), 10)).toEqual(["b", "open"]);
  expect(await listScriptTags(member, 10)).toEqual(["b", "locked", "open"]);
  expect(await listScriptTags(staff, 10)).toEqual(["b", "disabled", "locked", "open"]);
  expect(await listHomeTags(anAnonymous(), 10)).toEqual(["b", "locked", "open"]);
  expect(await listHomeTags(anAnonymous(), 1)).toEqual(["open"]);
  vi.spyOn(env(), "WOOEY_SHOW_LOCKED_SCRIPTS", "get" as never).mockReturnValue(false as never);
  expect(await listHomeTags(anAnonymous(), 10)).toEqual(["b", "open"]);
  expect(await listHomeTags(member, 10)).toEqual(["b", "locked", "open"]);
});
