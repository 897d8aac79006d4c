import { describe, expect, test } from "vitest";
import { actorOf, anAnonymous, aParameter, aScript, aSpec, aStaffUser, aUser, aVersion } from "@/db/testing/factories";
import { getVersionDiff } from "./version-diff";

const lines = (count: number) => Array.from({ length: count }, (_, index) => `line ${index + 1}`);
const text = (all: string[]) => `${all.join("\n")}\n`;

describe("getVersionDiff", () => {
  test("returns numbered lines and parameters", async () => {
    const staff = await actorOf(await aStaffUser());
    const before = lines(20);
    const after = [...before.slice(0, 9), "changed", "added", ...before.slice(10)];
    const script = await aScript({ source: text(before), spec: aSpec([aParameter("old")]) });
    const second = await aVersion(script, { source: text(after), version: "2", spec: aSpec([aParameter("new")]) });
    const diff = await getVersionDiff(staff, script.slug, { fromId: script.version.id, toId: second.id });
    expect(diff).toMatchObject({ from: { version: "1" }, to: { version: "2" }, sourceNote: null });
    expect(diff.source).toHaveLength(1);
    expect(
      diff.source[0]?.lines.map(({ kind, fromLine, toLine, text: content }) => [kind, fromLine, toLine, content]),
    ).toEqual([
      ["same", 7, 7, "line 7"],
      ["same", 8, 8, "line 8"],
      ["same", 9, 9, "line 9"],
      ["removed", 10, null, "line 10"],
      ["added", null, 10, "changed"],
      ["added", null, 11, "added"],
      ["same", 11, 12, "line 11"],
      ["same", 12, 13, "line 12"],
      ["same", 13, 14, "line 13"],
    ]);
    expect(diff.parameters).toMatchObject({ added: [{ path: "new" }], removed: [{ path: "old" }], changed: [] });
    const same = await getVersionDiff(staff, script.slug, { fromId: second.id, toId: second.id });
    expect(same).toMatchObject({ source: [], sourceNote: null });
  });

  test("does not compare binary files", async () => {
    const staff = await actorOf(await aStaffUser());
    const script = await aScript({ source: Buffer.from([0, 1, 2]) });
    const second = await aVersion(script, { version: "2" });
    const diff = await getVersionDiff(staff, script.slug, { fromId: script.version.id, toId: second.id });
    expect(diff).toMatchObject({ source: [], sourceNote: "The files are not text files." });
  });

  test("requires staff, and finds only versions of this script", async () => {
    const [script, other] = [await aScript(), await aScript()];
    const id = script.version.id;
    const staff = await actorOf(await aStaffUser());
    await expect(getVersionDiff(staff, script.slug, { fromId: id, toId: other.version.id })).rejects.toMatchObject({
      code: "not_found",
    });
    const user = await actorOf(await aUser());
    await expect(getVersionDiff(user, script.slug, { fromId: id, toId: id })).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(getVersionDiff(anAnonymous(), script.slug, { fromId: id, toId: id })).rejects.toMatchObject({
      code: "unauthenticated",
    });
  });
});
