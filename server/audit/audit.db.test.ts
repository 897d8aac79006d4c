import { Readable } from "node:stream";
import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db, pg } from "@/db/client";
import { users } from "@/db/schema/users";
import { actorOf, anAnonymous, aStaffUser, aUser } from "@/db/testing/factories";
import { systemActor } from "@/server/auth/actor";
import { exportAudit } from "./export";
import { listAudit } from "./list";
import { recordAudit } from "./record";

const staff = async () => actorOf(await aStaffUser());

describe("recordAudit", () => {
  test("records who, from where, did what to what", async () => {
    const actor = { ...(await staff()), address: "192.0.2.7" };
    await recordAudit(db, actor, { action: "script.patch", target: "script:cats", detail: { name: "Cats" } });
    const { rows } = await listAudit(actor, { target: "script:cats" });
    expect(rows).toMatchObject([
      { actor: actor.user.username, address: "192.0.2.7", action: "script.patch", detail: { name: "Cats" } },
    ]);
  });

  test("shortens long texts", async () => {
    await recordAudit(db, systemActor, { action: "x.long", target: "", detail: { text: "é".repeat(400), n: 1 } });
    const { rows } = await listAudit(systemActor, { action: "x.long" });
    expect(rows[0]?.detail).toEqual({ text: `${"é".repeat(300)} … (400 characters)`, n: 1 });
  });

  test("names keys, the system and visitors", async () => {
    const { user } = await staff();
    for (const actor of [
      { kind: "apiKey" as const, user, apiKeyId: 7, access: { scopes: ["read" as const], scriptIds: null } },
      systemActor,
      anAnonymous(),
    ])
      await recordAudit(db, actor, { action: "x.named", target: "" });
    const { rows } = await listAudit(systemActor, { action: "x.named" });
    expect(rows.map((row) => row.actor)).toEqual(["a visitor", "the system", `${user.username} (API key 7)`]);
  });

  test("is undone with its transaction", async () => {
    await db
      .transaction(async (tx) => {
        await recordAudit(tx, systemActor, { action: "x.undone", target: "" });
        throw new Error("undo");
      })
      .catch(() => undefined);
    expect((await listAudit(systemActor, { action: "x.undone" })).rows).toEqual([]);
  });

  test("cannot be changed or deleted, not even by the database's owner; it outlives the account", async () => {
    const user = await aStaffUser();
    await recordAudit(db, await actorOf(user), { action: "x.kept", target: "" });
    const refused = { message: "The audit is append-only." };
    await expect(pg`update audit set action = 'y' where action = 'x.kept'`).rejects.toMatchObject(refused);
    await expect(pg`update audit set user_id = null, actor = 'y'`).rejects.toMatchObject(refused);
    await expect(pg`delete from audit where action = 'x.kept'`).rejects.toMatchObject(refused);
    await expect(pg`truncate audit`).rejects.toMatchObject(refused);
    await db.delete(users).where(eq(users.id, user.id));
    expect((await listAudit(systemActor, { action: "x.kept" })).rows).toMatchObject([{ actor: user.username }]);
  });
});

describe("listAudit", () => {
  test("filters by action or noun, target, person and time, and continues page by page", async () => {
    const ada = await staff();
    const record = (action: string, target: string) => recordAudit(db, ada, { action, target });
    for (const action of ["list.a", "list.b", "list.b", "listing.c"]) await record(action, `thing:${action}`);
    const actions = async (filter: Parameters<typeof listAudit>[1]) =>
      (await listAudit(ada, { username: ada.user.username, ...filter })).rows.map((row) => row.action);
    expect(await actions({})).toEqual(["listing.c", "list.b", "list.b", "list.a"]);
    expect(await actions({ action: "list" })).toEqual(["list.b", "list.b", "list.a"]);
    expect(await actions({ action: "list.a" })).toEqual(["list.a"]);
    expect(await actions({ target: "thing:listing.c" })).toEqual(["listing.c"]);
    expect(await actions({ username: "nobody" })).toEqual([]);
    const soon = new Date(Date.now() + 60_000);
    expect([await actions({ since: soon }), (await actions({ until: soon })).length]).toEqual([[], 4]);
    const first = await listAudit(ada, { username: ada.user.username, limit: 3 });
    expect(first.rows).toHaveLength(3);
    const second = await listAudit(ada, { username: ada.user.username, limit: 3, before: first.next ?? 0 });
    expect([second.rows.map((row) => row.action), second.next]).toEqual([["list.a"], null]);
  });

  test("requires staff", async () => {
    await expect(listAudit(anAnonymous(), {})).rejects.toMatchObject({ code: "unauthenticated" });
    await expect(listAudit(await actorOf(await aUser()), {})).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("exportAudit", () => {
  test("is CSV that every spreadsheet reads and none executes", async () => {
    const actor = await staff();
    const detail = { name: 'say "hi",\nthen go' };
    await recordAudit(db, actor, { action: "csv.written", target: "=1+1", detail });
    const text = (await Readable.from(exportAudit(actor, { action: "csv" })).toArray()).join("");
    const [head, row] = [text.slice(0, text.indexOf("\r\n")), text.slice(text.indexOf("\r\n") + 2)];
    expect(head).toBe("when,who,address,what,target,detail");
    expect(row).toMatch(/^\d{4}-.+Z,user-\d+,,csv\.written,'=1\+1,"\{""name"":""say \\""hi\\"",\\nthen go""\}"\r\n$/);
  });

  test("continues beyond one batch", async () => {
    await pg`insert into audit (actor, action) select 'the system', 'many.written' from generate_series(1, 2001)`;
    const text = (await Readable.from(exportAudit(systemActor, { action: "many" })).toArray()).join("");
    expect(text.split("\r\n")).toHaveLength(2003);
  });

  test("requires staff", async () => {
    const user = await actorOf(await aUser());
    expect(() => exportAudit(user, {})).toThrow("permission");
  });
});
