import { expect, test } from "vitest";
import { testCompatibility } from "./testing/compatibility";
import { testEscapes, workingLevels } from "./testing/escapes";
import { becomeOrdinaryUser } from "./testing/ordinary-user";

becomeOrdinaryUser();

test("this process is not root's", () => {
  expect(process.getuid?.()).not.toBe(0);
});

const levels = await workingLevels();
testEscapes(levels);
testCompatibility(levels);
