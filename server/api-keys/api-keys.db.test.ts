import { describe, expect, test } from "vitest";
import { pg } from "@/db/client";
import { actorOf, anAnonymous, anApiKey, aScript, aUser, bearer } from "@/db/testing/factories";
import { actorFromRequest } from "@/server/auth/from-request/actor";
import { createApiKey } from "./create";
import { listApiKeys, listApiKeysOf, listKeyScripts } from "./list";
import { deleteApiKey, setApiKeyActive } from "./manage";

const ask = (headers: Record<string, string>) =>
  actorFromRequest(new Request("http://localhost:3000/api/x", { headers: { host: "wooey.test", ...headers } }));

describe("createApiKey", () => {
  test("makes 256 random bits with a prefix, shown once and stored as a hash", async () => {
    const actor = await actorOf(await aUser());
    const made = await createApiKey(actor, { name: " laptop " });
    expect(made.key).toMatch(/^wooey_[\w-]{43}$/);
    const [row] = await pg`select * from api_keys where id = ${made.id}`;
    expect(JSON.stringify(row)).not.toContain(made.key);
    const listed = await listApiKeys(actor);
    expect(listed).toMatchObject([{ name: "laptop", hint: made.key.slice(0, 10), isActive: true, scripts: null }]);
    expect(JSON.stringify(listed)).not.toContain(row?.key_hash);
    expect(await ask({ authorization: `Bearer ${made.key}` })).toMatchObject({ kind: "apiKey" });
  });

  test("limits a key in time, in what it allows and to scripts, as chosen; 90 days unless chosen", async () => {
    const actor = await actorOf(await aUser());
    const script = await aScript();
    const daysOf = (key: { expiresAt: Date | null }) =>
      key.expiresAt && Math.round((key.expiresAt.getTime() - Date.now()) / 86_400_000);
    expect(daysOf(await createApiKey(actor, { name: "a" }))).toBe(90);
    expect(daysOf(await createApiKey(actor, { name: "b", days: 7 }))).toBe(7);
    expect(daysOf(await createApiKey(actor, { name: "c", days: null }))).toBeNull();
    const { key } = await createApiKey(actor, { name: "d", scopes: ["read"], scripts: [script.slug] });
    expect(await ask({ authorization: `Bearer ${key}` })).toMatchObject({
      access: { scopes: ["read"], scriptIds: [script.id] },
    });
  });

  test("invalid without a permission, for a script that is hidden, and for certain scripts with the right to manage", async () => {
    const actor = await actorOf(await aUser());
    const [script, hidden] = [await aScript(), await aScript({ isActive: false })];
    const fieldsOf = (input: object) =>
      createApiKey(actor, { name: "x", ...input }).catch((error: { fields?: object; issues?: { path: string[] }[] }) =>
        Object.keys(error.fields ?? { [String(error.issues?.[0]?.path[0])]: "" }),
      );
    expect(await fieldsOf({ scopes: [] })).toEqual(["scopes"]);
    expect(await fieldsOf({ days: 0 })).toEqual(["days"]);
    expect(await fieldsOf({ scopes: ["read"], scripts: [hidden.slug] })).toEqual(["scripts"]);
    expect(await fieldsOf({ scopes: ["read", "manage"], scripts: [script.slug] })).toEqual(["scripts"]);
    expect(await fieldsOf({ name: " " })).toEqual(["name"]);
  });

  test("unauthenticated for visitors, forbidden for keys, invalid 15 minutes after the password was entered", async () => {
    const user = await aUser();
    await expect(createApiKey(anAnonymous(), { name: "k" })).rejects.toMatchObject({ code: "unauthenticated" });
    await expect(createApiKey(await ask(await bearer(user)), { name: "k" })).rejects.toMatchObject({
      code: "forbidden",
    });
    const actor = await actorOf(user);
    await pg`update sessions set confirmed_at = now() - interval '16 minutes' where id = ${actor.sessionId}`;
    await expect(createApiKey(actor, { name: "k" })).rejects.toMatchObject({
      fields: { confirmPassword: [expect.anything()] },
    });
  });
});

describe("setApiKeyActive and deleteApiKey", () => {
  test("change only the actor's own keys", async () => {
    const owner = await actorOf(await aUser());
    const stranger = await actorOf(await aUser());
    const { id, key } = await createApiKey(owner, { name: "k" });
    await expect(setApiKeyActive(stranger, id)).rejects.toMatchObject({ code: "not_found" });
    await expect(setApiKeyActive(stranger, id, { isActive: false })).rejects.toMatchObject({ code: "not_found" });
    await expect(deleteApiKey(stranger, id)).rejects.toMatchObject({ code: "not_found" });
    expect(await setApiKeyActive(owner, id)).toMatchObject({ isActive: false });
    expect(await ask({ authorization: `Bearer ${key}` })).toMatchObject({ kind: "anonymous" });
    expect(await setApiKeyActive(owner, id, { isActive: true })).toMatchObject({ isActive: true });
    await deleteApiKey(owner, id);
    expect(await listApiKeys(owner)).toEqual([]);
    await expect(deleteApiKey(owner, id)).rejects.toMatchObject({ code: "not_found" });
  });

  test("administrators see and disable those of others, and enable none", async () => {
    const administrator = await actorOf(await aUser({ role: "administrator" }));
    const { id, userId } = await anApiKey();
    expect(await listApiKeysOf(administrator, userId)).toMatchObject([{ id, isActive: true }]);
    expect(await setApiKeyActive(administrator, id, { isActive: false })).toMatchObject({ isActive: false });
    await expect(setApiKeyActive(administrator, id, { isActive: true })).rejects.toMatchObject({ code: "not_found" });
    await expect(listApiKeysOf(await actorOf(await aUser({ role: "staff" })), userId)).rejects.toMatchObject({
      code: "forbidden",
    });
  });

  test("forbidden for keys that do not manage", async () => {
    const user = await aUser();
    const { id } = await anApiKey({ userId: user.id });
    const reading = await anApiKey({ userId: user.id, scopes: ["read", "run"] });
    const actor = await ask({ authorization: `Bearer ${reading.key}` });
    await expect(deleteApiKey(actor, id)).rejects.toMatchObject({ code: "forbidden" });
    await expect(setApiKeyActive(actor, id, { isActive: false })).rejects.toMatchObject({ code: "forbidden" });
  });
});

test("listKeyScripts lists the scripts that the person may use", async () => {
  const [shown, hidden] = [await aScript(), await aScript({ isActive: false })];
  const slugs = (await listKeyScripts(await actorOf(await aUser()))).map((script) => script.slug);
  expect(slugs).toContain(shown.slug);
  expect(slugs).not.toContain(hidden.slug);
});

test("the last use of a key is recorded with its address, once a minute for each address", async () => {
  const { key, id } = await anApiKey();
  const used = async () => (await pg`select last_used_at, last_used_address from api_keys where id = ${id}`)[0];
  const from = (address: string) => ask({ authorization: `Bearer ${key}`, "x-wooey-address": address });
  await from("192.0.2.1");
  await expect.poll(async () => (await used())?.last_used_address).toBe("192.0.2.1");
  const first = await used();
  await from("192.0.2.1");
  expect(await used()).toEqual(first);
  await from("192.0.2.2");
  await expect.poll(async () => (await used())?.last_used_address).toBe("192.0.2.2");
});
