import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { isHidden, prepareTarget } from "./fetched-path";

let folder: string;
let outside: string;

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "wooey-fetched-"));
  outside = fs.mkdtempSync(path.join(os.tmpdir(), "wooey-outside-"));
});
afterEach(() => {
  for (const each of [folder, outside]) fs.rmSync(each, { recursive: true, force: true });
});

describe("prepareTarget", () => {
  test("is below the folder, and creates the folders on the way", () => {
    expect(prepareTarget(folder, "a/b/c.txt")).toBe(path.join(fs.realpathSync(folder), "a", "b", "c.txt"));
    expect(fs.readdirSync(path.join(folder, "a"))).toEqual(["b"]);
  });

  test.each(["../x", "a/../../x", "/etc/passwd", "a//b", "", ".", "..", "a/.", "a/..", "a\0b", "a/"])(
    "refuses %j",
    (name) => {
      expect(() => prepareTarget(folder, name)).toThrow("it would be outside of the folder");
      expect(fs.readdirSync(folder)).toEqual([]);
    },
  );

  test("refuses a folder that is a link to another place", () => {
    fs.symlinkSync(outside, path.join(folder, "link"));
    expect(() => prepareTarget(folder, "link/x")).toThrow("it would be outside of the folder");
    expect(fs.readdirSync(outside)).toEqual([]);
  });

  test("follows a link within the folder, and does not follow a last one", () => {
    fs.mkdirSync(path.join(folder, "real"));
    fs.symlinkSync("real", path.join(folder, "link"));
    expect(prepareTarget(folder, "link/x")).toBe(path.join(fs.realpathSync(folder), "real", "x"));
    fs.symlinkSync(path.join(outside, "victim"), path.join(folder, "last"));
    expect(prepareTarget(folder, "last")).toBe(path.join(fs.realpathSync(folder), "last"));
  });

  test("refuses to replace a folder by a file", () => {
    fs.mkdirSync(path.join(folder, "taken"));
    expect(() => prepareTarget(folder, "taken")).toThrow("a folder of this name is in its place");
  });
});

test("isHidden recognizes hidden files and files in hidden folders", () => {
  expect([".bashrc", "a/.git/x", "a.b/c"].map(isHidden)).toEqual([true, true, false]);
});
