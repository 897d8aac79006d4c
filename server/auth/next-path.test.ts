import { describe, expect, test } from "vitest";
import { safeNextPath } from "./next-path";

describe("safeNextPath", () => {
  test.each(["/", "/scripts/cat-fetcher/?count=5#top", "/jobs/1/", "/a//b"])(
    "keeps a path of this site: %s",
    (path) => {
      expect(safeNextPath(path)).toBe(path);
    },
  );

  test.each([
    "",
    null,
    undefined,
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/.//evil.example",
    "/x/..//evil.example",
    "javascript:alert(1)",
    " /jobs/",
    "/\u0000",
  ])("returns the home page for %j", (text) => {
    expect(safeNextPath(text)).toBe("/");
  });
});
