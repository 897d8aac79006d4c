import { describe, expect, test } from "vitest";
import { firstFreeSlug, slugify, slugPattern } from "./slug";

describe("slugify", () => {
  // The examples from the inventory of Wooey 0.14, with the answers of the real Wooey.
  test.each([
    ["My Script", "my-script"],
    ["my_script", "my_script"],
    ["my-script", "my-script"],
    ["Translate Me!", "translate-me"],
    ["MY  script x!!", "my-script-x"],
    ["x (v2) & more", "x-v2-more"],
    ["Ünïcode x", "unicode-x"],
    ["日本", "script"],
    ["_-edge-_", "edge"],
    ["", "script"],
    ["x".repeat(80), "x".repeat(50)],
  ])("%j is %j", (name, slug) => {
    expect(slugify(name, "script")).toBe(slug);
  });
});

describe("firstFreeSlug", () => {
  test("counts from 2 and stays within 50 characters", () => {
    const long = "x".repeat(50);
    expect(firstFreeSlug("a", new Set())).toBe("a");
    expect(firstFreeSlug("a", new Set(["a", "a-2"]))).toBe("a-3");
    expect(firstFreeSlug(long, new Set([long]))).toBe(`${"x".repeat(48)}-2`);
    const ten = [long, ...Array.from({ length: 8 }, (_, n) => `${"x".repeat(48)}-${n + 2}`)];
    expect(firstFreeSlug(long, new Set(ten))).toBe(`${"x".repeat(47)}-10`);
  });

  test("does not use the paths of the API", () => {
    expect(firstFreeSlug("list", new Set())).toBe("list-2");
    expect(firstFreeSlug("add-or-update", new Set())).toBe("add-or-update-2");
  });
});

test("slugPattern escapes the special characters of LIKE", () => {
  expect(slugPattern("a_b%c")).toBe("a\\_b\\%c%");
});
