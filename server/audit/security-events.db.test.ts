import { Readable } from "node:stream";
import { describe, expect, test } from "vitest";
import { db, pg } from "@/db/client";
import { actorOf, anApiKey, aStaffUser, aUser, bearer } from "@/db/testing/factories";
import { systemActor, visitorFrom } from "@/server/auth/actor";
import { actorFromRequest } from "@/server/auth/from-request/actor";
import { withAccount } from "@/server/auth/known-device";
import { requireAdministrator, requireUser } from "@/server/auth/policy";
import { endOwnSession, endSession, openSession } from "@/server/auth/sessions";
import { startSession } from "@/server/auth/sign-in";
import { allow, api } from "@/server/http/api";
import { confirmWithPassword } from "@/server/users/confirm";
import { expireAudit } from "./expire";
import { exportAudit } from "./export";
import { listAudit } from "./list";
import { recordAudit } from "./record";
import { recordRefusal, recordSecurityEvent } from "./security-events";

const password = "correct horse battery";
const from = (address: string) => ({ address, userAgent: "Browser/1.0", browserHash: null });
const entriesOf = async (filter: Parameters<typeof listAudit>[1]) =>
  (await listAudit(systemActor, filter)).rows.toReversed().map(({ id: _, at: __, ...entry }) => entry);

describe("sign-ins", () => {
  test("are recorded with browser and address, and so are failures and the end", async () => {
    const { id } = await aUser({ username: "audited", password });
    const who = { username: "audited", password };
    await startSession({ ...who, password: "wrong" }, from("192.0.2.1")).catch(() => undefined);
    const { sessionId } = await startSession(who, from("192.0.2.1"));
    await startSession(who, { ...from("192.0.2.2"), deviceCookie: withAccount(undefined, id), sessionId });
    const target = "user:audited";
    const started = (address: string, { isKnownDevice }: { isKnownDevice: boolean }) => {
      const detail = { isKnownDevice, browser: "Browser/1.0" };
      return { action: "session.start", actor: "audited", address, target, detail };
    };
    expect(await entriesOf({ target })).toEqual([
      { action: "session.fail", actor: "a visitor", address: "192.0.2.1", target, detail: {} },
      started("192.0.2.1", { isKnownDevice: false }),
      { action: "session.end", actor: "audited", address: "192.0.2.2", target, detail: { sessions: 1 } },
      started("192.0.2.2", { isKnownDevice: true }),
    ]);
  });

  test("a slowed attempt is one event in ten minutes; a name that does not exist is not recorded", async () => {
    for (let n = 0; n < 9; n++) {
      await startSession({ username: "hunter2", password: "x" }, from("192.0.2.3")).catch(() => undefined);
    }
    const entries = await entriesOf({ address: "192.0.2.3" });
    expect(entries.map((entry) => entry.action)).toEqual([...Array(5).fill("session.fail"), "session.slow"]);
    expect(JSON.stringify(entries)).not.toContain("hunter2");
  });

  test("a wrong current password and an ended session are recorded", async () => {
    const user = await aUser({ password });
    const actor = { ...(await actorOf(user)), address: "192.0.2.4" };
    await confirmWithPassword(actor, "wrong").catch(() => undefined);
    await endOwnSession(actor, await openSession(user.id, { userAgent: "", address: "" }));
    await endSession(actor.sessionId, "192.0.2.5");
    const entries = await entriesOf({ target: `user:${user.username}` });
    expect(entries.map(({ action, address }) => [action, address])).toEqual([
      ["session.confirm", "192.0.2.4"],
      ["session.end", "192.0.2.4"],
      ["session.end", "192.0.2.5"],
    ]);
    expect(JSON.stringify(entries)).not.toContain("wrong");
  });
});

describe("refusals", () => {
  const { GET } = allow({
    GET: api((_request, { actor }) => {
      requireUser(actor);
      requireAdministrator(actor);
      return new Response("ok");
    }),
  });
  const ask = async (path: string, headers: Record<string, string>) => {
    const request = new Request(`http://wooey.test${path}`, { headers: { host: "wooey.test", ...headers } });
    return (await GET(request, { params: Promise.resolve({}) })).status;
  };

  test("are recorded once in ten minutes for each person and path, without what opens something", async () => {
    const user = await aUser();
    const headers = await bearer(user);
    const uuid = crypto.randomUUID();
    for (let n = 0; n < 3; n++) expect(await ask(`/jobs/${uuid}/`, headers)).toBe(403);
    expect(await ask("/other/?token=secret", headers)).toBe(403);
    const entries = await entriesOf({ action: "access", username: user.username });
    expect(entries).toMatchObject([
      { target: "GET /jobs/…/", detail: { reason: "not permitted" } },
      { target: "GET /other/" },
    ]);
    expect(JSON.stringify(entries)).not.toContain(uuid);
  });

  test("a key that does not work is recorded, and a visitor who is asked to sign in is not", async () => {
    const address = "192.0.2.30";
    const secret = `wooey_${"k".repeat(43)}`;
    expect(await ask("/x/", { authorization: `Bearer ${secret}`, "x-wooey-address": address })).toBe(403);
    expect(await ask("/y/", { "x-wooey-address": address })).toBe(403);
    const entries = await entriesOf({ address });
    expect(entries).toMatchObject([
      { action: "access.refuse", target: "GET /x/", detail: { reason: "not a working API key" } },
    ]);
    expect(JSON.stringify(entries)).not.toContain(secret);
  });
});

test("a key's use from a new network is recorded once", async () => {
  const { key, id } = await anApiKey({ name: "ci" });
  const use = (address: string) =>
    actorFromRequest(
      new Request("http://wooey.test/", { headers: { authorization: `Bearer ${key}`, "x-wooey-address": address } }),
    );
  const addresses = async () => (await entriesOf({ target: `api-key:${id}` })).map((entry) => entry.address);
  await use("192.0.2.40");
  await expect.poll(addresses).toEqual(["192.0.2.40"]);
  await use("192.0.2.41");
  await expect.poll(addresses).toEqual(["192.0.2.40", "192.0.2.41"]);
  await pg`update api_keys set last_used_at = null where id = ${id}`;
  await use("192.0.2.40");
  await expect
    .poll(async () => (await pg`select last_used_at from api_keys where id = ${id}`)[0]?.last_used_at)
    .not.toBeNull();
  expect(await addresses()).toEqual(["192.0.2.40", "192.0.2.41"]);
});

test("past a thousand of a kind in an hour, one in ten seconds is recorded, with their number", async () => {
  const visitor = visitorFrom({ address: "192.0.2.50" });
  const record = () => recordSecurityEvent(visitor, { action: "session.fail", target: "user:flooded" });
  await pg`
    insert into attempts (key, points, window_ends_at) values ('audit session.fail', 1000, now() + interval '1 hour')
    on conflict (key) do update set points = 1000`;
  for (let n = 0; n < 5; n++) await record();
  expect(await entriesOf({ target: "user:flooded" })).toMatchObject([{ detail: { inThisHour: 1001 } }]);
  await pg`delete from attempts`;
});

test("administrators see them, and other staff do not, also in the export", async () => {
  const [administrator, staff] = [
    await actorOf(await aUser({ role: "administrator" })),
    await actorOf(await aStaffUser()),
  ];
  await recordRefusal(visitorFrom({ address: "192.0.2.60" }), "GET /secret/", "not permitted");
  await recordAudit(db, systemActor, { action: "x.changed", target: "GET /secret/" });
  const seen = async (actor: typeof staff) =>
    (await listAudit(actor, { target: "GET /secret/" })).rows.map((row) => row.action);
  expect(await seen(administrator)).toEqual(["x.changed", "access.refuse"]);
  expect(await seen(staff)).toEqual(["x.changed"]);
  const exported = await Readable.from(exportAudit(staff, { target: "GET /secret/" }, "json")).toArray();
  expect(exported.join("")).not.toContain("access.refuse");
  expect((await listAudit(staff, { action: "access" })).rows).toEqual([]);
});

test("expire after the time set, and nothing else does", async () => {
  const old = "now() - interval '400 days'";
  await pg.unsafe(`insert into audit (actor, action, target, at) values
    ('x', 'session.fail', 'aged', ${old}), ('x', 'api-key.use', 'aged', ${old}), ('x', 'access.refuse', 'aged', now()),
    ('x', 'script.patch', 'aged', ${old}), ('x', 'api-key.create', 'aged', ${old})`);
  expect(await expireAudit()).toBe(2);
  expect((await entriesOf({ target: "aged" })).map((entry) => entry.action).toSorted()).toEqual([
    "access.refuse",
    "api-key.create",
    "script.patch",
  ]);
  const refused = { message: "The audit is append-only." };
  await expect(pg`delete from audit where action = 'access.refuse' and target = 'aged'`).rejects.toMatchObject(refused);
  await expect(pg`delete from audit where action = 'script.patch' and target = 'aged'`).rejects.toMatchObject(refused);
  await expect(pg`update audit set target = 'y' where action = 'access.refuse'`).rejects.toMatchObject(refused);
});
