import { expect, test } from "vitest";
import { pg } from "@/db/client";
import { actorOf, aJob, anAnonymous, anApiKey, aUser, aUserGroup } from "@/db/testing/factories";
import type { Actor } from "@/server/auth/actor";
import { actorFromRequest } from "@/server/auth/from-request/actor";
import { accessRowsOf, rememberWhileUnchanged } from "./access-state";

async function remembered(actor: Actor, job: { id: number }) {
  let finds = 0;
  const find = rememberWhileUnchanged(accessRowsOf(actor, job.id), async () => ++finds);
  return { find, finds: () => finds };
}

test("finds again only when a row has changed on which the permission depends", async () => {
  const [user, group] = [await aUser(), await aUserGroup()];
  const actor = await actorOf(user);
  const [job, other] = [await aJob({ ownerId: user.id }), await aJob()];
  const { find, finds } = await remembered(actor, job);
  await find();
  await pg`update jobs set name = 'other' where id = ${other.id}`;
  expect([await find(), finds()]).toEqual([1, 1]);
  const changes = [
    pg`update jobs set visibility = 'private' where id = ${job.id}`,
    pg`update users set role = 'staff' where id = ${user.id}`,
    pg`update users set is_active = false where id = ${user.id}`,
    pg`insert into user_group_members (user_id, group_id) values (${user.id}, ${group.id})`,
    pg`delete from user_group_members where user_id = ${user.id}`,
    pg`update sessions set ended_at = now() where id = ${actor.sessionId}`,
    pg`update sessions set expires_at = now() where id = ${actor.sessionId}`,
    pg`update jobs set deleted_at = now() where id = ${job.id}`,
    pg`delete from jobs where id = ${job.id}`,
  ];
  for (const [index, change] of changes.entries()) {
    await change;
    expect([await find(), await find()]).toEqual([index + 2, index + 2]);
  }
});

test("notices that an API key is disabled, and asks for all streams with one query", async () => {
  const user = await aUser();
  const key = await anApiKey({ userId: user.id, lastUsedAt: new Date() });
  const job = await aJob({ ownerId: user.id });
  const headers = { authorization: `Bearer ${key.key}` };
  const streams = [
    await remembered(await actorFromRequest(new Request("http://localhost/", { headers })), job),
    await remembered(anAnonymous(), job),
    await remembered({ kind: "system" }, job),
  ];
  const all = () => Promise.all(streams.map(({ find }) => find()));
  expect(await all()).toEqual([1, 1, 1]);
  await pg`update api_keys set is_active = false where id = ${key.id}`;
  expect(await all()).toEqual([2, 1, 1]);
});

test("does not keep that nothing was found", async () => {
  const job = await aJob();
  let found: number | null = null;
  const find = rememberWhileUnchanged(accessRowsOf({ kind: "system" }, job.id), async () => found);
  expect(await find()).toBeNull();
  found = 1;
  expect(await find()).toBe(1);
});
