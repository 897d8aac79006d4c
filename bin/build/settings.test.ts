import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { projectRoot } from "@/server/root";
import { describeSettings } from "./settings";

test("docs/settings.md is up to date: run npm run settings", () => {
  expect(fs.readFileSync(path.join(projectRoot(), "docs", "settings.md"), "utf8")).toBe(describeSettings());
});
