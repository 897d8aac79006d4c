import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { actorOf, anAnonymous, aUser } from "@/db/testing/factories";
import { verifyPassword } from "@/server/auth/password";
import { listSessions } from "@/server/auth/sessions";
import { changePassword } from "./change-password";
import { findUser } from "./queries";
import { updateProfile } from "./update-profile";

async function passwordIs(userId: number, password: string): Promise<boolean> {
  const row = await db.query.users.findFirst({ where: (users) => eq(users.id, userId) });
  return verifyPassword(row?.passwordHash ?? null, password);
}

describe("changePassword", () => {
  test("sets the new password and ends the other sessions", async () => {
    const user = await aUser({ password: "the old one" });
    const actor = await actorOf(user);
    await actorOf(user);
    await changePassword(actor, { present: "the old one", password: "the new one" });
    expect(await passwordIs(user.id, "the new one")).toBe(true);
    expect((await listSessions(actor)).map((session) => session.id)).toEqual([actor.sessionId]);
  });

  test("invalid for a wrong current password and for a short new one: nothing changes", async () => {
    const user = await aUser({ password: "the old one" });
    const actor = await actorOf(user);
    await expect(changePassword(actor, { present: "wrong", password: "long enough" })).rejects.toMatchObject({
      fields: { present: ["This is not your current password."] },
    });
    await expect(changePassword(actor, { present: "the old one", password: "short" })).rejects.toThrow();
    await expect(changePassword(actor, { present: "the old one", password: "password1" })).rejects.toThrow(
      "Many people",
    );
    expect(await passwordIs(user.id, "the old one")).toBe(true);
  });

  test("unauthenticated for visitors", async () => {
    await expect(changePassword(anAnonymous(), { present: "x", password: "long enough" })).rejects.toMatchObject({
      code: "unauthenticated",
    });
  });
});

describe("updateProfile", () => {
  test("changes name and email of the actor only", async () => {
    const [user, other] = [await aUser(), await aUser({ fullName: "Other" })];
    await updateProfile(await actorOf(user), { fullName: " Ada Lovelace ", email: "ada@example.org" });
    expect(await findUser(user.username)).toMatchObject({ fullName: "Ada Lovelace", email: "ada@example.org" });
    expect(await findUser(other.username)).toMatchObject({ fullName: "Other" });
  });

  test("invalid for an invalid email address, unauthenticated for visitors", async () => {
    await expect(updateProfile(await actorOf(await aUser()), { email: "no" })).rejects.toThrow();
    await expect(updateProfile(anAnonymous(), {})).rejects.toMatchObject({ code: "unauthenticated" });
  });
});
