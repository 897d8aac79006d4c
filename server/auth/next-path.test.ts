import { describe, expect, test } from "vitest";
import { pathOfReferrer, safeNextPath } from "./next-path";

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

describe("pathOfReferrer", () => {
  test.each([
    ["http://wooey.test/scripts/cats/?count=5#x", "/scripts/cats/?count=5"],
    ["http://wooey.test/logins/", "/logins/"],
    ["http://wooey.test:8080/jobs/", "/"],
    ["https://wooey.test/jobs/", "/"],
    ["http://evil.example/jobs/", "/"],
    ["http://wooey.test//evil.example/", "/"],
    ["http://wooey.test/reset/?link=secret", "/"],
    ["http://wooey.test/register", "/"],
    ["http://wooey.test/login/", "/"],
    ["nonsense", "/"],
    [null, "/"],
  ])("reads %j as %s", (referrer, path) => {
    expect(pathOfReferrer(referrer, "http://wooey.test")).toBe(path);
  });
});
