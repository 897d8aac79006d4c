import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import type { CommandOutline, OutlineOption } from "./command-outline";
import { completeArguments } from "./complete";
import { completionScript } from "./completions";

function option(flags: string[], rest: Partial<OutlineOption> = {}): OutlineOption {
  return { flags, value: "VALUE", help: "", isFile: false, choices: [], isRequired: false, ...rest };
}

const plain: CommandOutline = {
  options: [
    option(["-m", "--mode"], { choices: ["fast", "slow"], help: "how" }),
    option(["--verbose"], { value: "" }),
    option(["--input"], { isFile: true }),
  ],
  positionals: [option([], { choices: ["one", "two"] }), option([], { isFile: true })],
  commands: [],
};
const nested: CommandOutline = {
  options: [option(["--all"], { value: "" })],
  positionals: [],
  commands: [
    { name: "add", help: "add it", ...plain },
    { name: "apply", help: "", options: [], positionals: [], commands: [] },
  ],
};

const wordsOf = (outline: CommandOutline, ...words: string[]) =>
  completeArguments(outline, words).words.map(({ word }) => word);

describe("completeArguments", () => {
  test("offers options with their help, and the choices of one", () => {
    expect(wordsOf(plain, "--")).toEqual(["--mode", "--verbose", "--input"]);
    expect(completeArguments(plain, ["--m"])).toEqual({ words: [{ word: "--mode", help: "how" }] });
    expect(wordsOf(plain, "-m", "")).toEqual(["fast", "slow"]);
    expect(wordsOf(plain, "--mode=s")).toEqual(["--mode=slow"]);
  });

  test("leaves files to the shell", () => {
    expect(completeArguments(plain, ["--input", "x"])).toEqual({ words: [], files: true });
    expect(completeArguments(plain, ["--verbose", "one", ""])).toEqual({ words: [], files: true });
    expect(wordsOf(plain, "--verbose", "")).toEqual(["one", "two"]);
  });

  test("enters sub-commands", () => {
    expect(wordsOf(nested, "a")).toEqual(["add", "apply"]);
    expect(wordsOf(nested, "--all", "add", "--v")).toEqual(["--verbose"]);
  });
});

test("completionScript is a script for bash, and knows three shells", () => {
  execFileSync("bash", ["-n"], { input: completionScript("bash") });
  expect(completionScript("zsh")).toMatch(/^#compdef wooey\n/);
  expect(completionScript("fish")).toContain("complete -c wooey");
  expect(() => completionScript("cmd")).toThrow("bash, zsh, fish");
});
