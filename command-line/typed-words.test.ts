import { describe, expect, test } from "vitest";
import { readArguments } from "./read-arguments";
import { aParameter, aSpec } from "./testing/specs";
import { leaveCommandToScript, toTypedWords, typedArgv } from "./typed-words";

const spec = aSpec([
  aParameter("verbose", { flags: ["-v", "--verbose"], action: "store_true" }),
  aParameter("input", { flags: ["-i", "--input"], format: "file", mode: "r" }),
  aParameter("words", { kind: "positional", flags: [], nargs: "*" }),
]);

/** What the script gets: the arguments, with `<name>` for a file. */
function argvFor(args: string[], more: Record<string, string> = {}) {
  const { values, inputs } = readArguments(spec, args);
  const files = new Map(inputs.map(({ name }) => [name, `<${name}>`]));
  const words = toTypedWords(args, files);
  const input = typeof values.input === "string" ? { input: files.get(values.input) ?? values.input } : {};
  return typedArgv(spec, { words, values: { ...values, ...input, ...more } }, (file) => file);
}

describe("typedArgv", () => {
  test.each([
    [
      ["-v", "a"],
      ["-v", "a"],
    ],
    [
      ["a", "--verb"],
      ["a", "--verb"],
    ],
    [
      ["--input", "x.csv"],
      ["--input", "<x.csv>"],
    ],
    [["--inp=x.csv"], ["--inp=<x.csv>"]],
    [
      ["-vix.csv", "--", "-v"],
      ["-vi<x.csv>", "--", "-v"],
    ],
  ])("leaves %j as it was typed", (args, expected) => {
    expect(argvFor(args)).toEqual(expected);
  });

  test("null where they would say something else than the values, such as without an initial value", () => {
    expect(argvFor(["a"], { input: "initial.csv" })).toBeNull();
    expect(argvFor(["x.csv", "-i", "x.csv"])).toBeNull(); // The first is a word, and no file.
    expect(typedArgv(spec, { words: [{ text: "a\0" }], values: { words: ["a\0"] } }, String)).toBeNull();
  });
});

test("leaveCommandToScript lets every sub-command be left out", () => {
  const commands = { required: true, commands: [{ ...aSpec([]).command, name: "add" }] };
  const withCommands = { ...aSpec([]), command: { ...aSpec([]).command, subcommands: commands } };
  expect(readArguments(withCommands, []).values).toEqual({});
  expect(leaveCommandToScript(withCommands).command.subcommands?.required).toBe(false);
});
