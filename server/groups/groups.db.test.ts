import { AsyncLocalStorage } from "node:async_hooks";
import { afterEach, describe, expect, test } from "vitest";
import { pg } from "@/db/client";
import { actorOf, aGroup, anAnonymous, aScript, aStaffUser, aUser, aUserGroup } from "@/db/testing/factories";
import { listAudit } from "@/server/audit/list";
import { type Actor, systemActor } from "@/server/auth/actor";
import { type Reader, setReader } from "@/server/language/text";
import { mayRunScript } from "@/server/scripts/queries";
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
const find = async (id: number) => (await listScriptGroups(systemActor)).find((group) => group.id === id);

afterEach(() => setReader(() => undefined));

describe.each<[string, (actor: Actor, id: number) => Promise<unknown>]>([
  ["listScriptGroups", (actor) => listScriptGroups(actor)],
  ["createScriptGroup", (actor) => createScriptGroup(actor, { name: `By ${Math.random()}` })],
  ["patchScriptGroup", (actor, id) => patchScriptGroup(actor, id, { description: "x" })],
  ["deleteScriptGroup", (actor, id) => deleteScriptGroup(actor, id)],
  ["listUserGroups", (actor) => listUserGroups(actor)],
  ["findUserGroup", (actor, id) => findUserGroup(actor, id)],
  ["createUserGroup", (actor) => createUserGroup(actor, { name: `By ${Math.random()}` })],
  ["renameUserGroup", (actor, id) => renameUserGroup(actor, id, { name: `By ${Math.random()}` })],
  ["addMember", (actor, id) => addMember(actor, id, actor.kind === "user" ? actor.user.username : "")],
  ["removeMember", (actor, id) => removeMember(actor, id, actor.kind === "user" ? actor.user.id : 0)],
  ["deleteUserGroup", (actor, id) => deleteUserGroup(actor, id)],
])("%s", (name, act) => {
  test("requires staff", async () => {
    const by = await aStaffUser();
    const user = await aUser();
    const group = name.includes("ScriptGroup") ? await aGroup() : await aUserGroup();
    if (name === "removeMember") await addMember(systemActor, group.id, by.username);
    await expect(act(anAnonymous(), group.id)).rejects.toMatchObject({ code: "unauthenticated" });
    await expect(act(await actorOf(user), group.id)).rejects.toMatchObject({ code: "forbidden" });
    await act(await actorOf(by), group.id);
  });
});

describe("script groups", () => {
  test("are created with all their fields, listed in their order, and changed in part", async () => {
    const actor = await staff();
    const users = await aUserGroup();
    const input = { name: " Late ones ", description: "d", position: 900, userGroupIds: [users.id, users.id] };
    const { id, slug } = await createScriptGroup(actor, input);
    expect(slug).toBe("late-ones");
    const first = await createScriptGroup(actor, { name: "Early ones", position: 899 });
    await aScript({ groupId: id });
    expect(await find(id)).toMatchObject({
      name: "Late ones",
      description: "d",
      position: 900,
      isActive: true,
      scripts: 1,
      userGroupIds: [users.id],
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

  test("conflict for a taken name, when creating and when renaming", async () => {
    const [one, two] = [await aGroup(), await aGroup()];
    const conflict = { code: "conflict", fields: { name: [expect.stringContaining("already")] } };
    await expect(createScriptGroup(systemActor, { name: one.name })).rejects.toMatchObject(conflict);
    await expect(patchScriptGroup(systemActor, two.id, { name: one.name })).rejects.toMatchObject(conflict);
    await patchScriptGroup(systemActor, two.id, { name: two.name });
  });

  test("invalid for a missing name, a missing order and an unknown user group", async () => {
    const { id } = await aGroup();
    await expect(createScriptGroup(systemActor, { name: "  " })).rejects.toThrow("required");
    await expect(patchScriptGroup(systemActor, id, { position: Number.NaN })).rejects.toThrow("whole number");
    await expect(patchScriptGroup(systemActor, id, { userGroupIds: [999_999] })).rejects.toMatchObject({
      fields: { userGroupIds: ["User group not found."] },
    });
  });

  test("are refused in the reader's language, even from within a transaction", async () => {
    const texts = {
      "This field is required.": "Dieses Feld ist nötig.",
      "User group not found.": "Diese Benutzergruppe gibt es nicht.",
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
    await expect(unknown()).rejects.toThrow("User group not found.");
  });

  test("are deleted if they are empty; conflict while they have scripts; not_found for an unknown group", async () => {
    const group = await aGroup();
    await aScript({ groupId: group.id });
    await expect(deleteScriptGroup(systemActor, group.id)).rejects.toMatchObject({
      code: "conflict",
      message: "1 script is still in this group. Move it to another group first.",
    });
    const empty = await aGroup();
    await deleteScriptGroup(systemActor, empty.id);
    await expect(deleteScriptGroup(systemActor, empty.id)).rejects.toMatchObject({ code: "not_found" });
    await expect(patchScriptGroup(systemActor, empty.id, {})).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("user groups", () => {
  test("are created, renamed, filled and emptied, with audit entries", async () => {
    const actor = await staff();
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

  test("with 10,000 members: the first hundred are shown, any can be found, and one more can be added", async () => {
    const { id } = await aUserGroup();
    await pg`
      with made as (
        insert into users (username, full_name) select 'member-' || n, 'Member ' || n from generate_series(1, 10000) n
        returning id)
      insert into user_group_members (group_id, user_id) select ${id}, id from made`;
    const shown = await findUserGroup(systemActor, id);
    expect([shown?.members.length, shown?.moreMembers]).toEqual([100, true]);
    expect(await findUserGroup(systemActor, id, "member 9999")).toMatchObject({
      members: [{ username: "member-9999" }],
    });
    const refused = addMember(systemActor, id, "Member 99").catch((error) => error.fields.username[0]);
    expect(await refused).toMatch(/ Similar usernames: member-99 \(Member 99\), .* and more\.$/);
    await addMember(systemActor, id, (await aUser()).username);
    expect((await listUserGroups(systemActor)).find((group) => group.id === id)?.members).toBe(10_001);
  });

  test("conflict: the only group of a script or script group stays, because everyone could use it otherwise", async () => {
    const { id } = await aUserGroup();
    const script = await aScript({ userGroupIds: [id] });
    const group = await aGroup({ userGroupIds: [id] });
    await expect(deleteUserGroup(systemActor, id)).rejects.toMatchObject({
      code: "conflict",
      message: `Without this group, everyone could use ${group.name}, ${script.name}. Change who can use them first.`,
    });
    expect(await findUserGroup(systemActor, id)).toMatchObject({
      usages: [
        { name: group.name, scriptGroupId: group.id, slug: null, others: [] },
        { name: script.name, scriptGroupId: null, slug: script.slug, others: [] },
      ],
    });
  });

  test("one of several is deleted: people who were only in it lose access, and nobody gains it", async () => {
    const [one, other] = [await aUserGroup(), await aUserGroup()];
    const script = await aScript({ userGroupIds: [one.id, other.id] });
    const [outsider, member, both] = [await aUser(), await aUser({ groupIds: [one.id] }), await aUser()];
    for (const group of [one, other]) await addMember(systemActor, group.id, both.username);
    expect(await findUserGroup(systemActor, one.id)).toMatchObject({ usages: [{ others: [other.name] }] });
    const actor = await staff();
    await deleteUserGroup(actor, one.id);
    const may = async (user: typeof both) => mayRunScript(await actorOf(user), script.id);
    expect(await Promise.all([outsider, member, both].map(may))).toEqual([false, false, true]);
    const [entry] = (await listAudit(actor, { action: "user-group.delete", target: `user-group:${one.name}` })).rows;
    expect(entry?.detail).toEqual({ closed: [script.name] });
  });

  test("if two are deleted at once, one stays if the script has no third", async () => {
    const groups = await Promise.all([aUserGroup(), aUserGroup(), aUserGroup()]);
    const script = await aScript({ userGroupIds: groups.map((group) => group.id) });
    const ends = await Promise.allSettled(groups.map((group) => deleteUserGroup(systemActor, group.id)));
    expect(ends.map((end) => end.status).sort()).toEqual(["fulfilled", "fulfilled", "rejected"]);
    expect(await mayRunScript(await actorOf(await aUser()), script.id)).toBe(false);
  });

  test("conflict for a taken name, invalid for a missing name and an unknown user, not_found for an unknown group", async () => {
    const [one, two] = [await aUserGroup(), await aUserGroup()];
    await expect(createUserGroup(systemActor, { name: one.name })).rejects.toMatchObject({ code: "conflict" });
    await expect(renameUserGroup(systemActor, two.id, { name: one.name })).rejects.toMatchObject({ code: "conflict" });
    await expect(createUserGroup(systemActor, { name: "" })).rejects.toThrow("required");
    const person = await aUser({ username: "lovelace-100%", fullName: "Ada Lovelace" });
    const refused = (name: string) => addMember(systemActor, one.id, name).catch((error) => error.fields.username[0]);
    expect(await refused("%")).toBe("There is no account with this username.");
    expect(await refused("ada love")).toBe(
      "There is no account with this username. Similar usernames: lovelace-100% (Ada Lovelace).",
    );
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
