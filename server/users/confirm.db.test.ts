import { describe, expect, test } from "vitest";
import { pg } from "@/db/client";
import { actorOf, anApiKey, aUser } from "@/db/testing/factories";
import { type Actor, systemActor } from "@/server/auth/actor";
import { listSessions } from "@/server/auth/sessions";
import { changePassword } from "./change-password";
import { confirmWithPassword, isConfirmed, requireConfirmed } from "./confirm";
import { createUser } from "./create";
import { deleteUser } from "./delete";
import { inviteUser } from "./invite";
import { setRole } from "./manage";
import { makePasswordLink, resetPassword } from "./reset-password";

const password = "correct horse battery";

/** A session in which the password was entered so many minutes ago. */
async function aSession(minutes: number, columns: Parameters<typeof aUser>[0] = {}) {
  const actor = await actorOf(await aUser({ password, ...columns }));
  await pg`update sessions set confirmed_at = now() - make_interval(mins => ${minutes}) where id = ${actor.sessionId}`;
  return actor;
}

test("a password counts for 15 minutes, in its session alone", async () => {
  expect(await isConfirmed(await aSession(14))).toBe(true);
  const actor = await aSession(16);
  expect(await isConfirmed(actor)).toBe(false);
  await expect(requireConfirmed(actor)).rejects.toMatchObject({
    fields: { confirmPassword: ["Enter your password to confirm that it is you."] },
  });
  await expect(confirmWithPassword(actor, "wrong")).rejects.toMatchObject({
    fields: { confirmPassword: ["This is not your current password."] },
  });
  await confirmWithPassword(actor, password);
  expect(await isConfirmed(actor)).toBe(true);
});

test("an account without a password signs in again; the product itself needs none; a key cannot confirm", async () => {
  const actor = await actorOf(await aUser());
  await pg`update sessions set confirmed_at = now() - interval '1 hour' where id = ${actor.sessionId}`;
  await expect(requireConfirmed(actor)).rejects.toThrow("Sign out, sign in again");
  await requireConfirmed(systemActor);
  const { user } = actor;
  const { id: apiKeyId } = await anApiKey({ userId: user.id });
  const key: Actor = { kind: "apiKey", user, apiKeyId, access: { scopes: ["manage"], scriptIds: null } };
  await expect(requireConfirmed(key)).rejects.toMatchObject({ code: "forbidden" });
});

describe("what needs the password again", () => {
  const acts: Record<string, (actor: Actor, userId: number) => Promise<unknown>> = {
    createUser: (actor) => createUser(actor, { username: "confirmed", password }),
    inviteUser: (actor) => inviteUser(actor, {}),
    setRole: (actor, userId) => setRole(actor, userId, "staff"),
    resetPassword: (actor, userId) => resetPassword(actor, userId),
    makePasswordLink: (actor, userId) => makePasswordLink(actor, userId),
    deleteUser: (actor, userId) => deleteUser(actor, userId, { jobs: "delete" }),
  };

  test.each(Object.entries(acts))("%s", async (_, act) => {
    const actor = await aSession(16, { role: "administrator" });
    const { id } = await aUser();
    await expect(act(actor, id)).rejects.toMatchObject({ fields: { confirmPassword: [expect.anything()] } });
    await confirmWithPassword(actor, password);
    await act(actor, id);
  });
});

describe("changePassword", () => {
  test("confirms the session, and leaves other sessions and keys as chosen", async () => {
    const actor = await aSession(16);
    const { id } = await anApiKey({ userId: actor.user.id });
    await pg`insert into sessions (user_id, expires_at) values (${actor.user.id}, now() + interval '1 day')`;
    const isActive = async () => (await pg`select is_active from api_keys where id = ${id}`)[0]?.is_active;
    await changePassword(actor, { present: password, password: "another horse entirely", endSessions: false });
    expect(await isConfirmed(actor)).toBe(true);
    expect([(await listSessions(actor)).length, await isActive()]).toEqual([2, true]);
    await changePassword(actor, { present: "another horse entirely", password, endKeys: true });
    expect([(await listSessions(actor)).length, await isActive()]).toEqual([1, false]);
  });
});
