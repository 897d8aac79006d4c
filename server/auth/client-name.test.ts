import { describe, expect, test } from "vitest";
import { clientNameOfAgent, toClientName } from "./client-name";

describe("toClientName", () => {
  test.each([
    ["claude-code", "Claude Code"],
    ["Visual Studio Code", "VS Code"],
    ["  My   agent\t2.1 ", "My agent 2.1"],
    ["数据助手", "数据助手"],
    ["x) deleted by (admin", "x deleted by admin"],
    ["<script>alert(1)</script>", "script alert 1 /script"],
    ["evil\u202egnp", "evil gnp"],
    ["a\0b\nc", "a b c"],
    ["constructor", "constructor"],
    ["x".repeat(5000), "x".repeat(40)],
    ["😀😀", null],
    ["- . -", null],
    ["", null],
    [undefined, null],
    [null, null],
  ])("shows %j as %j", (text, name) => expect(toClientName(text)).toBe(name));

  test("never splits a character in two", () => {
    expect(toClientName("𝒜".repeat(60))).toBe("𝒜".repeat(40));
  });
});

describe("clientNameOfAgent", () => {
  test.each([
    ["claude-code/2.1.3 (cli)", "Claude Code"],
    ["Cursor/1.4.0 (linux x64)", "Cursor"],
    ["my-agent", "my-agent"],
    ["node", null],
    ["python-httpx/0.27", null],
    ["Mozilla/5.0 (X11; Linux x86_64)", null],
    ["", null],
    [null, null],
  ])("reads %j as %j", (agent, name) => expect(clientNameOfAgent(agent)).toBe(name));
});
