import { describe, expect, test } from "vitest";
import { actorOf, aScript, aStaffUser, aUser, aUserGroup } from "@/db/testing/factories";
import { listAudit } from "@/server/audit/list";
import { listUserGroups } from "@/server/groups/user-groups";
import { getWooeyScript } from "@/server/wooey/scripts";
import { patchScript } from "./patch";
import { mayRunScript } from "./queries";
import { getScriptRules, readScriptRules, scriptRulesInput } from "./rules";

const rules = { networkAllowed: true, isRepeatable: false, hasTerminal: false, userGroupIds: [] as number[] };
const given = {
  ...rules,
  runSeconds: "",
  cpuSeconds: "",
  memoryMb: "",
  processes: "",
  openFiles: "",
  jobFolderMb: "",
  concurrent: "",
  isolationLevel: "",
};

describe("readScriptRules", () => {
  test("takes sizes in MB, and omits blank fields", () => {
    expect(readScriptRules({ ...given, runSeconds: " 60 ", memoryMb: "512", jobFolderMb: "2" })).toEqual({
      ...rules,
      isolationLevel: null,
      limits: { runSeconds: 60, memoryBytes: 512 * 1024 ** 2, jobFolderBytes: 2 * 1024 ** 2 },
    });
  });

  test.each([
    ["runSeconds", "0"],
    ["runSeconds", "1.5"],
    ["memoryMb", "8"],
    ["processes", "-1"],
    ["openFiles", "many"],
    ["cpuSeconds", "1".repeat(13)],
    ["isolationLevel", "4"],
  ])("refuses %s of %s", (field, value) => {
    const result = scriptRulesInput.safeParse({ ...given, [field]: value });
    expect(result.error?.issues.map((issue) => issue.path)).toEqual([[field]]);
  });
});

describe("patchScript with rules", () => {
  test("sets who may run it and what its jobs may do", async () => {
    const staff = await actorOf(await aStaffUser());
    const group = await aUserGroup();
    const [member, stranger] = [await actorOf(await aUser({ groupIds: [group.id] })), await actorOf(await aUser())];
    const script = await aScript();
    expect(await mayRunScript(stranger, script.id)).toBe(true);
    const patch = readScriptRules({
      ...given,
      runSeconds: "5",
      networkAllowed: false,
      hasTerminal: true,
      isolationLevel: "3",
      userGroupIds: [group.id],
    });
    await patchScript(staff, script.slug, patch);
    expect(await getScriptRules(staff, script.slug)).toMatchObject({ ...patch, group: { name: script.group.name } });
    expect([await mayRunScript(member, script.id), await mayRunScript(stranger, script.id)]).toEqual([true, false]);
    await patchScript(staff, script.slug, readScriptRules(given));
    expect(await getScriptRules(staff, script.slug)).toMatchObject({
      limits: {},
      hasTerminal: false,
      isolationLevel: null,
      userGroupIds: [],
    });
    expect(await mayRunScript(stranger, script.id)).toBe(true);
  });

  test("restricts it to a user group created in the same call; a taken name changes nothing", async () => {
    const staff = await actorOf(await aStaffUser());
    const [group, script] = [await aUserGroup(), await aScript()];
    const patch = readScriptRules({ ...given, userGroupIds: [group.id], newUserGroup: " Fresh ones " });
    await patchScript(staff, script.slug, patch);
    const fresh = (await listUserGroups(staff)).find((each) => each.name === "Fresh ones");
    const { userGroupIds } = await getScriptRules(staff, script.slug);
    expect(new Set(userGroupIds)).toEqual(new Set([group.id, fresh?.id]));
    const refused = patchScript(staff, script.slug, readScriptRules({ ...given, newUserGroup: "Fresh ones" }));
    await expect(refused).rejects.toMatchObject({ code: "conflict", fields: { newUserGroup: [expect.any(String)] } });
    expect((await getScriptRules(staff, script.slug)).userGroupIds).toHaveLength(2);
    const { rows } = await listAudit(staff, { username: staff.user.username });
    expect(rows.map((row) => [row.action, row.detail])).toEqual([
      ["script.patch", expect.objectContaining({ userGroups: expect.arrayContaining([group.name, "Fresh ones"]) })],
      ["user-group.create", {}],
    ]);
  });

  test("refuses an unknown group, and then changes nothing", async () => {
    const staff = await actorOf(await aStaffUser());
    const script = await aScript();
    const patch = readScriptRules({ ...given, runSeconds: "5", userGroupIds: [2_000_000_000] });
    await expect(patchScript(staff, script.slug, patch)).rejects.toMatchObject({ code: "invalid" });
    expect(await getScriptRules(staff, script.slug)).toMatchObject({ limits: {} });
    await expect(getScriptRules(await actorOf(await aUser()), script.slug)).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(getScriptRules(staff, "no-such")).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("two people who edit one script", () => {
  test("reports the first person's change to the second, and overwrites nothing", async () => {
    const [alice, bob] = [await actorOf(await aStaffUser()), await actorOf(await aStaffUser())];
    const { slug } = await aScript();
    const seen = new Date((await getWooeyScript(alice, slug)).modified_date);
    await patchScript(alice, slug, { description: "Alice's", seenModifiedAt: seen });
    await expect(patchScript(bob, slug, { description: "Bob's", seenModifiedAt: seen })).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining(alice.user.username),
    });
    const now = await getWooeyScript(bob, slug);
    expect(now.script_description).toBe("Alice's");
    await patchScript(bob, slug, { description: "Bob's", seenModifiedAt: new Date(now.modified_date) });
    expect((await getWooeyScript(alice, slug)).script_description).toBe("Bob's");
  });

  test("accepts only one of two simultaneous changes", async () => {
    const staff = await actorOf(await aStaffUser());
    const { slug } = await aScript();
    const seen = new Date((await getWooeyScript(staff, slug)).modified_date);
    const both = await Promise.allSettled(
      ["a", "b"].map((name) => patchScript(staff, slug, { name, seenModifiedAt: seen })),
    );
    expect(both.map((each) => each.status).sort()).toEqual(["fulfilled", "rejected"]);
  });
});
