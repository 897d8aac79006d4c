import { expect, test } from "vitest";
import { containing, startingWith } from "./like";

test("a pattern treats %, _ and \\ as ordinary characters", () => {
  expect(containing("50%_\\")).toBe("%50\\%\\_\\\\%");
  expect(startingWith("a_b")).toBe("a\\_b%");
});
