import { describe, expect, test } from "vitest";
import { pg } from "@/db/client";
import { actorOf, aGroup, aScript, aSpec, aStaffUser, aUser, aVersion } from "@/db/testing/factories";
import { listManagedScripts } from "./managed";

describe("listManagedScripts", () => {
  test("returns all scripts in pages by name, each once, even if names are equal", async () => {
    const staff = await actorOf(await aStaffUser());
    const group = await aGroup({ name: "Many ~ of them" });
    await pg`
      insert into scripts (name, slug, group_id)
      select case when n % 3 = 0 then 'Same name' else 'Tool ~ ' || n end, 'many-' || n, ${group.id}
      from generate_series(1, 130) n`;
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const page = await listManagedScripts(staff, { text: "Many ~", ...(after ? { after } : {}) });
      seen.push(...page.rows.map((row) => row.slug));
      after = page.next ?? undefined;
    } while (after);
    expect([seen.length, new Set(seen).size]).toEqual([130, 130]);
  });

  test("returns the state, default version, issues and warnings of the Doctor", async () => {
    const staff = await actorOf(await aStaffUser());
    const group = await aGroup({ name: "States" });
    const healthy = await aScript({ name: "A", groupId: group.id });
    await aVersion(healthy);
    await aScript({ name: "B", groupId: group.id, isActive: false });
    await aScript({ name: "C", groupId: group.id, version: { isDefault: false, isActive: false } });
    const spec = aSpec([], { engine: "argparse", warnings: [{ code: "odd", message: "An odd thing." }] });
    await aScript({ name: "D", groupId: group.id, spec });
    const { rows, next } = await listManagedScripts(staff, { text: "States" });
    expect(next).toBeNull();
    expect(
      rows.map(({ name, isActive, versions, defaultVersion }) => [name, isActive, versions, defaultVersion]),
    ).toEqual([
      ["A", true, 2, "v1.1"],
      ["B", false, 1, "v1.1"],
      ["C", true, 1, null],
      ["D", true, 1, "v1.1"],
    ]);
    expect(rows[2]?.issues).toEqual([
      "This script does not have any active script versions.",
      "This script does not have a default version.",
    ]);
    expect(rows[3]?.warnings.join(" ")).toContain("An odd thing.");
    const names = async (state: "off" | "attention") =>
      (await listManagedScripts(staff, { text: "States", state })).rows.map((row) => row.name);
    expect([await names("off"), await names("attention")]).toEqual([["B"], ["C"]]);
    expect((await listManagedScripts(staff, { text: "100%_no_match" })).rows).toEqual([]);
  });

  test("is refused for users who are not staff", async () => {
    await expect(listManagedScripts(await actorOf(await aUser()), {})).rejects.toMatchObject({ code: "forbidden" });
  });
});
