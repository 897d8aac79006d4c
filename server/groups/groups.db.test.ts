import { AsyncLocalStorage } from "node:async_hooks";
import { afterEach, describe, expect, test } from "vitest";
import { actorOf, aGroup, anAnonymous, aScript, aStaffUser, aUser, aUserGroup } from "@/db/testing/factories";
import { listAudit } from "@/server/audit/list";
import { type Actor, systemActor } from "@/server/auth/actor";
import { type Reader, setReader } from "@/server/language/text";
import { createScriptGroup, deleteScriptGroup, listScriptGroups, patchScriptGroup } from "./script-groups";
import {
  addMember,
  createUserGroup,
  deleteUserGroup,
  findUserGroup,
  listUserGroups,
  removeMember,
  renameUserGroup,
} from "./user-groups";

const staff = async () => actorOf(await aStaffUser());
const administrator = async () => actorOf(await aUser({ role: "administrator" }));
const find = async (id: number) => (await listScriptGroups(systemActor)).find((group) => group.id === id);

afterEach(() => setReader(() => undefined));

describe.each<[string, "staff" | "administrator", (actor: Actor, id: number) => Promise<unknown>]>([
  ["listScriptGroups", "staff", (actor) => listScriptGroups(actor)],
  ["createScriptGroup", "staff", (actor) => createScriptGroup(actor, { name: `By ${Math.random()}` })],
  ["patchScriptGroup", "staff", (actor, id) => patchScriptGroup(actor, id, { description: "x" })],
  ["deleteScriptGroup", "staff", (actor, id) => deleteScriptGroup(actor, id)],
  ["listUserGroups", "staff", (actor) => listUserGroups(actor)],
  ["findUserGroup", "staff", (actor, id) => findUserGroup(actor, id)],
  ["createUserGroup", "administrator", (actor) => createUserGroup(actor, { name: `By ${Math.random()}` })],
  ["renameUserGroup", "administrator", (actor, id) => renameUserGroup(actor, id, { name: "By nobody" })],
  ["deleteUserGroup", "administrator", (actor, id) => deleteUserGroup(actor, id)],
  ["addMember", "administrator", (actor, id) => addMember(actor, id, actor.kind === "user" ? actor.user.username : "")],
  ["removeMember", "administrator", (actor, id) => removeMember(actor, id, 1)],
])("%s", (name, role, act) => {
  test(`is for ${role === "staff" ? "staff" : "administrators"}`, async () => {
    const id = name.includes("ScriptGroup") ? (await aGroup()).id : (await aUserGroup()).id;
    await expect(act(anAnonymous(), id)).rejects.toMatchObject({ code: "unauthenticated" });
    await expect(act(await actorOf(await aUser()), id)).rejects.toMatchObject({ code: "forbidden" });
    const byStaff = act(await staff(), id).then(
      () => "allowed",
      (error: { code?: string }) => error.code,
    );
    expect(await byStaff).toBe(role === "staff" ? "allowed" : "forbidden");
  });
});

describe("script groups", () => {
  test("are made with all that belongs to one, listed in their order, changed in part", async () => {
    const actor = await staff();
    const users = await aUserGroup();
    const input = { name: " Late ones ", description: "d", position: 900, userGroupIds: [users.id, users.id] };
    const { id, slug } = await createScriptGroup(actor, input);
    expect(slug).toBe("late-ones");
    const first = await createScriptGroup(actor, { name: "Early ones", position: 899 });
    await aScript({ groupId: id });
    expect(await find(id)).toMatchObject({
      ...{ name: "Late ones", description: "d", position: 900, isActive: true, scripts: 1, userGroupIds: [users.id] },
    });
    const order = (await listScriptGroups(actor)).map((group) => group.id);
    expect(order.indexOf(first.id)).toBe(order.indexOf(id) - 1);
    await patchScriptGroup(actor, id, { isActive: false });
    expect(await find(id)).toMatchObject({ description: "d", isActive: false, userGroupIds: [users.id] });
    await patchScriptGroup(actor, id, { name: "Later ones", userGroupIds: [] });
    expect(await find(id)).toMatchObject({ name: "Later ones", slug: "late-ones", userGroupIds: [] });
    const { rows } = await listAudit(actor, { target: "script-group:late-ones" });
    expect(rows.map((row) => row.action)).toEqual(["script-group.patch", "script-group.patch", "script-group.create"]);
  });

  test("conflict for a name that is taken, on making and on renaming", async () => {
    const [one, two] = [await aGroup(), await aGroup()];
    const conflict = { code: "conflict", fields: { name: [expect.stringContaining("already")] } };
    await expect(createScriptGroup(systemActor, { name: one.name })).rejects.toMatchObject(conflict);
    await expect(patchScriptGroup(systemActor, two.id, { name: one.name })).rejects.toMatchObject(conflict);
    await patchScriptGroup(systemActor, two.id, { name: two.name });
  });

  test("invalid for no name, no order and a user group there is not", async () => {
    const { id } = await aGroup();
    await expect(createScriptGroup(systemActor, { name: "  " })).rejects.toThrow("required");
    await expect(patchScriptGroup(systemActor, id, { position: Number.NaN })).rejects.toThrow("whole number");
    await expect(patchScriptGroup(systemActor, id, { userGroupIds: [999_999] })).rejects.toMatchObject({
      fields: { userGroupIds: ["There is no such user group."] },
    });
  });

  test("are refused in the language of who reads, also out of the middle of a transaction", async () => {
    const texts = {
      "This field is required.": "Dieses Feld ist nötig.",
      "There is no such user group.": "Diese Benutzergruppe gibt es nicht.",
    };
    const readers = new AsyncLocalStorage<Reader>();
    setReader(() => readers.getStore());
    const { id } = await aGroup();
    const unnamed = () => createScriptGroup(systemActor, { name: " " });
    const unknown = () => patchScriptGroup(systemActor, id, { userGroupIds: [999_999] });
    const inGerman = <T>(act: () => T) => readers.run({ language: "de", texts }, act);
    await expect(inGerman(unnamed)).rejects.toThrow("Dieses Feld ist nötig.");
    await expect(inGerman(unknown)).rejects.toThrow("Diese Benutzergruppe gibt es nicht.");
    await expect(unnamed()).rejects.toThrow("This field is required.");
    await expect(unknown()).rejects.toThrow("There is no such user group.");
  });

  test("are deleted when they are empty; conflict while they have scripts; not_found for none", async () => {
    const group = await aGroup();
    await aScript({ groupId: group.id });
    await expect(deleteScriptGroup(systemActor, group.id)).rejects.toMatchObject({
      code: "conflict",
      message: "1 script is still in this group: move them to another one first.",
    });
    const empty = await aGroup();
    await deleteScriptGroup(systemActor, empty.id);
    await expect(deleteScriptGroup(systemActor, empty.id)).rejects.toMatchObject({ code: "not_found" });
    await expect(patchScriptGroup(systemActor, empty.id, {})).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("user groups", () => {
  test("are made, renamed, filled and emptied, and the audit tells", async () => {
    const actor = await administrator();
    const ada = await aUser();
    const { id } = await createUserGroup(actor, { name: " Biologists " });
    await addMember(actor, id, ada.username.toUpperCase());
    await addMember(actor, id, ada.username);
    await renameUserGroup(actor, id, { name: "Chemists" });
    expect(await findUserGroup(actor, id)).toMatchObject({ name: "Chemists", members: [{ username: ada.username }] });
    expect(await listUserGroups(actor)).toContainEqual({ id, name: "Chemists", members: 1 });
    await removeMember(actor, id, ada.id);
    expect(await findUserGroup(actor, id)).toMatchObject({ members: [] });
    await deleteUserGroup(actor, id);
    const { rows } = await listAudit(actor, { username: actor.user.username });
    expect(rows.map((row) => row.action).reverse()).toEqual(
      ["create", "add", "rename", "remove", "delete"].map((verb) => `user-group.${verb}`),
    );
  });

  test("conflict: one that scripts are restricted to is not deleted, which would open them to everybody", async () => {
    const { id } = await aUserGroup();
    const script = await aScript({ userGroupIds: [id] });
    const group = await aGroup({ userGroupIds: [id] });
    await expect(deleteUserGroup(systemActor, id)).rejects.toMatchObject({
      code: "conflict",
      message: `It decides who may use ${group.name}, ${script.name}: change that first.`,
    });
    expect(await findUserGroup(systemActor, id)).toMatchObject({ usedBy: [group.name, script.name] });
  });

  test("conflict for a taken name, invalid for none and for nobody, not_found for no group", async () => {
    const [one, two] = [await aUserGroup(), await aUserGroup()];
    await expect(createUserGroup(systemActor, { name: one.name })).rejects.toMatchObject({ code: "conflict" });
    await expect(renameUserGroup(systemActor, two.id, { name: one.name })).rejects.toMatchObject({ code: "conflict" });
    await expect(createUserGroup(systemActor, { name: "" })).rejects.toThrow("required");
    await expect(addMember(systemActor, one.id, "nobody")).rejects.toMatchObject({ code: "invalid" });
    const person = await aUser();
    await expect(removeMember(systemActor, one.id, person.id)).rejects.toMatchObject({ code: "not_found" });
    for (const missing of [
      () => addMember(systemActor, 999_999, person.username),
      () => deleteUserGroup(systemActor, 999_999),
      () => renameUserGroup(systemActor, 999_999, { name: "x" }),
    ])
      await expect(missing()).rejects.toMatchObject({ code: "not_found" });
    expect(await findUserGroup(systemActor, 999_999)).toBeNull();
  });
});
