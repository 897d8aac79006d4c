import { describe, expect, test } from "vitest";
import { buildArgv } from "./build";
import { ArgumentsError } from "./errors";
import { toForm } from "./form";
import { parseArgv } from "./parse";
import type { Parameter, ScriptSpec } from "./spec";
import { aCommand, aFlag, aParameter, aPositional, aSpec } from "./testing/specs";
import { checkValues } from "./validate";
import type { CommandValues } from "./values";

/** The arguments for these values, or what is wrong with them by field. */
function outcomeOf(spec: ScriptSpec, values: CommandValues): unknown {
  const errors = checkValues(spec, values);
  if (Object.keys(errors).length > 0) return errors;
  try {
    return buildArgv(spec, values).argv;
  } catch (error) {
    if (error instanceof ArgumentsError) return error.fields;
    throw error;
  }
}

const click = { engine: "click" } as const;
const optionalValue = aParameter("name", { nargs: "?", const: "anonymous", optionLikeValuesImpossible: true });
const greet = aSpec(
  [optionalValue, aFlag("verbose", { flags: ["-v"] }), aPositional("who", { nargs: "?" })],
  {},
  click,
);
const short = aSpec([aParameter("x", { flags: ["-x"], nargs: "?", const: "two" })], {}, click);
const copy = aSpec(
  [aPositional("src", { nargs: "*" }), aPositional("dst", { nargs: "?" })],
  { laterPositionalsFirst: true },
  click,
);
const intermixed = aSpec([aFlag("delete"), aPositional("files", { nargs: "*" })], { intermixed: true });
const toggle = aParameter("toggle", { nargs: "?", const: false, type: "string", format: "bool", default: true });
const pair = aSpec([aPositional("source", { nargs: "?" }), aPositional("target")]);
const remote = aSpec([aPositional("host", { nargs: "?", default: "here" })], {
  subcommands: { required: true, commands: [aCommand([aPositional("file")], { name: "get" })] },
});
const get = (file: string): CommandValues["$command"] => ({ name: "get", values: { file } });
const many = aSpec([aPositional("hosts", { nargs: "+" })], {
  subcommands: { required: true, commands: [aCommand([aParameter("to")], { name: "put" })] },
});
const put: CommandValues["$command"] = { name: "put", values: { to: "--a b" } };
const dashes = aSpec(
  [aParameter("--", { kind: "literal", nargs: 0, action: "store_true" }), aPositional("word")],
  { usage: "x.py [--] WORD" },
  { engine: "docopt" },
);
const plainWords = aSpec([aPositional("words", { nargs: "+" })], { usage: "x.py WORDS..." }, { engine: "docopt" });
const numbers = { ...plainWords, command: { ...plainWords.command, numbersAreWords: true as const } };
const plainGroup = aSpec(
  [aPositional("word", { nargs: "?", required: false })],
  { subcommands: { required: false, commands: [aCommand([], { name: "go" })] } },
  { engine: "docopt" },
);
const alternating = aPositional("from_to", { action: "append", nargs: 2, repeats: true });
const pairs = aSpec([alternating], { usage: "x.py (FROM TO)..." }, { engine: "docopt" });
const called = aSpec(
  [
    aParameter("a", { required: true }),
    aParameter("b", { type: "integer", default: 3 }),
    aPositional("rest", { nargs: "*" }),
  ],
  {},
  { engine: "fire" },
);
const overlooked = (parameter: Partial<Parameter>) =>
  aSpec([aParameter("jobs", { mutex: "m", ...parameter }), aParameter("cores", { mutex: "m" })], {
    mutex: [{ id: "m", required: true, params: ["jobs", "cores"] }],
  });
const sameText = overlooked({ nargs: "?", const: "a-b", default: "a-b", overlooked: { alone: true } });
const sameNumber = overlooked({ type: "integer", default: 5, overlooked: { default: true } });
const sameTruth = overlooked({
  nargs: "?",
  format: "bool",
  boolStrings: ["true", "false"],
  default: "true",
  overlooked: { default: true },
});
const spaced = aSpec([aParameter("words", { nargs: "+" }), aFlag("x", { flags: ["-x"] })]);

// Each row is a command line that once meant something else to the script than the form, or a wrong refusal.
describe("values that were once passed wrongly", () => {
  test.each<[string, ScriptSpec, CommandValues, unknown]>([
    ["click: an option after =", greet, { name: "-v" }, { name: [/like an option/] }],
    ["click: help after =", greet, { name: "--help" }, { name: [/like an option/] }],
    ["click: a dash is a value", greet, { name: "-" }, ["--name=-"]],
    ["click: the option alone before a positional", greet, { name: true, who: "me" }, ["--name", "--", "me"]],
    ["click: a short option with an empty value", short, { x: "" }, ["-x", ""]],
    ["click: a short option alone, and with a value", short, { x: "b" }, ["-xb"]],
    ["click: a list before a blank", copy, { src: ["a", "b"] }, { dst: [/required if/] }],
    ["click: a list and what follows it", copy, { src: ["a", "b"], dst: "c" }, ["a", "b", "c"]],
    ["click: no list", copy, { dst: "c" }, ["c"]],
    ["intermixed: an option", intermixed, { files: ["--delete"] }, { files: [/like an option/] }],
    ["intermixed: a plain value", intermixed, { files: ["a"], delete: true }, ["--delete", "a"]],
    ["-- for an option", aSpec([aParameter("sep")]), { sep: "--" }, { sep: [/cannot be passed/] }],
    ["Yes where the option alone means no", aSpec([toggle]), { toggle: "yes" }, ["--toggle=yes"]],
    ["No where the option alone means no", aSpec([toggle]), { toggle: false }, ["--toggle=False"]],
    ["a blank before what is required", pair, { target: "x" }, ["x"]],
    ["a value with a space in a list", spaced, { words: ["--y z", "b"] }, ["--words", "--y z", "b"]],
    ["a short option with a space in a list", spaced, { words: ["-x z", "b"] }, { words: [/like an option/] }],
    ["docopt: the separator", dashes, { "--": true, word: "a" }, ["a"]],
    ["docopt: a word behind the separator", dashes, { word: "-a" }, ["--", "-a"]],
    ["docopt: a separator that the usage has not", plainWords, { words: ["--", "-"] }, ["--", "-"]],
    ["docopt: such a separator before a sub-command", plainGroup, { word: "--" }, { word: [/like an option/] }],
    ["docopt: a negative number", plainWords, { words: ["-1.5"] }, { words: [/like an option/] }],
    ["docopt-ng: a negative number", numbers, { words: ["-1.5e3", "-inf", "x"] }, ["-1.5e3", "-inf", "x"]],
    ["docopt-ng: what is no number", numbers, { words: ["-1x"] }, { words: [/like an option/] }],
    [
      "docopt: words that alternate",
      pairs,
      {
        from_to: [
          ["a", "b"],
          ["c", "d"],
        ],
      },
      ["a", "b", "c", "d"],
    ],
    ["docopt: a sub-command beside words", plainGroup, { $command: { name: "go", values: {} } }, ["go"]],
    ["docopt: a word that is no sub-command", plainGroup, { word: "x" }, ["x"]],
    ["docopt: one word too few", pairs, { from_to: [["a", "b"], ["c"]] }, { from_to: [/2 values/] }],
    ["fire: a word that is no option", called, { a: "x", b: 1, rest: ["-1e5"] }, ["--a=x", "--b=1", "-1e5"]],
    ["fire: words that would go to an option", called, { a: "x", rest: ["1"] }, ["--a=x", "--b=3", "1"]],
    ["fire: no words", called, { a: "x" }, ["--a=x"]],
    ["fire: the separator of calls", called, { a: "x", rest: ["-"] }, { rest: [/like an option/] }],
    ["an option alone that is the default", sameText, { jobs: true }, { jobs: [/equals the default/] }],
    ["the same text as a value", sameText, { jobs: "a-b" }, ["--jobs=a-b"]],
    ["another of its group", sameText, { jobs: "a-b", cores: "2" }, ["--cores=2"]],
    ["a default that counts as absent", sameNumber, { jobs: "5" }, { jobs: [/equals the default/] }],
    ["a default that is written differently", sameNumber, { jobs: "05" }, { jobs: [/equals the default/] }],
    ["a truth value that is the default", sameTruth, { jobs: "True" }, { jobs: [/equals the default/] }],
    ["the other truth value", sameTruth, { jobs: "False" }, ["--jobs=False"]],
    ["another value than the default", sameNumber, { jobs: "6" }, ["--jobs=6"]],
    ["a default before a sub-command", remote, { host: "here", $command: get("x") }, ["here", "get", "x"]],
    ["a value with a space in a sub-command", many, { hosts: ["h"], $command: put }, ["h", "put", "--to", "--a b"]],
  ])("%s", (...[, spec, values, expected]) => {
    const outcome = outcomeOf(spec, values);
    if (Array.isArray(expected)) return expect(outcome).toEqual(expected);
    for (const [path, [pattern]] of Object.entries(expected as Record<string, [RegExp]>)) {
      expect(outcome).toHaveProperty(path, [expect.stringMatching(pattern)]);
    }
  });

  test("words that alternate are read in rows", () => {
    const rows = [
      ["a", "b"],
      ["c", "d"],
    ];
    expect(parseArgv(pairs, ["a", "b", "c", "d"])).toEqual({ values: { from_to: rows } });
    expect(parseArgv(pairs, ["a", "b", "c"])).toHaveProperty("error");
    expect(parseArgv(plainWords, ["a", "--", "-b"])).toEqual({ values: { words: ["a", "--", "-b"] } });
  });

  test("the option alone is read as what it means", () => {
    expect(parseArgv(aSpec([toggle]), ["--toggle"])).toEqual({ values: { toggle: false } });
    const { const: _, ...unknown } = toggle;
    expect(parseArgv(aSpec([unknown]), ["--toggle"])).toHaveProperty("error");
  });

  test("a browser refuses no number that the script clamps, and selects the default in another case", () => {
    const level = aParameter("level", { type: "integer", minimum: 1, maximum: 10, clamp: true, default: 99 });
    const choices = [{ value: "A" }, { value: "b" }];
    const shade = aParameter("shade", { choices, caseInsensitive: true, default: "a" });
    const fields = toForm(aSpec([level, shade], {}, click)).sections.flatMap((section) => section.fields);
    expect(fields[0]).not.toHaveProperty("maximum");
    expect(fields[1]).toMatchObject({ initial: ["A"] });
    expect(outcomeOf(aSpec([level, shade], {}, click), { level: "50", shade: "B" })).toEqual([
      "--level=50",
      "--shade=B",
    ]);
  });
});
