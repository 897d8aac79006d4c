import { expect, test } from "vitest";
import { actionWords, detailWords, targetWords } from "./audit-words";

test("an entry is told in words, and as it is where there are none", () => {
  expect([actionWords("script.patch"), actionWords("new.act")]).toEqual(["Script changed", "new.act"]);
  expect([targetWords("script:a:b"), targetWords("instance")]).toEqual(["a:b", "instance"]);
});

test("details are names and what they came to be", () => {
  const detail = { userGroups: [], isActive: false, limits: { runSeconds: 5 }, sha256: "ab".repeat(32), note: "" };
  expect(detailWords(detail)).toBe("user groups: none · active: no · limits: run seconds 5 · sha256: abababababab…");
});
