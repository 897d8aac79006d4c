import { expect, test } from "vitest";
import { jobTitle, updateTitle } from "./tab-title";

test("the title shows the state, and the progress while there is one", () => {
  const title = `${jobTitle("100 % wool", "submitted")} · Wooey`;
  const half = updateTitle(title, "running", 50);
  expect(half).toBe("◐ 50 % · 100 % wool · Wooey");
  expect(updateTitle(half, "running", 51)).toBe("◐ 51 % · 100 % wool · Wooey");
  expect(updateTitle("R plots · Wooey", "running", 50)).toBe("R plots · Wooey");
  expect(updateTitle(half, "completed", null)).toBe("✓ 100 % wool · Wooey");
});
