import { describe, expect, test } from "vitest";
import { parseArgv } from "./parse";
import { splitCommandLine } from "./shell";
import { aCommand, aFlag, aParameter, aPositional, aSpec } from "./testing/specs";

const add = aCommand([aParameter("left", { required: true, type: "integer" }), aFlag("dry")], {
  name: "add",
  aliases: ["plus"],
});
const rich = aSpec(
  [
    aParameter("alpha", { flags: ["-a", "--alpha"] }),
    aFlag("verbose", { flags: ["-v", "--verbose"], action: "count" }),
    aFlag("extract", { flags: ["-x"] }),
    aFlag("cache", { action: "boolean_optional", flags: ["--cache", "--no-cache"], negativeFlags: ["--no-cache"] }),
    aParameter("tag", { action: "append" }),
    aParameter("pair", { action: "append", nargs: 2 }),
    aParameter("log", { nargs: "?" }),
    aParameter("words", { nargs: "*", action: "extend" }),
  ],
  { subcommands: { required: false, dest: "what", commands: [add] } },
);

describe("parseArgv", () => {
  test.each<[string, unknown]>([
    ["--alpha long", { alpha: "long" }],
    ["-a short", { alpha: "short" }],
    ["-ashort", { alpha: "short" }],
    ["-a=x", { alpha: "x" }],
    ["--al x", { alpha: "x" }],
    ["-vvx", { verbose: 2, extract: true }],
    ["--no-cache --cache", { cache: true }],
    ["--no-cache", { cache: false }],
    ["--ca --no", { cache: false }],
    ["--tag a --tag=b", { tag: ["a", "b"] }],
    [
      "--pair 1 2 --pair 3 4",
      {
        pair: [
          ["1", "2"],
          ["3", "4"],
        ],
      },
    ],
    ["--log", { log: true }],
    ["--log=x", { log: "x" }],
    ["--words a b --words c", { words: ["a", "b", "c"] }],
    ["plus --left -4", { $command: { name: "add", values: { left: "-4" } } }],
    ["-v add --left 1 --dry", { verbose: 1, $command: { name: "add", values: { left: "1", dry: true } } }],
  ])("reads %j as argparse would", (line, values) => {
    expect(parseArgv(rich, splitCommandLine(line))).toEqual({ values });
  });

  test.each([
    ["--nope", "unrecognized arguments: --nope"],
    ["--alpha", "argument -a/--alpha: expected one argument"],
    ["--pair 1", "argument --pair: expected 2 arguments"],
    ["nosuch", "argument what: invalid choice: 'nosuch' (choose from add, plus)"],
    ["add", "the following arguments are required: --left"],
    ["--verbose=2", "argument -v/--verbose: ignored explicit argument '2'"],
    ["-h", "-h asks the script for its help; it would do no work"],
    ["add --help", "--help asks the script for its help; it would do no work"],
  ])("refuses %j", (line, message) => {
    expect(parseArgv(rich, splitCommandLine(line))).toEqual({ error: message });
  });

  test("keeps nothing from one reading to the next", () => {
    const once = parseArgv(rich, ["-v", "--tag", "a", "add", "--left", "1"]);
    expect(parseArgv(rich, ["-v", "--tag", "a", "add", "--left", "1"])).toEqual(once);
    expect(parseArgv(rich, [])).toEqual({ values: {} });
  });

  test("never reads a file of arguments", () => {
    const spec = aSpec([aPositional("input")], { fromfilePrefixChars: "@" });
    expect(parseArgv(spec, ["@/etc/passwd"])).toEqual({
      error: "arguments are not read from files here: @/etc/passwd",
    });
  });

  test("refuses a word that one Python reads as a number and another as an option", () => {
    const params = [aPositional("first", { nargs: "+" }), aPositional("others", { nargs: "remainder" })];
    expect(parseArgv(aSpec(params), ["a", "-1e5"])).toEqual({
      error: expect.stringContaining("-1e5 is read differently"),
    });
    expect(parseArgv(aSpec([aParameter("shift", { type: "number" })]), ["--shift", "-1e5"])).toEqual({
      values: { shift: "-1e5" },
    });
  });

  test("keeps what a lenient script does not know", () => {
    const spec = aSpec([aFlag("loud")], {}, { lenient: true });
    expect(parseArgv(spec, ["--loud", "--other", "x"])).toEqual({ values: { loud: true, $rest: ["--other", "x"] } });
  });

  test("refuses two of an exclusive group, and none of a required one", () => {
    const params = [aFlag("a", { mutex: "m" }), aFlag("b", { mutex: "m" })];
    const spec = aSpec(params, { mutex: [{ id: "m", required: true, params: ["a", "b"] }] });
    expect(parseArgv(spec, ["--a", "--b"])).toEqual({ error: "argument --b: not allowed with argument --a" });
    expect(parseArgv(spec, [])).toEqual({ error: "one of the arguments --a --b is required" });
  });

  test("reads a megabyte, and hundred thousand values", () => {
    const spec = aSpec([aParameter("text"), aPositional("all", { nargs: "*" })]);
    const text = "x".repeat(1_000_000);
    expect(parseArgv(spec, [`--text=${text}`])).toEqual({ values: { text } });
    const all = Array.from({ length: 100_000 }, (_, index) => String(index));
    expect(parseArgv(spec, all)).toEqual({ values: { all } });
    expect(
      parseArgv(
        spec,
        Array.from({ length: 300_000 }, () => "--text=x"),
      ),
    ).toHaveProperty("error");
  });
});

describe("parseArgv for other libraries", () => {
  const params = [
    aParameter("name", { flags: ["-n", "--name"] }),
    aParameter("size", { flags: ["--size"], nargs: 2 }),
    aFlag("verbose", { flags: ["-v"], action: "count" }),
    aFlag("shout", { flags: ["--shout"], action: "boolean_optional", negativeFlags: ["--no-shout"] }),
    aPositional("src"),
    aPositional("dst", { nargs: "*" }),
  ];
  const click = aSpec(params, {}, { engine: "click" });

  test.each<[string, unknown]>([
    ["a b c", { src: "a", dst: ["b", "c"] }],
    ["-n --shout a", { name: "--shout", src: "a" }],
    ["-vvnx a", { verbose: 2, name: "x", src: "a" }],
    ["--size -1 -2 a", { size: ["-1", "-2"], src: "a" }],
    ["a --no-shout b", { src: "a", shout: false, dst: ["b"] }],
    ["-- -a", { src: "-a" }],
    ["a -", { src: "a", dst: ["-"] }],
  ])("click reads %j from left to right", (line, values) => {
    expect(parseArgv(click, splitCommandLine(line))).toEqual({ values });
  });

  test.each([
    ["a --na x", "unrecognized arguments: --na"],
    ["a --name", "argument --name: expected one argument"],
    ["a -5", "unrecognized arguments: -5"],
    ["", "the following arguments are required: src"],
    ["--help", "--help asks the script for its help; it would do no work"],
  ])("click refuses %j", (line, error) => {
    expect(parseArgv(click, splitCommandLine(line))).toEqual({ error });
  });

  test("optparse knows a long option by its beginning", () => {
    const spec = aSpec(params, {}, { engine: "optparse" });
    expect(parseArgv(spec, ["--na", "x", "a"])).toEqual({ values: { name: "x", src: "a" } });
    expect(parseArgv(spec, ["--s", "x", "a"])).toHaveProperty("error");
  });

  test("reads the sub-command after the group's own options", () => {
    const copy = aCommand([aPositional("src"), aFlag("force")], { name: "copy" });
    const group = aSpec([aFlag("debug")], { subcommands: { required: true, commands: [copy] } }, { engine: "click" });
    expect(parseArgv(group, ["--debug", "copy", "a", "--force"])).toEqual({
      values: { debug: true, $command: { name: "copy", values: { src: "a", force: true } } },
    });
    expect(parseArgv(group, ["--debug"])).toEqual({ error: "the following arguments are required: command" });
    expect(parseArgv(group, ["nosuch"])).toEqual({ error: "invalid choice: 'nosuch' (choose from copy)" });
  });
});
