import { expect, test } from "vitest";
import { pg } from "@/db/client";
import { actorOf, aJob, anAnonymous, aScript, aUser, aUserGroup } from "@/db/testing/factories";
import { listShortcuts } from "./shortcuts";

async function star(user: { id: number }, script: { id: number }): Promise<void> {
  await pg`insert into favorites (user_id, script_id) values (${user.id}, ${script.id})`;
}

test("lists favourites by name and then the scripts that ran last, each once", async () => {
  const user = await aUser();
  const [alpha, beta, old, recent] = [
    await aScript({ name: "Alpha" }),
    await aScript({ name: "beta" }),
    await aScript(),
    await aScript(),
  ];
  await star(user, beta);
  await star(user, alpha);
  for (const script of [old, alpha, recent]) await aJob({ ownerId: user.id, versionId: script.version.id });
  await aJob({ ownerId: (await aUser()).id, versionId: (await aScript()).version.id });
  const listed = await listShortcuts(await actorOf(user));
  expect(listed.map((script) => [script.name, script.isFavorite])).toEqual([
    ["Alpha", true],
    ["beta", true],
    [recent.name, false],
    [old.name, false],
  ]);
});

test("omits scripts that the user can no longer run, and lists at most six recent ones", async () => {
  const user = await aUser();
  const locked = await aScript({ userGroupIds: [(await aUserGroup()).id] });
  const disabled = await aScript({ isActive: false });
  await star(user, disabled);
  const names: string[] = [];
  for (let n = 0; n < 7; n++) {
    const script = await aScript();
    names.unshift(script.name);
    await aJob({ ownerId: user.id, versionId: script.version.id });
  }
  for (const script of [locked, disabled]) await aJob({ ownerId: user.id, versionId: script.version.id });
  const listed = await listShortcuts(await actorOf(user));
  expect(listed.map((script) => script.name)).toEqual(names.slice(0, 6));
});

test("lists what the browser of a visitor ran, and nothing for a new visitor", async () => {
  const browser = anAnonymous();
  const script = await aScript();
  await aJob({ versionId: script.version.id, browserHash: browser.browserHash });
  expect((await listShortcuts(browser)).map((one) => one.id)).toEqual([script.id]);
  expect(await listShortcuts(anAnonymous())).toEqual([]);
  expect(await listShortcuts({ kind: "anonymous", browserHash: null })).toEqual([]);
});
