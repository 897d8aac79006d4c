import { describe, expect, test } from "vitest";
import { actorOf, aParameter, aScript, aSpec, aStaffUser, aStoredFile, aUserGroup } from "@/db/testing/factories";
import { listAudit } from "@/server/audit/list";
import { addScript } from "./add";
import { writeCorrections } from "./corrections";
import { patchScript } from "./patch";
import { patchVersion } from "./patch-version";

describe("the audit of a script", () => {
  test("records who added it, its versions and parameters, and what they changed", async () => {
    const staff = await actorOf(await aStaffUser());
    const describe = async () => ({ spec: aSpec([aParameter("who")]), durationMs: 1, isolationLevel: 1 });
    const add = async () =>
      addScript(staff, { name: "Audited", filename: "a.py", content: await aStoredFile(), describe });
    const { slug, versionId } = await add();
    await add();
    await patchScript(staff, slug, { description: "New", isActive: false });
    await patchVersion(staff, { slug, versionId }, { isDefault: true });
    await writeCorrections(staff, { slug, path: "who" }, { label: "Whom" });
    const { rows } = await listAudit(staff, { target: `script:${slug}` });
    const entries = rows.reverse().map((row) => [row.action, row.detail]);
    expect(entries).toEqual([
      ["script.add", expect.objectContaining({ filename: "a.py", iteration: 1 })],
      ["version.add", expect.objectContaining({ iteration: 2 })],
      ["script.patch", { description: "New", isActive: false }],
      ["version.patch", { versionId, version: "1", iteration: 1, isDefault: true }],
      ["parameter.correct", { path: "who", fields: ["label"] }],
    ]);
    expect(new Set(rows.map((row) => row.actor))).toEqual(new Set([staff.user.username]));
  });

  test("records nothing about a refused change", async () => {
    const staff = await actorOf(await aStaffUser());
    await expect(patchScript(staff, "no-such-script", { name: "x" })).rejects.toMatchObject({ code: "not_found" });
    expect((await listAudit(staff, { target: "script:no-such-script" })).rows).toEqual([]);
  });
});

test("the audit of a form that sends all its fields records only the changed ones", async () => {
  const staff = await actorOf(await aStaffUser());
  const group = await aUserGroup();
  const script = await aScript({ description: "Old", limits: { runSeconds: 5 } });
  const { slug, name, limits } = script;
  const userGroupIds = [group.id];
  await patchScript(staff, slug, { name, description: "New", limits, group: script.group.name, userGroupIds });
  await patchScript(staff, slug, { description: "New", userGroupIds });
  const { rows } = await listAudit(staff, { target: `script:${slug}` });
  expect(rows.map((row) => row.detail)).toEqual([{}, { description: "New", userGroups: [group.name] }]);
});
