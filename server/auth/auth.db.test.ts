import { encode } from "next-auth/jwt";
import { describe, expect, test } from "vitest";
import { pg } from "@/db/client";
import { actorOf, aJob, anAnonymous, anApiKey, aUser, aUserGroup } from "@/db/testing/factories";
import { env } from "@/server/env";
import { takeAttempt } from "./attempts";
import { browserHashOf, newBrowserSecret } from "./browser";
import { actorFromRequest } from "./from-request/actor";
import { requireAdministrator, requireStaff, requireUser } from "./policy";
import { authSecret } from "./secret";
import { SESSION_COOKIE } from "./session-cookie";
import { endOtherSessions, endOwnSession, endSession, findSessionUser, listSessions, openSession } from "./sessions";
import { startSession } from "./sign-in";

const nowhere = { address: "", userAgent: "test", browserHash: null };
const ask = (headers: Record<string, string>, method = "GET") =>
  actorFromRequest(new Request("http://localhost:3000/api/x", { method, headers: { host: "wooey.test", ...headers } }));
const cookieOf = async (sessionId: string, secret = authSecret()) =>
  `${SESSION_COOKIE}=${await encode({ token: { sid: sessionId }, secret, salt: SESSION_COOKIE })}`;

describe("startSession", () => {
  test("starts a session for the right password, in any case of the name", async () => {
    const group = await aUserGroup();
    const user = await aUser({ username: "grace", password: "correct horse", groupIds: [group.id] });
    const { userId, sessionId } = await startSession({ username: " GRACE ", password: "correct horse" }, nowhere);
    expect(userId).toBe(user.id);
    expect(await findSessionUser(sessionId, "")).toEqual({
      id: user.id,
      username: "grace",
      fullName: "",
      role: "user",
      groupIds: [group.id],
    });
  });

  test("treats a wrong password, an unknown name, an inactive account and one without a password alike", async () => {
    await aUser({ username: "right", password: "correct horse" });
    await aUser({ username: "inactive", password: "correct horse", isActive: false });
    await aUser({ username: "passwordless" });
    for (const username of ["right", "nobody", "inactive", "passwordless"]) {
      const password = username === "right" ? "wrong horse" : "correct horse";
      await expect(startSession({ username, password }, nowhere)).rejects.toMatchObject({
        code: "invalid",
        fields: { __all__: ["You have entered an invalid username or password."] },
      });
    }
  });

  test("gives the browser's anonymous jobs to the user, and no other jobs", async () => {
    const user = await aUser({ username: "adopts", password: "correct horse" });
    const browser = anAnonymous();
    const browserJob = await aJob({ browserHash: browser.browserHash });
    const foreign = await aJob({ browserHash: anAnonymous().browserHash });
    const who = { username: "adopts", password: "correct horse" };
    await startSession(who, { ...nowhere, browserHash: browser.browserHash });
    const rows = await pg`select id, owner_id from jobs where id in ${pg([browserJob.id, foreign.id])} order by id`;
    expect(rows.map((row) => row.owner_id)).toEqual([user.id, null]);
  });
});

describe("takeAttempt", () => {
  test("starts again after the window, and keeps keys apart", async () => {
    await takeAttempt("a", 1, 60);
    await expect(takeAttempt("a", 1, 60)).rejects.toMatchObject({ code: "limit" });
    await takeAttempt("b", 1, 60);
    await pg`update attempts set window_ends_at = now() - interval '1 second' where key = 'a'`;
    await takeAttempt("a", 1, 60);
  });
});

describe("sessions", () => {
  test("an ended session, an expired one and that of an inactive user sign nobody in, at once", async () => {
    const user = await aUser();
    const open = async () => openSession(user.id, { userAgent: "x".repeat(1000), address: "" });
    const ended = await open();
    await endSession(ended, "");
    expect(await findSessionUser(ended, "")).toBeNull();
    const outdated = await open();
    await pg`update sessions set expires_at = now() - interval '1 second' where id = ${outdated}`;
    expect(await findSessionUser(outdated, "")).toBeNull();
    const last = await open();
    expect(await findSessionUser(last, "")).not.toBeNull();
    await pg`update users set is_active = false where id = ${user.id}`;
    expect(await findSessionUser(last, "")).toBeNull();
  });

  test("a session that is not used for the time set signs nobody in; each use counts, with its address", async () => {
    const actor = await actorOf(await aUser());
    const set = (seconds: number) =>
      pg`update sessions set last_seen_at = now() - make_interval(secs => ${seconds}) where id = ${actor.sessionId}`;
    const idle = env().WOOEY_SESSION_IDLE;
    await set(idle - 60);
    expect(await findSessionUser(actor.sessionId, "192.0.2.9")).not.toBeNull();
    const read = async () => (await listSessions(actor))[0];
    await expect.poll(async () => (await read())?.address).toBe("192.0.2.9");
    expect(Date.now() - Number((await read())?.lastSeenAt)).toBeLessThan(60_000);
    await set(idle + 1);
    expect(await findSessionUser(actor.sessionId, "192.0.2.9")).toBeNull();
    expect(await listSessions(actor)).toEqual([]);
  });

  test("ends at the latest after the time set", async () => {
    const id = await openSession((await aUser()).id, { userAgent: "", address: "" });
    const [row] =
      await pg`select extract(epoch from expires_at - created_at)::int as seconds from sessions where id = ${id}`;
    expect(row?.seconds).toBe(env().WOOEY_SESSION_LIFETIME);
  });

  test("signing in ends the session before in that browser", async () => {
    const before = await actorOf(await aUser());
    const elsewhere = await actorOf(await aUser({ username: "switches", password: "correct horse" }));
    const who = { username: "switches", password: "correct horse" };
    const { sessionId } = await startSession(who, { ...nowhere, sessionId: before.sessionId });
    const open = await Promise.all(
      [before.sessionId, elsewhere.sessionId, sessionId].map(async (id) => (await findSessionUser(id, "")) !== null),
    );
    expect(open).toEqual([false, true, true]);
  });

  test("ending sessions needs the password again 15 minutes after it was entered", async () => {
    const actor = await actorOf(await aUser());
    const other = await openSession(actor.user.id, { userAgent: "", address: "" });
    await pg`update sessions set confirmed_at = now() - interval '16 minutes' where id = ${actor.sessionId}`;
    const needsPassword = { fields: { confirmPassword: [expect.anything()] } };
    await expect(endOwnSession(actor, other)).rejects.toMatchObject(needsPassword);
    await expect(endOtherSessions(actor)).rejects.toMatchObject(needsPassword);
    expect(await listSessions(actor)).toHaveLength(2);
  });

  test("a user lists and ends their own sessions, and nobody else's", async () => {
    const actor = await actorOf(await aUser());
    const stranger = await actorOf(await aUser());
    const second = await openSession(actor.user.id, { userAgent: "second", address: "192.0.2.1" });
    expect((await listSessions(actor)).map((one) => one.isCurrent)).toEqual([true, false]);
    await expect(endOwnSession(stranger, second)).rejects.toMatchObject({ code: "not_found" });
    await expect(endOwnSession(actor, "no uuid")).rejects.toMatchObject({ code: "not_found" });
    await endOwnSession(actor, second);
    await openSession(actor.user.id, { userAgent: "third", address: "" });
    expect(await endOtherSessions(actor)).toBe(1);
    expect((await listSessions(actor)).map((one) => one.id)).toEqual([actor.sessionId]);
    await expect(listSessions(anAnonymous())).rejects.toMatchObject({ code: "unauthenticated" });
  });
});

describe("actorFromRequest", () => {
  test("knows where the request comes from, if web's own server has set it", async () => {
    const { key } = await anApiKey();
    const address = "192.0.2.3";
    const asked = { authorization: `Bearer ${key}`, "x-wooey-address": address };
    expect(await ask(asked)).toMatchObject({ kind: "apiKey", address });
    expect(await ask({ "sec-fetch-site": "same-origin", "x-wooey-address": address })).toMatchObject({ address });
    expect(await ask({ authorization: `Bearer ${key}` })).not.toHaveProperty("address");
  });

  test("accepts a key with any case of the word, and records its use once a minute", async () => {
    const made = await anApiKey();
    for (const word of ["Bearer", "bearer", "BEARER "]) {
      const actor = await ask({ authorization: `${word} ${made.key}` });
      expect(actor).toMatchObject({ kind: "apiKey", apiKeyId: made.id, user: { id: made.userId } });
    }
    const used = () => pg`select last_used_at from api_keys where id = ${made.id}`.then(([row]) => row?.last_used_at);
    await expect.poll(used).toBeInstanceOf(Date);
    const first = await used();
    await ask({ authorization: `Bearer ${made.key}` });
    expect(await used()).toEqual(first);
  });

  test("treats an unknown, inactive or expired key, and that of an inactive user, as anonymous, even with a session", async () => {
    const user = await aUser();
    const cookie = await cookieOf((await actorOf(user)).sessionId);
    const inactiveUser = await aUser({ isActive: false });
    const keys = [
      "wooey_unknown",
      (await anApiKey({ isActive: false })).key,
      (await anApiKey({ expiresAt: new Date(Date.now() - 1000) })).key,
      (await anApiKey({ userId: inactiveUser.id })).key,
    ];
    const given = [...keys.map((key) => `Bearer ${key}`), "Bearer", "Basic eDp5", ""];
    for (const authorization of given) {
      const actor = await ask({ authorization, cookie, "sec-fetch-site": "same-origin" });
      expect(actor).toEqual({ kind: "anonymous", browserHash: null });
    }
  });

  test("accepts a session's cookie only from this site's own pages", async () => {
    const signedIn = await actorOf(await aUser());
    const cookie = await cookieOf(signedIn.sessionId);
    expect(await ask({ cookie, "sec-fetch-site": "same-origin" })).toEqual(signedIn);
    expect(await ask({ cookie, origin: "http://wooey.test" }, "POST")).toEqual(signedIn);
    const anonymous = { kind: "anonymous", browserHash: null };
    expect(await ask({ cookie })).toEqual(anonymous);
    expect(await ask({ cookie, "sec-fetch-site": "cross-site" })).toEqual(anonymous);
    expect(await ask({ cookie, "sec-fetch-site": "same-site" }, "POST")).toEqual(anonymous);
    expect(await ask({ cookie, origin: "http://evil.test" }, "POST")).toEqual(anonymous);
    expect(await ask({ cookie, origin: "http://wooey.test" })).toEqual(anonymous);
  });

  test("treats the cookie of a forged or ended session as anonymous", async () => {
    const signedIn = await actorOf(await aUser());
    const forged = await cookieOf(signedIn.sessionId, "another secret of at least 32 characters");
    for (const cookie of [forged, `${SESSION_COOKIE}=text`, `${SESSION_COOKIE}=`]) {
      expect(await ask({ cookie, "sec-fetch-site": "same-origin" })).toMatchObject({ kind: "anonymous" });
    }
    const cookie = await cookieOf(signedIn.sessionId);
    await endSession(signedIn.sessionId, "");
    expect(await ask({ cookie, "sec-fetch-site": "same-origin" })).toMatchObject({ kind: "anonymous" });
  });

  test("identifies an anonymous browser by the hash of its secret", async () => {
    const secret = newBrowserSecret();
    const actor = await ask({ cookie: `a=b; wooey_browser=${secret}`, "sec-fetch-site": "same-origin" });
    expect(actor).toEqual({ kind: "anonymous", browserHash: browserHashOf(secret) });
    expect(browserHashOf("short")).toBeNull();
  });
});

describe("requireUser, requireStaff, requireAdministrator", () => {
  test("accept by role", async () => {
    const [user, staff, administrator] = await Promise.all(
      (["user", "staff", "administrator"] as const).map(async (role) => actorOf(await aUser({ role }))),
    );
    expect(requireUser(user!).id).toBe(user!.user.id);
    requireStaff(staff!);
    requireStaff(administrator!);
    requireStaff({ kind: "system" });
    requireAdministrator(administrator!);
    expect(() => requireUser(anAnonymous())).toThrow("Must be authenticated to use this method.");
    expect(() => requireStaff(anAnonymous())).toThrow("Must be authenticated to use this method.");
    expect(() => requireStaff(user!)).toThrow("You do not have permission to manage scripts.");
    expect(() => requireAdministrator(staff!)).toThrow("Only an administrator can do this.");
  });
});
