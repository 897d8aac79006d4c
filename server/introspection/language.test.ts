import { describe, expect, test } from "vitest";
import { findProgram, otherLanguage } from "./language";

const interpreter = (content: string, filename = "tool") =>
  otherLanguage(Buffer.from(content, "latin1"), filename)?.interpreter;

describe("otherLanguage", () => {
  test.each([
    ["#!/bin/bash -e\n", "tool", ["/bin/bash", "-e"]],
    ["#!/usr/bin/env -S node --no-warnings\n", "tool.py", ["node", "--no-warnings"]],
    ["#! /usr/bin/env LANG=C perl\r\n", "tool", ["perl"]],
    ["echo hello\n", "tool.sh", ["sh"]],
    ["x <- 1\n", "Model.R", ["Rscript"]],
    ["\x7fELF\x02\x01", "tool", []],
  ])("%j in %s is started by %j", (content, filename, words) => {
    expect(interpreter(content, filename)).toEqual(words);
  });

  test.each([
    ["#!/usr/bin/env python3\n", "tool"],
    ["#!/usr/bin/python3.11 -u\n", "tool.sh"],
    ["#!/usr/bin/env -S uv run --script\n", "tool"],
    ["import os\n", "tool.py"],
    ["PK\x03\x04", "tool.sh"],
    ["PK\x03\x04", "tool.pyz"],
    ["hello\n", "notes"],
    ["hello\n", "x.constructor"],
    ["#!\n", "x"],
  ])("%j in %s is Python's", (content, filename) => {
    expect(interpreter(content, filename)).toBeUndefined();
  });
});

describe("findProgram", () => {
  test("absolute, by name, Node itself, and none", async () => {
    expect(await findProgram("/bin/sh")).toBe("/bin/sh");
    expect(await findProgram("sh")).toMatch(/\/sh$/);
    expect(await findProgram("node")).toBe(process.execPath);
    expect(await findProgram("/opt/nowhere/no-such-program")).toBeNull();
  });
});
