import fs from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { Command, Parameter } from "@/command-line/spec";
import { scriptSpecSchema } from "../spec-schema";
import { pythonSince3, type Reading, read, readAll, sentenceOf } from "./read";

const scripts = ["argparse", "plain"].flatMap((folder) =>
  fs.readdirSync(path.join(import.meta.dirname, folder)).map((name) => `${folder}/${name}`),
);
let reports: Map<string, Reading>;

beforeAll(async () => {
  reports = await readAll(scripts);
}, 60_000);

function specOf(name: string) {
  const reading = reports.get(name) as Reading;
  expect(reading.error).toBeUndefined();
  return reading.spec;
}

function byId(command: Command): Record<string, Parameter> {
  return Object.fromEntries(command.params.map((param) => [param.id, param]));
}

const paramsOf = (name: string) => byId(specOf(name).command);

describe("describe, every script of the corpus", () => {
  test.each(scripts)("%s: keeps to the contract, leaves nothing behind, prints nothing", (script) => {
    const { spec, left, output, answer, folder } = reports.get(path.basename(script)) as Reading;
    const {
      helpText: _,
      notOffered: __,
      ...contract
    } = JSON.parse(answer) as { helpText?: string; notOffered?: string[] };
    expect(scriptSpecSchema.parse(contract)).toEqual(contract);
    expect(left).toEqual([path.join("script", path.basename(script))]);
    expect(output).toBe("");
    expect(answer).not.toContain(folder);
    const commands = [spec.command, ...(spec.command.subcommands?.commands ?? [])];
    for (const { params } of commands) expect(new Set(params.map((param) => param.id)).size).toBe(params.length);
  });
});

describe("describe, argparse", () => {
  test("what decides how a value may be given is part of the description", () => {
    expect(paramsOf("value_rules.py")).toMatchObject({
      color: { choices: [{ value: "red" }, { value: "green" }], caseInsensitive: true },
      level: { choices: [{ value: "high" }, { value: "low" }, { value: "middle" }] },
      cache: { nargs: "?", const: "auto", default: "off" },
      run: { action: "append", nargs: "remainder" },
      command: { nargs: "remainder", default: ["ls", "-l"] },
    });
    expect(paramsOf("value_rules.py").exact).not.toHaveProperty("caseInsensitive");
    expect(paramsOf("value_rules.py").bare).not.toHaveProperty("const");
  });

  test.each([
    ["that reports unknown arguments as an error", "if rest: self.error('unrecognized arguments')", undefined],
    ["that ignores unknown arguments", "pass", true],
  ])("a parser with a parse_args of its own %s", async (_, then, lenient) => {
    const content = [
      "import argparse",
      "class Parser(argparse.ArgumentParser):",
      "    def parse_args(self, args=None, namespace=None):",
      "        space, rest = self.parse_known_args(args, namespace)",
      `        ${then}`,
      "        return space",
      "    def parse_known_args(self, args=None, namespace=None):",
      "        return super().parse_known_args(args, namespace)",
      "p = Parser()",
      "p.add_argument('--size', type=int)",
      "p.parse_args()",
    ];
    const { spec } = await read({ name: "a.py", content: content.join("\n") });
    expect(spec.lenient).toBe(lenient);
    expect(spec.command.params).toMatchObject([{ id: "size", type: "integer" }]);
  });

  test("a parser that a module made for something else is not taken for that of the script", async () => {
    const content = [
      "import argparse, sys",
      "argparse.ArgumentParser(prog='%%magic').add_argument('--proc')",
      "if '--help' in sys.argv:",
      "    print('usage: app [options]\\n\\noptions:\\n  --size N  how many\\n  --fast    at once')",
      "    sys.exit(0)",
      "p = argparse.ArgumentParser(add_help=False)",
      "p.add_argument('--size', type=int)",
      "p.add_argument('--fast', action='store_true')",
      "p.parse_args()",
    ];
    const { spec } = await read({ name: "a.py", content: content.join("\n") });
    expect(spec.command.params).toMatchObject([{ id: "size", type: "integer" }, { id: "fast" }]);
  });

  test("choices that come from a set have the same order each time", async () => {
    const repeats = await Promise.all([1, 2, 3].map(() => read("argparse/value_rules.py")));
    for (const { spec } of repeats) expect(byId(spec.command).listed).toEqual(paramsOf("value_rules.py").listed);
  });

  test.each(["intermixed.py", "intermixed_known.py"])("%s: options may stand between positionals", async (name) => {
    expect(specOf(name).command.intermixed).toBe(true);
    expect((await read(`argparse/${name}`, ["--static"])).spec.command.intermixed).toBe(true);
    expect(specOf("known.py").command).not.toHaveProperty("intermixed");
  });

  test("commands that the script tells apart by itself each have the parser that reads their words", () => {
    const commandsIn = (name: string) =>
      specOf(name).command.subcommands!.commands.map((one) => [one.name, one.params.map(({ id }) => id)]);
    expect(commandsIn("own_dispatch.py")).toEqual([
      ["run", ["fast", "target"]],
      ["show", ["all"]],
      ["about", []],
    ]);
    expect(specOf("own_dispatch.py").command.subcommands?.commands[0]?.description).toBe("Runs a target.");
    expect(specOf("own_dispatch.py").warnings).toMatchObject([{ code: "commands_unread" }]);
    expect(sentenceOf(specOf("own_dispatch.py").warnings[0])).toContain("about");
    expect(commandsIn("methods_as_commands.py")).toEqual([
      ["commit", ["amend"]],
      ["fetch", ["repository"]],
    ]);
    expect(commandsIn("compared_commands.py")).toEqual([
      ["add", ["force", "name"]],
      ["rm", ["r", "name"]],
      ["remove", ["r", "rm", "name"]],
    ]);
  });

  test.each([
    ["commands_in_dict.py", { run: ["fast"], stop: ["now"] }],
    ["registered_commands.py", { add: ["x"], sub: ["y"] }],
    ["functions_as_commands.py", { add: ["x"], rm: ["force"] }],
    ["mode_first.py", { train: ["lr"], test: ["ckpt"] }],
    ["commands_by_docopt.py", { add: ["dry_run", "filepattern"], commit: ["message"] }],
  ])("%s: the parser of each command is read", (name, expected) => {
    const { commands } = specOf(name).command.subcommands!;
    expect(Object.fromEntries(commands.map((one) => [one.name, one.params.map(({ id }) => id)]))).toEqual(expected);
  });

  test("a match statement over the first word names the commands", async () => {
    const content = `import argparse, sys
def parse(name):
    parser = argparse.ArgumentParser()
    parser.add_argument("--" + name)
    parser.parse_args()
_, command, *others = sys.argv
sys.argv = [sys.argv[0], *others]
match command:
    case "add":
        parse("item")
    case "rm" | "remove":
        parse("force")
`;
    if (!pythonSince3(10)) return;
    const { commands } = (await read({ name: "a.py", content })).spec.command.subcommands!;
    expect(commands.map((one) => [one.name, one.params.map(({ id }) => id)])).toEqual([
      ["add", ["item"]],
      ["rm", ["force"]],
      ["remove", ["force"]],
    ]);
  });

  test("a command that works at once is only named, and none of its work happens", () => {
    const { command } = specOf("commands_work_at_once.py");
    expect(command.subcommands?.commands.map(({ name, params }) => [name, params.map(({ id }) => id)])).toEqual([
      ["clean", []],
      ["remove", []],
      ["show", ["found"]],
    ]);
  });

  test("commands that the program's own help lists are read one by one", () => {
    const { command } = specOf("listed_by_itself.py");
    expect(command.params).toEqual([]);
    expect(command.subcommands?.commands).toMatchObject([
      { name: "fetch", help: "Fetch a page", description: "Fetches a page.", params: [{ id: "depth" }] },
      { name: "view", help: "Open a page", params: [{ id: "plain" }, { id: "page" }] },
    ]);
    const ownHelp = specOf("own_help_option.py").command;
    expect(ownHelp.params).toMatchObject([{ id: "config" }]);
    expect(ownHelp.subcommands?.commands.map(({ name, help }) => [name, help])).toEqual([
      ["run", "Run a program."],
      ["report", "Show the result."],
    ]);
    expect(ownHelp.subcommands?.commands[0]?.params.map(({ id }) => id)).toContain("fast");
  });

  test("a choice, and words that another parser reads", async () => {
    const { command } = specOf("handed_on.py");
    expect(command.params).toMatchObject([{ id: "no_color" }]);
    expect(command.subcommands).toMatchObject({ dest: "command", required: true });
    expect(command.subcommands?.commands.map(({ name, params }) => [name, params.map(({ id }) => id)])).toEqual([
      ["upload", ["repository", "dists"]],
      ["check", ["strict"]],
    ]);
    const content = `import argparse, subprocess
parser = argparse.ArgumentParser()
parser.add_argument("program", choices=["ls", "df"])
parser.add_argument("rest", nargs=argparse.REMAINDER)
options = parser.parse_args()
subprocess.call([options.program, *options.rest])
`;
    const { spec } = await read({ name: "starts.py", content });
    expect(spec.command.subcommands).toBeUndefined();
    expect(spec).not.toHaveProperty("lenient");
    expect(spec.command.params).toMatchObject([{ id: "program" }, { id: "rest", nargs: "remainder" }]);
  });

  test("of several parsers, the one that shows help and has more is the program's", () => {
    const { command } = specOf("parser_after_lenient.py");
    expect(command).toMatchObject({ description: "Calendar", params: [{ id: "calendar" }] });
    expect(command.subcommands?.commands).toMatchObject([{ name: "agenda", params: [{ id: "military" }] }]);
  });

  test("a flag that sets what is set without it is named", () => {
    const { warnings } = specOf("without_effect.py");
    expect(warnings.map(({ code, values }) => [code, values?.option])).toEqual([
      ["without_effect", "--shuffle"],
      ["without_effect", "--no-cuda"],
    ]);
  });

  test("what the source asks for with getpass when it is not given is a secret", () => {
    const params = Object.entries(paramsOf("asks_secrets.py"));
    expect(params.map(([id, { secret }]) => [id, secret])).toEqual([
      ["unlock", true],
      ["pin", true],
      ["answer", true],
      ["phrase", true],
      ["user", undefined],
      ["tries", undefined],
    ]);
  });

  test("text that the source opens, checks or creates as a path has a hint", () => {
    const params = paramsOf("opens_files.py");
    const reads = { kind: "file", mode: "r", bySource: true };
    expect(Object.entries(params).map(([id, { hint }]) => [id, hint])).toEqual([
      ["letters", reads],
      ["genes", reads],
      ["place", { kind: "directory", bySource: true }],
      ["report", { ...reads, mode: "w" }],
      ["settings", reads],
      ["checked", reads],
      ["where", { kind: "directory", mode: "w", bySource: true }],
      ["greeting", undefined],
      ["size", undefined],
    ]);
  });

  test("the version of Python is part of the description", () => {
    expect(specOf("known.py").pythonVersion).toMatch(/^3\.\d+\.\d+$/);
  });

  test("a parser that is filled in stages is the one that shows --help", () => {
    expect(Object.keys(paramsOf("stages.py")).toSorted()).toEqual(["config", "creator", "late", "prompt"]);
  });

  test("types that take other spellings than plain numbers and truth values are texts", () => {
    expect(paramsOf("spellings.py")).toMatchObject({
      address: { type: "string" },
      share: { type: "string" },
      size: { type: "string" },
      settings: { type: "string", format: "json" },
      count: { type: "integer" },
      half: { choices: [{ value: "True" }, { value: "False" }], default: "True" },
    });
  });

  test("commands are those that the choices leave, whatever was put in their place", () => {
    const { commands } = specOf("listed_commands.py").command.subcommands!;
    expect(commands.map(({ name, aliases, params }) => [name, aliases, params.map(({ id }) => id)])).toEqual([
      ["new", ["n"], ["new"]],
    ]);
  });

  const parametersOfCommands = (name: string) =>
    specOf(name).command.subcommands?.commands.map((command) => [command.name, command.params.map(({ id }) => id)]);

  test("parsers that are made when their command is named are found by naming it", () => {
    expect(Object.keys(paramsOf("commands_on_demand.py"))).toEqual(["debug"]);
    expect(parametersOfCommands("commands_on_demand.py")).toEqual([
      ["phase", ["sample", "limit"]],
      ["list", []],
      ["stats", ["tsv"]],
    ]);
    expect(specOf("commands_on_demand.py")).not.toHaveProperty("lenient");
    expect(specOf("commands_on_demand.py").command.subcommands?.commands[0]).toMatchObject({ help: "Does phase" });
  });

  test("a parser for the first word alone makes commands of its choices", () => {
    expect(specOf("first_word.py").command).toMatchObject({ params: [], subcommands: { dest: "command" } });
    expect(parametersOfCommands("first_word.py")).toEqual([
      ["count", ["folder", "days"]],
      ["clean", ["dry_run"]],
    ]);
  });

  test("without choices it leaves the other words open", async () => {
    const content =
      "import argparse, sys\np = argparse.ArgumentParser()\np.add_argument('command')\na = p.parse_args(sys.argv[1:2])\n";
    const { spec } = await read({ name: "a.py", content });
    expect(spec).toMatchObject({ lenient: true, command: { params: [{ id: "command" }] } });
  });

  test("looking its own machine up is no network", () => {
    expect(specOf("looks_itself_up.py")).toMatchObject({ method: "runtime", warnings: [] });
  });

  test("a help text of the script's own does not hide its parser", () => {
    expect(specOf("own_help.py")).toMatchObject({ method: "runtime", engine: "argparse" });
    expect(Object.keys(paramsOf("own_help.py"))).toEqual(["check", "files"]);
  });

  test("every action", () => {
    const params = paramsOf("actions.py");
    expect(params).toMatchObject({
      plain: {
        action: "store",
        type: "string",
        default: "p",
        help: "plain (default: p), 100% sure",
        flags: ["--plain"],
      },
      on: { action: "store_true", nargs: 0, type: "boolean", flags: ["-t", "--on"], default: false },
      keep: { action: "store_false", nargs: 0, type: "boolean", default: true },
      answer: { action: "store_const", nargs: 0, const: 42 },
      tag: { action: "append", type: "string" },
      colours: { action: "append_const", const: "r", flags: ["--red"] },
      "colours-2": { action: "append_const", const: "g", flags: ["--green"], dest: "colours" },
      more: { action: "extend", nargs: "+", type: "integer" },
      verbose: { action: "count", nargs: 0, type: "integer", default: 0 },
      pair: { action: "custom", nargs: "*", metavar: "KEY=VALUE", defaultText: "{}" },
      loud: { action: "custom", nargs: 0, type: "boolean" },
      quiet_default: { action: "store_true", defaultSuppressed: true },
      nobody_sees: { hidden: true },
    });
    if (params.colour) {
      const colour = { action: "boolean_optional", flags: ["--colour"], negativeFlags: ["--no-colour"], default: true };
      expect(params.colour).toMatchObject(colour);
    }
    expect(Object.keys(params)).not.toContain("version");
    expect(Object.keys(params)).not.toContain("help");
  });

  test("version from its action, before __version__; texts with their names filled in", () => {
    const spec = specOf("actions.py");
    expect(spec).toMatchObject({ version: "3.2.1", prog: "acts", docstring: "Every action of argparse." });
    expect(spec.command).toMatchObject({ description: "Runs acts.", epilog: "See also: nothing." });
    expect(spec.command.usage).toMatch(/^usage: acts \[-h\]/);
  });

  test("every nargs, positionals in their order", () => {
    const { params } = specOf("numbers.py").command;
    const order = params.filter((param) => param.kind === "positional").map((param) => param.id);
    expect(order).toEqual(["first", "two", "maybe", "some", "any", "rest"]);
    expect(paramsOf("numbers.py")).toMatchObject({
      first: { required: true },
      two: { nargs: 2, type: "number", metavar: "X Y", required: true },
      maybe: { nargs: "?", default: "d", required: false },
      some: { nargs: "+", required: true },
      any: { nargs: "*", default: ["a", "b"], required: false },
      one_list: { nargs: 1 },
      opt: { nargs: "?", const: "C", default: "D" },
      rows: { nargs: 2, action: "append", default: [[1, 2]] },
      rest: { nargs: "remainder", required: false },
    });
    expect(params[0]).not.toHaveProperty("nargs");
  });

  test("types: files, paths, numbers, enums, dates, JSON and the script's own", () => {
    expect(paramsOf("kinds.py")).toMatchObject({
      infile: { format: "file", mode: "r", default: "-", defaultText: "standard input", help: "read (standard input)" },
      outfile: { format: "file", mode: "wb", default: "-" },
      path: { format: "path", default: "a/b" },
      int: { type: "integer", default: 3 },
      float: { type: "number", default: 0.5 },
      infinite: { type: "number", defaultText: "inf" },
      bool: { type: "string", format: "truthy" },
      colour: {
        choices: [
          { value: "red", label: "RED" },
          { value: "blue", label: "BLUE" },
        ],
        default: "red",
      },
      colour_free: { format: "enum", choices: [{ value: "red" }, { value: "blue" }] },
      level: { choices: [{ value: "LOW" }, { value: "HIGH" }], default: "LOW" },
      port: { type: "integer", minimum: 1, maximum: 65535, default: 8080 },
      small: { type: "integer", choices: [{ value: "0" }, { value: "1" }, { value: "2" }] },
      iso: { format: "date", default: "2024-01-02" },
      timestamp: { format: "date-time" },
      german: { format: "date", strptime: "%d.%m.%Y" },
      json: { format: "json", default: '{"a": [1]}' },
      literal: { format: "python-literal" },
      truth: { format: "bool", boolStrings: ["true", "false"], default: "false" },
      percent: { type: "number", minimum: 0, default: 12.5 },
      positive: { type: "integer", minimum: 1 },
      ink: { type: "string", format: "color", default: "navy" },
      commas: { format: "comma-list", default: "a,b" },
      ip: { format: "ip" },
      uuid: { format: "uuid" },
      regex: { format: "regex" },
      now: { defaultText: expect.stringContaining("datetime") },
      folder_maker: { type: "string", typeName: "makes_a_folder" },
      sleeper: { type: "string", typeName: "sleeps" },
      number_as_text: { type: "string", default: "5" },
    });
    expect(paramsOf("kinds.py").password).not.toHaveProperty("secret");
  });

  test("choices that no text leads to are shown and warned of", () => {
    const choices = ["1", "2.5", "('x',)"].map((value) => ({ value, unreachable: true }));
    expect(paramsOf("kinds.py").unreachable?.choices).toEqual(choices);
    expect(specOf("kinds.py").warnings.map((warning) => warning.code)).toContain("choices_unreachable");
  });

  test("groups, exclusives with required, parents, prefix characters", () => {
    const { command } = specOf("structure.py");
    const params = byId(command);
    expect(command).toMatchObject({
      prefixChars: "-+",
      fromfilePrefixChars: "@",
      allowAbbrev: false,
      negativeNumberOptions: true,
      mutex: [
        { required: true, params: ["as_text", "as_format"] },
        { required: false, params: ["q", "not_q"] },
      ],
    });
    const output = command.groups.find((group) => group.title === "Output");
    expect(output).toMatchObject({ description: "Where results go", standard: false });
    expect(params.to).toMatchObject({ group: output?.id, required: true });
    expect(params.as_text).toMatchObject({ group: output?.id, mutex: command.mutex[0]?.id });
    expect(params.shared).toMatchObject({ help: "from a parent" });
    expect(params.not_q?.flags).toEqual(["+q"]);
  });

  test("members of a required exclusive group that Python overlooks when they have their default", () => {
    const params = paramsOf("overlooked.py");
    const found = Object.entries(params).flatMap(([id, param]) => (param.overlooked ? [[id, param.overlooked]] : []));
    const [, minor = 0, patch = 0] = (specOf("overlooked.py").pythonVersion ?? "").split(".").map(Number);
    const isFixed = minor > 13 || (minor === 13 && patch > 0) || (minor === 12 && patch >= 7);
    expect(Object.fromEntries(found)).toEqual(
      isFixed
        ? {}
        : { n_jobs: { alone: true }, nothing: { alone: true }, small: { default: true }, letter: { default: true } },
    );
  });

  test("sub-commands nest, with aliases, help and hidden ones", () => {
    const subcommands = specOf("structure.py").command.subcommands;
    expect(subcommands).toMatchObject({
      dest: "command",
      required: true,
      title: "Commands",
      metavar: "DO",
      help: "what to do",
      position: 1,
      commands: [
        { name: "add", aliases: ["a", "plus"], help: "adds", description: "Adds things." },
        { name: "remote", subcommands: { dest: "what", required: false, commands: [{ name: "rm" }] } },
        { name: "secret", hidden: true },
      ],
    });
    const add = byId(subcommands?.commands[0] as Command);
    expect(add).toMatchObject({
      n: { nargs: "+", type: "integer", required: true },
      shared: { help: "from a parent" },
    });
  });

  test("missing imports are replaced, those that the script handles are left to it", () => {
    const spec = specOf("metadata.py");
    expect(spec.stubbed).toEqual(["missing", "needed_missing", "requests_that_is_not_there"]);
    expect(spec.warnings).toMatchObject([{ code: "missing_imports", fix: expect.any(String) }]);
    expect(byId(spec.command)).toMatchObject({
      url: { type: "string", typeName: "requests_that_is_not_there.Url" },
      kind: { type: "string" },
    });
  });

  test("a missing import is an error where stand-ins are turned off", async () => {
    const { error } = await read("argparse/metadata.py", ["--no-stub-imports"]);
    expect(error).toBeUndefined();
    const bare = "import argparse\nimport absent_module\np = make(absent_module)\n# ArgumentParser\n";
    expect((await read({ name: "a.py", content: bare }, ["--no-stub-imports"])).error).toMatchObject({
      code: "fails_at_import",
      line: 2,
      values: { module: "absent_module", line: 2 },
      fix: expect.any(String),
    });
  });

  test("the PEP 723 block, and __version__", () => {
    expect(specOf("metadata.py")).toMatchObject({
      version: "1.2.3",
      docstring: "What it says of itself.",
      pep723: { requiresPython: ">=3.8", dependencies: ["requests[socks]<3", "rich"] },
    });
  });

  test("a pre-parser's options belong to the form of the real parser", () => {
    const { command, lenient } = specOf("known.py");
    expect(command.params.map((param) => param.id)).toEqual(["a_option", "name", "config", "plugin"]);
    expect(lenient).toBeUndefined();
  });

  test("parse_known_args alone: unknown options are allowed", () => {
    expect(specOf("lenient.py")).toMatchObject({ lenient: true, command: { params: [{ id: "mine" }] } });
  });

  test.each([
    ["intermixed.py", ["option", "files"]],
    ["lazy.py", ["early", "late"]],
    ["builder.py", ["x"]],
    ["bare.py", ["file"]],
  ])("%s: the parser is found while the script runs", (name, ids) => {
    const spec = specOf(name);
    expect({ method: spec.method, ids: spec.command.params.map((param) => param.id) }).toEqual({
      method: "runtime",
      ids,
    });
  });

  test("the source is read where the script stops before its parser, which is said with the line", () => {
    const spec = specOf("broken_before.py");
    expect(spec).toMatchObject({ method: "static", incomplete: true, warnings: [{ line: 14 }, { line: 6 }] });
    expect(spec.warnings.map((warning) => warning.code)).toEqual(["incomplete", "pretended"]);
    expect(byId(spec.command)).toMatchObject({
      alpha: { type: "integer", default: 3, help: "the alpha" },
      size: { choices: [{ value: "s" }, { value: "m" }] },
      path: { format: "path" },
      odd: { typeName: "settings.convert", defaultText: "settings.odd" },
      two: { mutex: "m0" },
    });
    expect(spec.command).toMatchObject({
      description: "Reads settings",
      mutex: [{ required: true, params: ["one", "two"] }],
      subcommands: {
        commands: [{ name: "go", help: "goes", params: [{ id: "where", choices: [{ value: "n" }, {}] }] }],
      },
    });
  });

  test("too many choices and too long texts are cut, and it says so", () => {
    const { answer, spec } = reports.get("many_choices.py") as Reading;
    expect(answer.length).toBeLessThan(2 * 1024 * 1024);
    expect(byId(spec.command).city).toMatchObject({ choicesTruncated: true, choices: { length: 500 } });
    expect(spec.warnings.map((warning) => warning.code).sort()).toEqual(["choices_cut", "choices_unreachable", "cut"]);
  });

  test("defaults that name this machine's folders are shown without them and never sent", () => {
    const params = paramsOf("paths.py");
    expect(params.data).toMatchObject({ defaultText: "data" });
    for (const id of ["data", "here", "temporary"]) expect(params[id]).not.toHaveProperty("default");
  });

  test("the source alone gives the same names as the run", async () => {
    const seen = await read("argparse/structure.py", ["--static"]);
    const names = (command: Command): unknown => [
      command.name,
      command.params.map((param) => [param.id, param.flags]),
      command.subcommands?.commands.map(names),
    ];
    expect(seen.spec.method).toBe("static");
    expect(names(seen.spec.command)).toEqual(names(specOf("structure.py").command));
  });
});

describe("describe, scripts without a library", () => {
  test("a script without parameters is a fine script", () => {
    expect(specOf("nothing.py")).toMatchObject({ engine: "none", method: "static", warnings: [] });
  });

  test("words of sys.argv by the names and types that they are given, and how many there have to be", () => {
    const spec = specOf("words.py");
    expect(spec).toMatchObject({ engine: "sys.argv", warnings: [{ code: "guessed" }, { code: "asks", line: 11 }] });
    expect(spec.command.params).toMatchObject([
      { id: "source", format: "path", required: true },
      { id: "target", type: "string", required: true },
      { id: "times", type: "integer", required: false, nargs: "?", default: 5 },
      { id: "labels", required: false, nargs: "*" },
    ]);
    expect(specOf("unpacked.py").command.params.map(({ id, nargs }) => [id, nargs])).toEqual([
      ["first", undefined],
      ["second", undefined],
      ["others", "*"],
    ]);
    expect(specOf("named_words.py").command.params).toMatchObject([
      { id: "target", required: true },
      { id: "times", type: "integer", required: false, default: 2 },
      { id: "sources", nargs: "*" },
    ]);
  });

  test("options that a script looks for by itself", () => {
    const spec = specOf("own_options.py");
    expect(spec).toMatchObject({ engine: "sys.argv", warnings: [{ code: "guessed" }] });
    expect(spec.command.params).toMatchObject([
      { id: "width", flags: ["-w", "--width"], type: "integer", guessed: true },
      { id: "out", flags: ["--out"], metavar: "=VALUE" },
      { id: "verbose", flags: ["-v", "--verbose"], action: "store_true" },
      { id: "fast", flags: ["--fast"], action: "store_true" },
      { id: "args", kind: "positional", nargs: "*" },
    ]);
    expect(paramsOf("named_words.py")).not.toHaveProperty("h");
  });

  test("what a script reads at its standard input alone is told", async () => {
    const { spec } = await read({ name: "a.py", content: "import sys\nprint(len(sys.stdin.read()))\n" });
    expect(spec).toMatchObject({ engine: "none", warnings: [{ code: "reads_input", line: 2 }] });
    const filter =
      "import argparse, sys\np = argparse.ArgumentParser()\np.add_argument('-n')\np.parse_args()\nsys.stdin.read()\n";
    expect((await read({ name: "a.py", content: filter })).spec.warnings).toEqual([]);
  });

  test("the commands of a notebook are named, and its names are pretended", async () => {
    const cell = await read({ name: "a.py", content: "import argparse\n%matplotlib inline\n" });
    expect(cell.error).toMatchObject({ code: "syntax_error", line: 2 });
    expect(sentenceOf(cell.error)).toContain("notebook");
    const exported = [
      ...["get_ipython().run_line_magic('matplotlib', 'inline')", "import argparse"],
      ...["p = argparse.ArgumentParser()", "for n in 'ab':", "    p.add_argument('--' + n)", "p.parse_known_args()"],
    ].join("\n");
    const { spec } = await read({ name: "a.py", content: exported });
    expect(spec).toMatchObject({ method: "runtime", lenient: true, warnings: [{ code: "pretended", line: 1 }] });
    expect(spec.command.params.map(({ id }) => id)).toEqual(["a", "b"]);
  });

  test("a usage text in the source is told, for its options to be guessed from", () => {
    const shown = JSON.parse((reports.get("usage.py") as Reading).answer) as { helpText: string };
    expect(shown.helpText).toContain("-o, --out FILE    where to");
  });

  test("a default that is another at every run is told in words", () => {
    const texts = specOf("dynamic.py").command.params.map(
      ({ default: standard, defaultText }) => defaultText ?? standard,
    );
    expect(texts).toEqual([
      ...[2020, "datetime.date.today().isoformat()", "str(NOW)", "uuid.uuid4()", "random.randint(0, 9)"],
      ...["stamp()", "os.cpu_count()"],
    ]);
  });

  test("sys.argv is a guess", () => {
    const spec = specOf("argv.py");
    expect(spec).toMatchObject({ engine: "sys.argv", warnings: [{ code: "guessed", line: 4 }] });
    expect(spec.command.params).toMatchObject([
      { kind: "positional", guessed: true },
      { kind: "positional", guessed: true },
    ]);
  });

  test("a typed main() that nobody calls", () => {
    const spec = specOf("function.py");
    expect(spec).toMatchObject({ engine: "function", method: "static", stubbed: [] });
    expect(byId(spec.command)).toMatchObject({
      name: { kind: "keyword", type: "string", required: true, help: "whom to greet" },
      n: { type: "integer", default: 3, required: false },
      kind: { choices: [{ value: "a" }, { value: "b" }], default: "a" },
      tags: { type: "array" },
      colour: {
        choices: [
          { value: "r", label: "RED" },
          { value: "b", label: "BLUE" },
        ],
      },
      ratio: { type: "number" },
      when: { format: "date" },
      loud: { type: "boolean", default: false },
    });
  });

  test("a zip application is read from its __main__.py, with its own modules", async () => {
    const zip = Buffer.from(zipOfParser, "base64");
    const { spec } = await read({ name: "app.pyz", content: zip });
    expect(spec).toMatchObject({ engine: "argparse", method: "runtime", command: { params: [{ id: "zipped" }] } });
  });
});

/** `python -m zipapp` of __main__.py (from inner import main; main()) and inner.py (a parser with --zipped). */
const zipOfParser =
  "UEsDBBQAAAAIAAAAIVDfdgv0HQAAAB4AAAALAAAAX19tYWluX18ucHlLK8rPVcjMy0stUsjMLcgvKlHITczM4wIRGppcAFBLAwQUAAAACAAAAC" +
  "FQ1ie0kVUAAACBAAAACAAAAGlubmVyLnB5y8wtyC8qUUgsSi9ILCpO5eLiSklNU8hNzMzT0LTiUgACsHiRgi1cjZ5jUXppbmpeSQBYRkMTSZle" +
  "YkpKfCJUXkNJV7cqs6AgNUUJRQ2YAqkqBuoFAFBLAQIUAxQAAAAIAAAAIVDfdgv0HQAAAB4AAAALAAAAAAAAAAAAAACAAQAAAABfX21haW5fXy" +
  "5weVBLAQIUAxQAAAAIAAAAIVDWJ7SRVQAAAIEAAAAIAAAAAAAAAAAAAACAAUYAAABpbm5lci5weVBLBQYAAAAAAgACAG8AAADBAAAAAAA=";
