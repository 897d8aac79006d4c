import { eq } from "drizzle-orm";
import { afterEach, describe, expect, test } from "vitest";
import { db, pg } from "@/db/client";
import { favorites, jobs, type User, users } from "@/db/schema";
import { actorOf, aJob, anAnonymous, anApiKey, aStaffUser, aUser, aUserGroup } from "@/db/testing/factories";
import { listAudit } from "@/server/audit/list";
import { systemActor } from "@/server/auth/actor";
import { findApiKeyUser } from "@/server/auth/api-keys";
import { verifyPassword } from "@/server/auth/password";
import { findSessionUser } from "@/server/auth/sessions";
import { startSession, TemporaryPasswordError } from "@/server/auth/sign-in";
import { saveInstanceSettings } from "@/server/settings/instance";
import { createUser } from "./create";
import { deleteOwnAccount, deleteUser } from "./delete";
import { inviteUser, listInvitations, withdrawInvitation } from "./invite";
import { findLink } from "./links";
import { findListedPerson, listUsers } from "./list";
import { setActive, setRole } from "./manage";
import { findUser } from "./queries";
import { registerUser } from "./register";
import { choosePassword, findPasswordLink, makePasswordLink, resetPassword } from "./reset-password";

const anAdministrator = async () => actorOf(await aUser({ role: "administrator" }));
const nowhere = { address: "" };
const lastEntry = async (user: User) =>
  (await listAudit(systemActor, { target: `user:${user.username}`, limit: 1 })).rows[0];
const jobOf = async (id: number) => (await db.select().from(jobs).where(eq(jobs.id, id)))[0];

// What all of these functions have in common.
describe.each<[string, (actor: Parameters<typeof setRole>[0], id: number) => Promise<unknown>]>([
  ["setRole", (actor, id) => setRole(actor, id, "staff")],
  ["setActive", (actor, id) => setActive(actor, id, { isActive: false })],
  ["resetPassword", (actor, id) => resetPassword(actor, id)],
  ["makePasswordLink", (actor, id) => makePasswordLink(actor, id)],
  ["deleteUser", (actor, id) => deleteUser(actor, id, { jobs: "delete" })],
])("%s", (_, act) => {
  test("require an administrator: not others, and not the user themselves", async () => {
    const user = await aUser();
    await expect(act(anAnonymous(), user.id)).rejects.toMatchObject({ code: "unauthenticated" });
    await expect(act(await actorOf(user), user.id)).rejects.toMatchObject({ code: "forbidden" });
    await expect(act(await actorOf(await aStaffUser()), user.id)).rejects.toMatchObject({ code: "forbidden" });
    expect(await findUser(user.username)).toMatchObject({ role: "user", isActive: true });
  });

  test("not_found for an unknown user", async () => {
    await expect(act(systemActor, 2_000_000_000)).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("the last administrator", () => {
  afterEach(async () => {
    await db.update(users).set({ role: "user" });
  });

  test("cannot be demoted, disabled or deleted by anyone; with a second administrator they can", async () => {
    await db.update(users).set({ role: "user" });
    const last = await aUser({ role: "administrator", password: "correct horse battery" });
    const off = await aUser({ role: "administrator", isActive: false });
    const actor = await actorOf(last);
    const conflict = { code: "conflict", message: expect.stringContaining("last administrator") };
    await expect(setRole(actor, last.id, "staff")).rejects.toMatchObject(conflict);
    await expect(setActive(systemActor, last.id, { isActive: false })).rejects.toMatchObject(conflict);
    await expect(deleteUser(actor, last.id, { jobs: "keep" })).rejects.toMatchObject(conflict);
    await expect(deleteOwnAccount(actor, { password: "correct horse battery", jobs: "keep" })).rejects.toMatchObject(
      conflict,
    );
    await setActive(actor, off.id, { isActive: true });
    await setRole(actor, last.id, "staff");
    expect(await findUser(last.username)).toMatchObject({ role: "staff", isActive: true });
  });

  test("if two demote each other at the same moment, one is refused", async () => {
    await db.update(users).set({ role: "user" });
    const [one, two] = [await aUser({ role: "administrator" }), await aUser({ role: "administrator" })];
    const outcomes = await Promise.allSettled([
      setRole(await actorOf(one), two.id, "user"),
      setRole(await actorOf(two), one.id, "user"),
    ]);
    expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(["fulfilled", "rejected"]);
    const left = await db.select().from(users).where(eq(users.role, "administrator"));
    expect(left).toHaveLength(1);
  });
});

describe("setActive", () => {
  test("disabling ends sessions and keys at once, and enabling does not restore them", async () => {
    const user = await aUser();
    const { sessionId } = await actorOf(user);
    const { key } = await anApiKey({ userId: user.id });
    const administrator = await anAdministrator();
    await setActive(administrator, user.id, { isActive: false });
    expect([await findSessionUser(sessionId, ""), await findApiKeyUser(key, "")]).toEqual([null, null]);
    expect(await lastEntry(user)).toMatchObject({ action: "user.deactivate", actor: administrator.user.username });
    await setActive(administrator, user.id, { isActive: true });
    expect([await findSessionUser(sessionId, ""), await findApiKeyUser(key, "")]).toEqual([null, null]);
  });
});

describe("setRole", () => {
  test("applies from the next request on, and is in the audit", async () => {
    const user = await aUser();
    const { sessionId } = await actorOf(user);
    await setRole(await anAdministrator(), user.id, "staff");
    expect(await findSessionUser(sessionId, "")).toMatchObject({ role: "staff" });
    expect(await lastEntry(user)).toMatchObject({ action: "user.role", detail: { from: "user", to: "staff" } });
  });

  test("invalid for an unknown role", async () => {
    await expect(setRole(systemActor, 1, "king" as "staff")).rejects.toThrow();
  });
});

describe("a reset password", () => {
  const hashOf = async (id: number) =>
    (await db.select({ hash: users.passwordHash }).from(users).where(eq(users.id, id)))[0]?.hash ?? null;

  test("is random, shown once, and ends the sessions", async () => {
    const user = await aUser({ password: "the old one" });
    const { sessionId } = await actorOf(user);
    const { password } = await resetPassword(await anAdministrator(), user.id);
    expect(password).toHaveLength(16);
    expect(await verifyPassword(await hashOf(user.id), password)).toBe(true);
    expect(await findSessionUser(sessionId, "")).toBeNull();
    expect(JSON.stringify(await lastEntry(user))).not.toContain(password);
  });

  test.each<[string, () => Promise<{ username: string; password: string }>]>([
    [
      "a random one",
      async () => {
        const { id, username } = await aUser();
        return { username, ...(await resetPassword(await anAdministrator(), id)) };
      },
    ],
    [
      "one that an administrator chose",
      async () => {
        const account = { username: `new-${Date.now()}`, password: "correct horse battery" };
        await createUser(await anAdministrator(), account);
        return account;
      },
    ],
  ])("%s is temporary: it opens no session and has to be replaced within a day", async (_, makeAccount) => {
    const account = await makeAccount();
    const signIn = (password = account.password) =>
      startSession({ username: account.username, password }, { address: "", userAgent: "", browserHash: null });
    const error: unknown = await signIn().catch((reason: unknown) => reason);
    if (!(error instanceof TemporaryPasswordError)) throw error;
    const secret = error.linkSecret;
    await expect(choosePassword({ secret, password: account.password }, nowhere)).rejects.toMatchObject({
      fields: { password: ["Choose another password than the temporary one."] },
    });
    await db
      .update(users)
      .set({ temporaryUntil: new Date(Date.now() - 1000) })
      .where(eq(users.username, account.username));
    await expect(signIn()).rejects.toThrow("has expired");
    await expect(signIn("something else")).rejects.toThrow("invalid username or password");
    await choosePassword({ secret, password: "my very own words" }, nowhere);
    expect((await signIn("my very own words")).sessionId).not.toBe("");
  });

  test("is chosen once through a link; other links are useless afterwards", async () => {
    const user = await aUser({ password: "the old one" });
    const administrator = await anAdministrator();
    const { sessionId } = await actorOf(user);
    const [first, second] = [
      await makePasswordLink(administrator, user.id),
      await makePasswordLink(administrator, user.id),
    ];
    expect(await findPasswordLink(first.secret)).toEqual({ id: user.id, username: user.username });
    await expect(choosePassword({ secret: first.secret, password: "short" }, nowhere)).rejects.toThrow("at least 8");
    await choosePassword({ secret: first.secret, password: "the new one" }, { address: "192.0.2.9" });
    expect(await lastEntry(user)).toMatchObject({ actor: "a visitor", address: "192.0.2.9", detail: { by: "link" } });
    expect(await verifyPassword(await hashOf(user.id), "the new one")).toBe(true);
    expect(await findSessionUser(sessionId, "")).toBeNull();
    for (const { secret } of [first, second]) {
      expect(await findPasswordLink(secret)).toBeNull();
      await expect(choosePassword({ secret, password: "yet another" }, nowhere)).rejects.toMatchObject({
        code: "forbidden",
      });
    }
    expect(await verifyPassword(await hashOf(user.id), "the new one")).toBe(true);
  });

  test("no link works for a disabled account, or with an invitation's secret", async () => {
    const user = await aUser();
    const { secret } = await makePasswordLink(systemActor, user.id);
    await setActive(systemActor, user.id, { isActive: false });
    expect(await findPasswordLink(secret)).toBeNull();
    await expect(choosePassword({ secret, password: "correct horse battery" }, nowhere)).rejects.toMatchObject({
      code: "forbidden",
    });
    const invitation = await inviteUser(systemActor, {});
    await expect(
      choosePassword({ secret: invitation.secret, password: "correct horse battery" }, nowhere),
    ).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});

describe("inviteUser", () => {
  const register = (username: string, invitation: string) =>
    registerUser({ username, password: "correct horse battery" }, { ...nowhere, invitation });

  test("admits one person with its role and groups, even if registration is closed", async () => {
    const administrator = await anAdministrator();
    const group = await aUserGroup();
    await saveInstanceSettings(systemActor, { registration: "closed" });
    const { secret, id } = await inviteUser(administrator, { role: "staff", groupIds: [group.id], note: "For Ada" });
    const [newest] = await listInvitations(administrator);
    expect(newest).toMatchObject({
      id,
      role: "staff",
      note: "For Ada",
      createdBy: administrator.user.username,
    });
    await expect(
      registerUser({ username: "uninvited", password: "correct horse battery" }, nowhere),
    ).rejects.toMatchObject({
      code: "forbidden",
    });
    const made = await register("invited", secret);
    expect(made).toMatchObject({ role: "staff" });
    expect(await findListedPerson(administrator, made.id)).toMatchObject({ groups: [group.name] });
    await expect(register("second", secret)).rejects.toMatchObject({ code: "forbidden" });
    expect((await listInvitations(administrator)).map((each) => each.id)).not.toContain(id);
    await saveInstanceSettings(systemActor, { registration: "default" });
  });

  test("is not used up by a refused name, and is used only once by two at the same moment", async () => {
    await aUser({ username: "there-already" });
    const { secret } = await inviteUser(systemActor, {});
    await expect(register("there-already", secret)).rejects.toMatchObject({ code: "conflict" });
    const outcomes = await Promise.allSettled([register("quick", secret), register("quicker", secret)]);
    expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  test("ends with time, when it is revoked, and when its creator loses the right", async () => {
    const administrator = await anAdministrator();
    const withdrawn = await inviteUser(administrator, {});
    await withdrawInvitation(administrator, withdrawn.id);
    expect(await findLink("invitation", withdrawn.secret)).toBeNull();
    await expect(withdrawInvitation(administrator, withdrawn.id)).rejects.toMatchObject({ code: "not_found" });
    await expect(withdrawInvitation(administrator, "no uuid")).rejects.toMatchObject({ code: "not_found" });
    const { secret } = await inviteUser(administrator, {});
    expect(await findLink("invitation", secret)).not.toBeNull();
    await anAdministrator();
    await setRole(systemActor, administrator.user.id, "staff");
    expect(await findLink("invitation", secret)).toBeNull();
    await expect(register("late", secret)).rejects.toMatchObject({ code: "forbidden" });
  });

  test("requires an administrator; invalid for an unknown group", async () => {
    await expect(inviteUser(anAnonymous(), {})).rejects.toMatchObject({ code: "unauthenticated" });
    const staff = await actorOf(await aStaffUser());
    await expect(inviteUser(staff, {})).rejects.toMatchObject({ code: "forbidden" });
    await expect(listInvitations(staff)).rejects.toMatchObject({ code: "forbidden" });
    await expect(withdrawInvitation(staff, "x")).rejects.toMatchObject({ code: "forbidden" });
    await expect(inviteUser(systemActor, { groupIds: [999_999] })).rejects.toMatchObject({ code: "invalid" });
  });
});

describe("deleteUser", () => {
  const withJobs = async () => {
    const user = await aUser();
    const common = { ownerId: user.id, visibility: "public" as const };
    const ended = await aJob({ ...common, status: "completed", idempotencyKey: "once" });
    const waiting = await aJob({ ...common, status: "queued" });
    const running = await aJob({ ...common, status: "running", startedAt: new Date() });
    return { user, ended, waiting, running };
  };

  test("delete: the account's jobs are gone, waiting ones have ended, running ones are killed", async () => {
    const { user, ended, waiting, running } = await withJobs();
    await deleteUser(systemActor, user.id, { jobs: "delete" });
    expect(await findUser(user.username)).toBeNull();
    const after = await Promise.all([ended, waiting, running].map((job) => jobOf(job.id)));
    for (const job of after) expect(job).toMatchObject({ ownerId: null, deletedAt: expect.any(Date) });
    expect(after.map((job) => job?.status)).toEqual(["completed", "stopped", "running"]);
    expect(after[1]).toMatchObject({ endedAt: expect.any(Date) });
    const events = await pg`select payload -> 'data' as data from engine.events where name = 'job/ended'`;
    expect(events).toEqual([{ data: { jobId: waiting.id, attempt: 1, status: "stopped", outputBytes: 0 } }]);
    expect(after[2]).toMatchObject({ stopRequestedAt: expect.any(Date), killRequested: true });
    expect(await lastEntry(user)).toMatchObject({ action: "user.delete", detail: { jobs: "delete" } });
  });

  test("keep: the account's jobs have no owner and are private, never public", async () => {
    const { user, ended, running } = await withJobs();
    await deleteUser(systemActor, user.id, { jobs: "keep" });
    expect(await jobOf(ended.id)).toMatchObject({ ownerId: null, visibility: "private", deletedAt: null });
    expect(await jobOf(running.id)).toMatchObject({ status: "running", stopRequestedAt: null });
  });

  test("give: the account's jobs belong to another user, who may have used the same idempotency key", async () => {
    const { user, ended } = await withJobs();
    const heir = await aUser();
    await aJob({ ownerId: heir.id, idempotencyKey: "once" });
    await deleteUser(systemActor, user.id, { jobs: "give", receiver: heir.username });
    expect(await jobOf(ended.id)).toMatchObject({ ownerId: heir.id, visibility: "public" });
    expect(await lastEntry(user)).toMatchObject({ detail: { jobs: "give", receiver: heir.username } });
  });

  test("invalid without a choice, or if the receiver cannot have them: nothing happens", async () => {
    const { user, ended } = await withJobs();
    const off = await aUser({ isActive: false });
    for (const receiver of ["", "nobody", off.username, user.username]) {
      await expect(deleteUser(systemActor, user.id, { jobs: "give", receiver })).rejects.toMatchObject({
        fields: { receiver: expect.anything() },
      });
    }
    await expect(deleteUser(systemActor, user.id, { jobs: "" as "keep" })).rejects.toThrow("Choose");
    expect(await jobOf(ended.id)).toMatchObject({ ownerId: user.id });
  });

  test("revokes the links that the account has created", async () => {
    const administrator = await anAdministrator();
    const { secret } = await inviteUser(administrator, {});
    await anAdministrator();
    await deleteUser(systemActor, administrator.user.id, { jobs: "keep" });
    expect(await findLink("invitation", secret)).toBeNull();
  });
});

describe("deleteOwnAccount", () => {
  test("deletes the account with what belongs to it, after checking the password", async () => {
    const user = await aUser({ password: "right one" });
    const actor = await actorOf(user);
    const job = await aJob({ ownerId: user.id, status: "completed" });
    await expect(deleteOwnAccount(actor, { password: "wrong", jobs: "keep" })).rejects.toMatchObject({
      fields: { password: ["This is not your current password."] },
    });
    await deleteOwnAccount(actor, { password: "right one", jobs: "keep" });
    expect(await findUser(user.username)).toBeNull();
    expect(await findSessionUser(actor.sessionId, "")).toBeNull();
    expect(await jobOf(job.id)).toMatchObject({ ownerId: null, visibility: "private" });
    expect(await db.$count(favorites, eq(favorites.userId, user.id))).toBe(0);
    expect(await lastEntry(user)).toMatchObject({ actor: user.username, detail: { jobs: "keep" } });
  });

  test("unauthenticated for visitors; limit after too many wrong passwords", async () => {
    await expect(deleteOwnAccount(anAnonymous(), { password: "x", jobs: "keep" })).rejects.toMatchObject({
      code: "unauthenticated",
    });
    const actor = await actorOf(await aUser({ password: "right one" }));
    const tries = Array.from({ length: 11 }, () => deleteOwnAccount(actor, { password: "wrong", jobs: "keep" }));
    const codes = (await Promise.allSettled(tries)).map((each) => each.status === "rejected" && each.reason.code);
    expect(codes.filter((code) => code === "limit")).toHaveLength(6);
  });
});

describe("listUsers", () => {
  test("finds users by name, email, role and state, page by page", async () => {
    const administrator = await anAdministrator();
    const group = await aUserGroup();
    await aUser({ username: "list-1", fullName: "Zoë 50%_Ö", groupIds: [group.id] });
    await aUser({ username: "list-2", email: "two@list.example", role: "staff" });
    await aUser({ username: "list-3", isActive: false });
    const names = async (filter: Parameters<typeof listUsers>[1]) =>
      (await listUsers(administrator, filter)).rows.map((row) => row.username);
    expect(await names({ text: "list-" })).toEqual(["list-1", "list-2", "list-3"]);
    expect(await names({ text: "50%_ö" })).toEqual(["list-1"]);
    expect(await names({ text: "@LIST.example" })).toEqual(["list-2"]);
    expect(await names({ text: "list-", role: "staff" })).toEqual(["list-2"]);
    expect(await names({ text: "list-", isActive: false })).toEqual(["list-3"]);
    const first = await listUsers(administrator, { text: "list-", limit: 2 });
    expect([first.next, first.rows[0]?.groups]).toEqual(["list-2", [group.name]]);
    expect((await listUsers(administrator, { text: "list-", limit: 2, after: "list-2" })).next).toBeNull();
    expect(JSON.stringify(first)).not.toContain("passwordHash");
  });

  test("requires an administrator", async () => {
    await expect(listUsers(anAnonymous(), {})).rejects.toMatchObject({ code: "unauthenticated" });
    const staff = await actorOf(await aStaffUser());
    await expect(listUsers(staff, {})).rejects.toMatchObject({ code: "forbidden" });
    await expect(findListedPerson(staff, 1)).rejects.toMatchObject({ code: "forbidden" });
    expect(await findListedPerson(systemActor, 999_999_999)).toBeNull();
  });
});
