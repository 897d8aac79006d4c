import { expect, test } from "vitest";
import { detailLabel } from "./audit-details";
import { actionLabel, targetLabel } from "./audit-labels";

test("describes an entry with a label, or shows it unchanged if there is none", () => {
  expect([actionLabel("script.patch"), actionLabel("new.act")]).toEqual(["Script changed", "new.act"]);
  expect([targetLabel("script:a:b"), targetLabel("instance")]).toEqual(["a:b", "instance"]);
});

test("details are names and new values", () => {
  const detail = { userGroups: [], isActive: false, limits: { runSeconds: 5 }, sha256: "ab".repeat(32), note: "" };
  expect(detailLabel(detail)).toBe("user groups: none · active: no · limits: run seconds 5 · sha256: abababababab…");
});
