import { expect, test } from "vitest";
import { actionLabel, detailLabel, targetLabel } from "./audit-labels";

test("an entry is told in words, and as it is where there are none", () => {
  expect([actionLabel("script.patch"), actionLabel("new.act")]).toEqual(["Script changed", "new.act"]);
  expect([targetLabel("script:a:b"), targetLabel("instance")]).toEqual(["a:b", "instance"]);
});

test("details are names and what they came to be", () => {
  const detail = { userGroups: [], isActive: false, limits: { runSeconds: 5 }, sha256: "ab".repeat(32), note: "" };
  expect(detailLabel(detail)).toBe("user groups: none · active: no · limits: run seconds 5 · sha256: abababababab…");
});
