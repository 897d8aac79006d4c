import { describe, expect, test } from "vitest";
import { buildArgv } from "./build";
import { ArgumentsError } from "./errors";
import { argumentBytesMax } from "./impossible";
import type { ScriptSpec } from "./spec";
import { aCommand, aFlag, aParameter, aPositional, aSpec } from "./testing/specs";
import type { CommandValues } from "./values";

function fieldsOf(spec: ScriptSpec, values: CommandValues): Record<string, string[]> {
  try {
    return { built: buildArgv(spec, values).argv };
  } catch (error) {
    if (error instanceof ArgumentsError) return error.fields;
    throw error;
  }
}

describe("buildArgv", () => {
  test("writes long options with an equals sign, so that no value is taken for an option", () => {
    const spec = aSpec([aParameter("name"), aParameter("short", { flags: ["-s"] })]);
    expect(buildArgv(spec, { name: "--short" }).argv).toEqual(["--name=--short"]);
    expect(buildArgv(spec, { name: "", short: "-x" }).argv).toEqual(["--name=", "-s=-x"]);
    expect(buildArgv(spec, { short: "plain" }).argv).toEqual(["-s", "plain"]);
  });

  test("writes -- only where a positional begins like an option", () => {
    const spec = aSpec([aPositional("input"), aParameter("name")]);
    expect(buildArgv(spec, { input: "a", name: "b" }).argv).toEqual(["--name=b", "a"]);
    expect(buildArgv(spec, { input: "-a", name: "b" }).argv).toEqual(["--name=b", "--", "-a"]);
    expect(buildArgv(spec, { input: "-" }).argv).toEqual(["-"]);
    expect(buildArgv(spec, { input: "-5" }).argv).toEqual(["-5"]);
  });

  test("writes -- when a list of values would swallow the positional", () => {
    const spec = aSpec([aParameter("many", { nargs: "+" }), aPositional("input")]);
    expect(buildArgv(spec, { many: ["a", "b"], input: "c" }).argv).toEqual(["--many", "a", "b", "--", "c"]);
  });

  test("builds nothing that one Python reads and another refuses", () => {
    const shift = aParameter("shift", { flags: ["-1"], type: "number" });
    const subcommands = { required: true, position: 1, commands: [aCommand([shift], { name: "add" })] };
    const spec = aSpec([aPositional("sizes", { nargs: "+" })], { subcommands });
    // CPython from 3.14 on takes -1=-1e5 for a number, and so for one of the sizes.
    const values = { sizes: ["42"], $command: { name: "add", values: { shift: "-1e5" } } };
    expect(fieldsOf(spec, values)).toEqual({ __all__: [expect.stringContaining("would reject this")] });
    const one = aSpec([aPositional("size", { type: "number" })]);
    expect(buildArgv(one, { size: "-1e5" }).argv).toEqual(["--", "-1e5"]);
  });

  test("says options to a script that looks for them by itself as it knows them", () => {
    const options = [aParameter("size"), aParameter("out", { metavar: "=VALUE" }), aFlag("fast")];
    const spec = aSpec([...options, aPositional("args", { nargs: "*" })], {}, { engine: "sys.argv" });
    expect(buildArgv(spec, { size: "3", out: "a b", fast: true, args: ["x", "-"] }).argv).toEqual([
      ...["--size", "3", "--out=a b", "--fast", "x", "-"],
    ]);
    expect(fieldsOf(spec, { args: ["-x"] })).toHaveProperty("args");
    const script = aSpec([aPositional("first")], {}, { engine: "sys.argv" });
    expect(buildArgv(script, { first: "-x" }).argv).toEqual(["-x"]);
  });

  test("leaves out a value that equals the default, however it is written", () => {
    const spec = aSpec([
      aParameter("count", { type: "integer", default: 5 }),
      aParameter("ratio", { type: "number", default: 1000 }),
      aParameter("tags", { nargs: "*", default: ["a", "b"] }),
      aFlag("cache", { action: "boolean_optional", negativeFlags: ["--no-cache"], default: true }),
      aParameter("when", { defaultText: "datetime.now()" }),
    ]);
    expect(buildArgv(spec, { count: "05", ratio: "1e3", tags: ["a", "b"], cache: true }).argv).toEqual([]);
    expect(buildArgv(spec, { count: "6", tags: ["b", "a"], cache: false, when: "now" }).argv).toEqual([
      "--tags",
      "b",
      "a",
      "--count=6",
      "--no-cache",
      "--when=now",
    ]);
  });

  test("keeps a default that the script demands, and what adds up", () => {
    const spec = aSpec([
      aParameter("need", { required: true, default: "x" }),
      aParameter("tag", { action: "append", default: ["a"] }),
    ]);
    expect(buildArgv(spec, { need: "x", tag: ["a"] }).argv).toEqual(["--need=x", "--tag=a"]);
  });

  test("fills a positional left alone with its default when a later one is given", () => {
    const spec = aSpec([aPositional("from", { nargs: "?", default: "here" }), aPositional("to", { nargs: "*" })]);
    expect(buildArgv(spec, { to: ["there"] }).argv).toEqual(["here", "there"]);
    expect(buildArgv(spec, { from: "here" }).argv).toEqual([]);
  });

  test("writes flags, counts, switches, repeated options, groups and options without their value", () => {
    const spec = aSpec([
      aFlag("loud", { flags: ["-l", "--loud"] }),
      aFlag("verbose", { action: "count", flags: ["-v"] }),
      aParameter("tag", { action: "append" }),
      aParameter("pair", { action: "append", nargs: 2 }),
      aParameter("log", { nargs: "?" }),
    ]);
    const values = {
      loud: true,
      verbose: 3,
      tag: ["a", "-b"],
      pair: [
        ["1", "2"],
        ["3", "4"],
      ],
      log: true,
    };
    expect(buildArgv(spec, values).argv).toEqual(
      "--log --loud -v -v -v --tag=a --tag=-b --pair 1 2 --pair 3 4".split(" "),
    );
  });

  test("nests sub-commands and gives each its own --", () => {
    const add = aCommand([aPositional("url"), aFlag("force")], { name: "add", aliases: ["a"] });
    const remote = aCommand([], { name: "remote", subcommands: { required: true, commands: [add] } });
    const spec = aSpec([aParameter("C", { flags: ["-C"] })], { subcommands: { required: true, commands: [remote] } });
    const inner = { name: "a", values: { url: "-u", force: true } };
    const values = { C: "dir", $command: { name: "remote", values: { $command: inner } } };
    expect(buildArgv(spec, values).argv).toEqual(["-C", "dir", "remote", "a", "--force", "--", "-u"]);
  });

  test("names the field of a sub-command by its path", () => {
    const add = aCommand([aPositional("url")], { name: "add" });
    const remote = aCommand([], { name: "remote", subcommands: { required: true, commands: [add] } });
    const spec = aSpec([], { subcommands: { required: true, commands: [remote] } });
    const values = { $command: { name: "remote", values: { $command: { name: "add", values: { url: "--" } } } } };
    expect(Object.keys(fieldsOf(spec, values))).toEqual(["remote.add.url"]);
  });

  test.each(["--", "a\0b", "\ud800"])("refuses %j beside its field: no program can be given it there", (text) => {
    expect(Object.keys(fieldsOf(aSpec([aPositional("input")]), { input: text }))).toEqual(["input"]);
  });

  test.each(["\n", "-\n", "\u202E-x", "👩‍💻", "-👩", "--opt=@x", "a\tb", "—dash"])("says %j right", (text) => {
    const spec = aSpec([aPositional("input"), aParameter("opt"), aParameter("o", { flags: ["-o"] })]);
    const { argv } = buildArgv(spec, { input: text, opt: text, o: text });
    expect(argv).toContain(`--opt=${text}`);
    expect(argv).toContain(text);
  });

  test("never lets a value be read as a file of arguments", () => {
    const params = [aParameter("opt"), aParameter("o", { flags: ["-o"] }), aPositional("input", { nargs: "?" })];
    const spec = aSpec(params, { fromfilePrefixChars: "@" });
    expect(buildArgv(spec, { opt: "@/etc/passwd", o: "@x" }).argv).toEqual(["--opt=@/etc/passwd", "-o=@x"]);
    expect(fieldsOf(spec, { input: "@/etc/passwd" })).toEqual({ input: [expect.stringContaining("from a file")] });
  });

  test("refuses an option-like value where several follow an option", () => {
    const spec = aSpec([aParameter("pair", { nargs: 2 })]);
    expect(fieldsOf(spec, { pair: ["a", "--b"] })).toEqual({
      pair: [expect.stringContaining("starts like an option")],
    });
    expect(buildArgv(spec, { pair: ["-1", "-2.5"] }).argv).toEqual(["--pair", "-1", "-2.5"]);
  });

  test("refuses an argument that Linux could not start a program with", () => {
    const spec = aSpec([aParameter("text")]);
    expect(buildArgv(spec, { text: "x".repeat(argumentBytesMax - 10) }).argv[0]).toHaveLength(argumentBytesMax - 3);
    expect(Object.keys(fieldsOf(spec, { text: "x".repeat(1_000_000) }))).toEqual(["text"]);
    expect(Object.keys(fieldsOf(spec, { text: "é".repeat(argumentBytesMax / 2 + 1) }))).toEqual(["text"]);
  });

  test("knows parameters by their own names only", () => {
    const spec = aSpec([aParameter("constructor"), aParameter("__proto__"), aParameter("toString")]);
    expect(buildArgv(spec, {}).argv).toEqual([]);
    expect(buildArgv(spec, JSON.parse('{"__proto__": "a", "constructor": "b"}')).argv).toEqual([
      "--constructor=b",
      "----proto--=a",
    ]);
  });

  test("passes on what a lenient script does not describe, after the rest", () => {
    const spec = aSpec([aFlag("loud")], {}, { lenient: true });
    expect(buildArgv(spec, { loud: true, $rest: ["--other", "x"] }).argv).toEqual(["--loud", "--other", "x"]);
    expect(fieldsOf(spec, { $rest: ["--loud"] })).toHaveProperty("__all__");
  });
});

describe("buildArgv for other libraries", () => {
  const params = [
    aParameter("name", { flags: ["-n", "--name"] }),
    aParameter("x", { flags: ["-x"] }),
    aParameter("pos", { nargs: 2, type: "number" }),
    aPositional("input", { nargs: "*" }),
  ];
  const values = { name: "-a", x: "-b", pos: ["-1", "-2"], input: ["-c"] };

  test.each(["click", "typer", "optparse", "getopt"] as const)(
    "%s takes what follows an option as its value",
    (engine) => {
      const spec = aSpec(params, {}, { engine });
      expect(buildArgv(spec, values).argv).toEqual(["--name=-a", "-x-b", "--pos", "-1", "-2", "--", "-c"]);
    },
  );

  test("docopt takes -- only where its usage says so", () => {
    const spec = (usage: string): ScriptSpec => aSpec([aPositional("input")], { usage }, { engine: "docopt" });
    expect(buildArgv(spec("Usage: x [--] <input>"), { input: "-c" }).argv).toEqual(["--", "-c"]);
    expect(fieldsOf(spec("Usage: x <input>"), { input: "-c" })).toHaveProperty("input");
  });

  test("docopt's words stand where its usage has them", () => {
    const move = [
      aPositional("ship"),
      aFlag("move", { kind: "literal", flags: undefined, required: true }),
      aPositional("x"),
    ];
    const spec = aSpec(move, {}, { engine: "docopt" });
    expect(buildArgv(spec, { ship: "Ann", move: true, x: "3" }).argv).toEqual(["Ann", "move", "3"]);
  });

  test("fire and functions get every parameter by its name", () => {
    const keyword = aParameter("level", { kind: "keyword", flags: undefined });
    expect(buildArgv(aSpec([keyword], {}, { engine: "fire" }), { level: "-3" }).argv).toEqual(["--level=-3"]);
    expect(buildArgv(aSpec([keyword], {}, { engine: "function" }), { level: "a b" }).argv).toEqual(["--level=a b"]);
  });

  test("other languages get an option and its value as two words, where that is safe", () => {
    const spec = aSpec(params, {}, { engine: "help" });
    expect(buildArgv(spec, { name: "a b" }).argv).toEqual(["--name", "a b"]);
    expect(buildArgv(spec, { name: "-a" }).argv).toEqual(["--name=-a"]);
  });

  test("a script that reads sys.argv gets the words as they are", () => {
    const spec = aSpec([aPositional("arg1"), aPositional("arg2")], {}, { engine: "sys.argv" });
    expect(buildArgv(spec, { arg1: "--", arg2: "-x" }).argv).toEqual(["--", "-x"]);
  });

  test("a script without parameters gets none", () => {
    expect(buildArgv(aSpec([], {}, { engine: "none" }), {}).argv).toEqual([]);
  });

  test("truth values are written in the script's own words", () => {
    const params = [
      aParameter("a", { format: "bool", boolStrings: ["yes", "no"] }),
      aParameter("b", { format: "truthy", default: true }),
    ];
    expect(buildArgv(aSpec(params), { a: false, b: false }).argv).toEqual(["--a=no", "--b="]);
    expect(buildArgv(aSpec(params), { a: true, b: true }).argv).toEqual(["--a=yes"]);
  });
});
