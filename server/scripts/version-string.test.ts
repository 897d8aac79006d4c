import { expect, test } from "vitest";
import { toVersionSelector, versionLabel, versionStringOf } from "./version-string";

test.each([
  [undefined, "1"],
  ["1.0", "1.0"],
  ["2.0rc1", "2.0rc1"],
  ["v3", "v3"],
  ["1!2.0.post3.dev4+local.5", "1!2.0.post3.dev4+local.5"],
  ["beta of spring", "1"],
  ["tool.py 1.0", "1"],
  ["%(prog)s 1.0", "1"],
  ["", "1"],
  ["1".repeat(51), "1"],
])("the version of an argparse script that tells %j is %j", (versionText, version) => {
  expect(versionStringOf({ engine: "argparse", versionText, version: "9.9" })).toBe(version);
});

test("uses the version that a script of another library reports", () => {
  expect(versionStringOf({ engine: "click", version: "9.9" })).toBe("9.9");
});

test("versionLabel", () => {
  expect(versionLabel({ version: "2.0", iteration: 3 })).toBe("v2.0.3");
});

test("toVersionSelector reads a label, and a version string of which the newest iteration counts", () => {
  expect(toVersionSelector("v1.2.1")).toEqual({ version: "1.2", iteration: 1 });
  expect(toVersionSelector("1.2")).toEqual({ version: "1.2" });
  expect(toVersionSelector("v3")).toEqual({ version: "v3" });
});
