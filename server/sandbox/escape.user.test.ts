import fs from "node:fs";
import { afterAll, expect, test } from "vitest";
import { env } from "@/server/env";
import { testCompatibility } from "./testing/compatibility";
import { testEscapes, workingLevels } from "./testing/escapes";
import { becomeOrdinaryUser } from "./testing/ordinary-user";

becomeOrdinaryUser();
afterAll(() => fs.rmSync(env().WOOEY_DATA_DIR, { recursive: true, force: true }));

test("this process does not run as root", () => {
  expect(process.getuid?.()).not.toBe(0);
});

const levels = await workingLevels();
testEscapes(levels);
testCompatibility(levels);
