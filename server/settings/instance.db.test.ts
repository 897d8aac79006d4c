import { describe, expect, test } from "vitest";
import { actorOf, anAnonymous, aStaffUser, aUser } from "@/db/testing/factories";
import { listAudit } from "@/server/audit/list";
import { systemActor } from "@/server/auth/actor";
import { findInstanceSettings, findJobExpirations, isRegistrationOpen, saveInstanceSettings } from "./instance";
import { writeSetting } from "./settings";

describe("saveInstanceSettings", () => {
  test("changes the given settings, and records the changes in the audit", async () => {
    const administrator = await actorOf(await aUser({ role: "administrator" }));
    await saveInstanceSettings(administrator, { notice: " Down on Sunday. ", registration: "closed" });
    await saveInstanceSettings(administrator, { registration: "open" });
    expect(await findInstanceSettings()).toMatchObject({ notice: "Down on Sunday.", registration: "open" });
    const { rows } = await listAudit(systemActor, { username: administrator.user.username });
    expect(rows.map((row) => row.detail)).toEqual([
      { registration: "open" },
      { notice: "Down on Sunday.", registration: "closed" },
    ]);
    await saveInstanceSettings(administrator, { notice: "", registration: "default" });
  });

  test("invalid for an invalid duration", async () => {
    await expect(saveInstanceSettings(systemActor, { expirationUser: "soon" })).rejects.toThrow("30d");
    await expect(saveInstanceSettings(systemActor, { expirationUser: "0d" })).rejects.toThrow("30d");
  });

  test("requires an administrator", async () => {
    await expect(saveInstanceSettings(anAnonymous(), {})).rejects.toMatchObject({ code: "unauthenticated" });
    const staff = await actorOf(await aStaffUser());
    await expect(saveInstanceSettings(staff, { notice: "x" })).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("settings that override the environment's", () => {
  test("registration is open by default, and otherwise as it was set", async () => {
    expect(await isRegistrationOpen()).toBe(true);
    await saveInstanceSettings(systemActor, { registration: "closed" });
    expect(await isRegistrationOpen()).toBe(false);
    await saveInstanceSettings(systemActor, { registration: "default" });
    expect(await isRegistrationOpen()).toBe(true);
  });

  test("jobs are kept forever, or as long as was set", async () => {
    expect(await findJobExpirations()).toEqual({ anonymous: null, user: null });
    await saveInstanceSettings(systemActor, { expirationAnonymous: "12h", expirationUser: "30d" });
    expect(await findJobExpirations()).toEqual({ anonymous: 43_200, user: 2_592_000 });
    await saveInstanceSettings(systemActor, { expirationAnonymous: "none" });
    expect(await findJobExpirations()).toEqual({ anonymous: null, user: 2_592_000 });
  });

  test("a value that another version has written does no harm", async () => {
    await writeSetting("instance", { registration: "sometimes" });
    expect(await findInstanceSettings()).toMatchObject({ notice: "", registration: "default" });
  });
});
