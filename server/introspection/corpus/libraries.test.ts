import fs from "node:fs/promises";
import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { Command, Parameter } from "@/command-line/spec";
import { scriptSpecSchema } from "../spec-schema";
import { pythonSince3, type Reading, read, readAll, sentenceOf } from "./read";
import { installWheels } from "./wheels";

const wheels = [
  ...["click==8.1.8", "typer==0.15.4", "docopt-ng==0.9.0", "fire==0.7.1", "absl-py==2.3.1"],
  "click-option-group==0.5.7",
];
/** From 0.29 on typer is without click, and has types of its own. */
const newest = ["typer==0.29.2", "cyclopts==5.4.0", "clize==5.0.2"];
/** The last that older Pythons can have. */
const newestBefore311 = ["click==8.1.8", "typer==0.16.1", "cyclopts==2.9.9", "clize==5.0.2"];
const newWheels = pythonSince3(11) ? newest : newestBefore311;
/** Read by programs.test.ts. */
const otherPrograms = /^(cleo|gflags|invoke|plumbum|pydantic|pyrallis|tornado)_|^absl_(after|own|flags)/;
const missingClasses = "libraries/click_missing_classes.py";
let reports: Map<string, Reading>;
let newReports: Map<string, Reading>;

beforeAll(async () => {
  const scripts = (await fs.readdir(path.join(import.meta.dirname, "libraries")))
    .filter((name) => !otherPrograms.test(name))
    .map((name) => `libraries/${name}`);
  reports = await readAll(scripts, ["--path", await installWheels(wheels)]);
  const typed = scripts.filter((name) => name.includes("typer"));
  newReports = await readAll(typed, ["--path", await installWheels(newWheels)]);
}, 120_000);

function specOf(name: string) {
  const { spec, error, left, output } = reports.get(name) as Reading;
  expect({ error, output, left }).toEqual({ error: undefined, output: "", left: [path.join("script", name)] });
  expect(scriptSpecSchema.parse(spec)).toEqual(spec);
  return spec;
}

function byId(command: Command | undefined): Record<string, Parameter> {
  return Object.fromEntries((command?.params ?? []).map((param) => [param.id, param]));
}

/** What is told of a script, but for what only some releases of its library tell. */
function comparable(reading: Reading | undefined) {
  const { engine, method, version, command } = (reading as Reading).spec;
  return JSON.parse(JSON.stringify({ engine, method, version, command }), (key, value) => {
    // absl adds the choices to what the script says.
    if (engine === "absl" && key === "help") return;
    // A stand-in does not know which docopt a job would have.
    if (key === "numbersAreWords") return;
    if (key === "typeName" || value === "enum" || (key === "metavar" && String(value).endsWith("[ARGS]..."))) return;
    if (value?.action === "count") return { ...value, minimum: undefined, default: undefined };
    if (value?.choices) return { ...value, choices: value.choices.map((choice: { value: string }) => choice.value) };
    return value;
  });
}

describe("describe, a library that is not installed", () => {
  const standins = [
    ...["click_script.py", "click_loaded.py", "click_placeholder.py", "click_grouped.py", "click_values.py"],
    ...["typer_script.py", "docopt_script.py", "fire_script.py", "absl_script.py"],
    ...(pythonSince3(9) ? ["typer_annotated.py"] : []), // Python 3.8 has no Annotated of its own
  ];
  test.each(standins)("%s reads the same with a stand-in", async (name) => {
    const reading = await read(`libraries/${name}`, [], ["-S"]);
    expect(comparable(reading)).toEqual(comparable(reports.get(name)));
    expect(reading.spec.stubbed).toContain(name.split("_")[0]);
  });
});

describe("describe, other command-line libraries", () => {
  test.each(["typer_script.py", "typer_annotated.py"])("%s reads the same with the newest typer", (name) => {
    expect(comparable(newReports.get(name))).toEqual(comparable(reports.get(name)));
  });

  test.each([
    [
      "cyclopts",
      "from cyclopts import App\napp = App()\n@app.command\ndef one(size: int, *, deep: bool = False): pass\napp()",
      [["one", ["size", "deep"]]],
    ],
    ["cyclopts", "import cyclopts\ndef main(name: str, *, n: int = 3): pass\ncyclopts.run(main)", ["name", "n"]],
    ["clize", "import clize\ndef main(name, *, n=3): pass\nclize.run(main)", ["name", "n"]],
  ])("%s: functions as commands, installed or not (%#)", async (_, content, shown) => {
    const script = { name: "a.py", content };
    const readers = [await read(script, ["--path", await installWheels(newWheels)]), await read(script, [], ["-S"])];
    for (const { spec } of readers) {
      const idsOf = (command: Command) => command.params.map((param) => param.id);
      const subs = (spec.command.subcommands?.commands ?? []).map((sub) => [sub.name, idsOf(sub)]);
      expect([...idsOf(spec.command), ...subs]).toEqual(shown);
      expect(spec.method).toBe("runtime");
    }
  });

  test("click: how a value may be given, and what the script makes of it", () => {
    const { command } = specOf("click_values.py");
    expect(command.laterPositionalsFirst).toBe(true);
    expect(byId(command)).toMatchObject({
      source: { nargs: "*" },
      target: { nargs: "?" },
      name: { nargs: "?", const: "anonymous", optionLikeValuesImpossible: true },
      ask: { required: true, optionLikeValuesImpossible: true },
      amount: { minimum: 1, maximum: 10, clamp: true, default: 99 },
      letter: { choices: [{ value: "A" }, { value: "b" }], caseInsensitive: true, default: "A" },
      level: { type: "string", choices: [expect.anything(), expect.anything(), expect.anything()] },
      when: {
        format: "date-time",
        strptime: "%Y-%m-%dT%H:%M:%S",
        strptimeFormats: ["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S"],
        default: "2020-01-02T03:04:05",
      },
      day: { format: "date", strptime: "%d.%m.%Y", default: "02.01.2020" },
    });
    expect(byId(command).ask).not.toHaveProperty("nargs");
    expect(byId(command).day).not.toHaveProperty("strptimeFormats");
  });

  test("click: classes of a package that is not installed are click's own", async () => {
    for (const spec of [specOf("click_missing_classes.py"), (await read(missingClasses, [], ["-S"])).spec]) {
      expect(spec).toMatchObject({ engine: "click", command: { description: "Tools." } });
      expect(spec.stubbed).toEqual(expect.arrayContaining(["missing_aliases", "missing_colors"]));
      const { required, commands } = spec.command.subcommands!;
      expect(required).toBe(false);
      expect(commands).toMatchObject([
        { name: "listing", aliases: ["ls"], params: [{ id: "count", type: "integer", default: 3 }] },
        { name: "relate", subcommands: { commands: [{ name: "equal", params: [{ id: "name", required: true }] }] } },
      ]);
    }
  });

  test("getopt: a value may be left out since Python 3.14", async () => {
    const content = 'import getopt, sys\ngetopt.getopt(sys.argv[1:], "vo::", ["out=?", "size="])\n';
    const { o, out, size } = byId((await read({ name: "a.py", content })).spec.command);
    const nargs = pythonSince3(14) ? "?" : undefined;
    expect([o?.nargs, out?.nargs, size?.nargs]).toEqual([nargs, nargs, undefined]);
    expect([o?.action, out?.action, size?.action]).toEqual(["store", "store", "store"]);
  });

  test("click: the commands of a group that chains them, installed or not", async () => {
    const content = `import click
@click.group(chain=True)
@click.option("--level", type=int)
def cli(level): pass
@cli.command()
@click.argument("path")
def load(path): pass
@cli.command()
@click.option("--fast", is_flag=True)
def sort(fast): pass
cli()
`;
    const script = { name: "a.py", content };
    for (const { spec } of [
      await read(script, ["--path", await installWheels(wheels)]),
      await read(script, [], ["-S"]),
    ]) {
      expect(spec).toMatchObject({ engine: "click", command: { params: [{ id: "level", type: "integer" }] } });
      expect(spec.command.subcommands).toMatchObject({
        required: true,
        commands: [
          { name: "load", params: [{ id: "path", required: true }] },
          { name: "sort", params: [{ id: "fast", action: "store_true" }] },
        ],
      });
    }
  });

  test("click: text that the function opens has a hint", () => {
    const { letters, greeting } = byId(specOf("click_opens_files.py").command);
    expect(letters?.hint).toEqual({ kind: "file", mode: "r", bySource: true });
    expect(greeting).not.toHaveProperty("hint");
  });

  test("click: a command that nothing calls has a form, and a warning", () => {
    const spec = specOf("click_never_called.py");
    expect(byId(spec.command)).toMatchObject({ number: { type: "integer", default: 1 } });
    expect(spec.warnings).toMatchObject([{ code: "never_called", values: { command: "hello" } }]);
  });

  test("click: commands that a group loads when asked for", () => {
    const { command } = specOf("click_loaded.py");
    expect(command.subcommands?.commands.map(({ name, params }) => [name, params.map(({ id }) => id)])).toEqual([
      ["three", ["source", "shout"]],
      ["one", ["level"]],
      ["two", ["level"]],
    ]);
  });

  test("click: commands that are placeholders until they are run", () => {
    const { command } = specOf("click_placeholder.py");
    const params = [{ id: "level", type: "integer" }];
    expect(command.subcommands?.commands).toMatchObject([
      { name: "go", params },
      { name: "stop", params },
    ]);
  });

  test("click: the groups of click-option-group, and what has to be given as nobody answers", () => {
    const { command } = specOf("click_grouped.py");
    const titles = Object.fromEntries(command.groups.map(({ id, title }) => [id, title]));
    expect(command.params.map(({ id, group }) => [id, group && titles[group]])).toEqual([
      ["port", "Server"],
      ...["tsv", "json"].map((id) => [id, "Source"]),
      ...["name", "sure"].map((id) => [id, undefined]),
    ]);
    expect(byId(command)).toMatchObject({ name: { nargs: "?" }, sure: { nargs: 0, required: true } });
  });

  test("click: groups, ranges, choices, paths, flags, prompts, environment", () => {
    const spec = specOf("click_script.py");
    expect(spec).toMatchObject({ engine: "click", method: "runtime", version: "9.9" });
    expect(spec.command).toMatchObject({ description: "Copies things.", epilog: "Bye." });
    expect(byId(spec.command)).toMatchObject({
      debug: { action: "boolean_optional", flags: ["--debug"], negativeFlags: ["--no-debug"] },
    });
    const [copy, sub] = spec.command.subcommands?.commands ?? [];
    expect(copy).toMatchObject({ name: "copy", description: "Copy things.\n\nA longer text." });
    expect(byId(copy)).toMatchObject({
      source: { kind: "positional", format: "path", pathKind: "file", mustExist: true, required: true },
      targets: { kind: "positional", nargs: "*", required: false },
      count: { type: "integer", minimum: 1, maximum: 10, default: 1, help: "how many" },
      ratio: { type: "number", exclusiveMinimum: 0 },
      shout: { action: "store_true", nargs: 0 },
      mode: { action: "store_const", const: "up" },
      "mode-2": { action: "store_const", const: "down" },
      verbose: { action: "count", type: "integer" },
      kind: { choices: [{ value: "a" }, { value: "b" }], required: true },
      pos: { nargs: 2, type: "number" },
      tag: { action: "append" },
      password: { secret: true, required: true },
      out: { format: "file", mode: "w", default: "-" },
      day: { format: "date", strptime: "%Y-%m-%d" },
      env: { env: "MY_ENV", hidden: true },
    });
    expect(sub?.subcommands?.commands).toMatchObject([{ name: "leaf", params: [{ id: "x" }] }]);
  });

  test("typer: annotations, panels as groups", () => {
    const spec = specOf("typer_script.py");
    expect(spec).toMatchObject({ engine: "typer", command: { description: "Says hello." } });
    expect(spec.command.groups).toMatchObject([{ title: "Extras", standard: false }]);
    expect(byId(spec.command)).toMatchObject({
      name: { kind: "positional", required: true, help: "your name" },
      n: { type: "integer", minimum: 1, maximum: 9, default: 1 },
      kind: { choices: [{ value: "aa" }, { value: "bb" }], default: "aa" },
      path: { format: "path" },
      tags: { action: "append", group: spec.command.groups[0]?.id },
      force: { action: "boolean_optional", negativeFlags: ["--no-force"] },
    });
  });

  test("click: several values of different types are checked by click, those of one type by the form", async () => {
    const content = [
      "import click",
      "@click.command()",
      "@click.option('--pair', type=(str, int), multiple=True)",
      "@click.option('--sides', type=(click.Choice(['l', 'r']), click.Choice(['l', 'r'])))",
      "def main(**_): pass",
      "main()",
    ];
    const script = { name: "a.py", content: content.join("\n") };
    for (const { spec } of [
      await read(script, ["--path", await installWheels(wheels)]),
      await read(script, [], ["-S"]),
    ])
      expect(spec.command.params).toMatchObject([
        { id: "pair", action: "append", nargs: 2, type: "string", typeName: "(string, integer)" },
        { id: "sides", nargs: 2, choices: [{ value: "l" }, { value: "r" }] },
      ]);
  });

  test("docopt: usage lines as sub-commands, literals, exclusives, defaults", () => {
    const spec = specOf("docopt_script.py");
    expect(spec).toMatchObject({ engine: "docopt", version: "Fleet 2.0", command: { description: "Fleet." } });
    const [ship, mine, swap] = spec.command.subcommands?.commands ?? [];
    expect(swap?.params).toMatchObject([
      { id: "from_to", action: "append", nargs: 2, repeats: true, metavar: "<from> <to>" },
    ]);
    expect([spec.command.numbersAreWords, swap?.numbersAreWords]).toEqual([true, true]); // docopt-ng
    const [create, sink] = ship?.subcommands?.commands ?? [];
    expect(byId(create)).toMatchObject({ name: { kind: "positional", nargs: "+", required: true } });
    expect(byId(sink)).toMatchObject({
      x: { kind: "positional", required: true },
      speed: { flags: ["--speed"], default: "10", help: "Speed in knots." },
    });
    expect(mine?.mutex).toMatchObject([
      { required: true, params: ["set", "remove"] },
      { required: false, params: ["moored", "drifting"] },
    ]);
    expect(byId(mine)).toMatchObject({
      set: { kind: "literal" },
      v: { action: "count" },
      moored: { help: "Moored mine." },
    });
  });

  test("docopt: a usage line for help and version alone is no part of the form", async () => {
    const content =
      '"""\nUsage:\n  a.py [options] <x>\n  a.py -V | --version\n\nOptions:\n  --deep  all\n"""\nimport docopt\ndocopt.docopt(__doc__)\n';
    const { spec } = await read({ name: "a.py", content }, ["--path", await installWheels(wheels)]);
    expect(spec.command.params).toMatchObject([{ id: "deep" }, { id: "x", required: true }]);
    expect(spec.warnings).toEqual([]);
  });

  test("docopt: a second usage line without words of its own joins the first", async () => {
    const content = '"""\nUsage:\n  a.py <x>\n  a.py --all [<y>]\n"""\nimport docopt\ndocopt.docopt(__doc__)\n';
    const { spec } = await read({ name: "a.py", content }, ["--path", await installWheels(wheels)]);
    expect(spec.warnings).toMatchObject([{ code: "usage_lines" }]);
    expect(spec.command.params).toMatchObject([
      { id: "x", nargs: "?", required: false },
      { id: "all", required: false },
      { id: "y", required: false },
    ]);
  });

  test("optparse: options, groups, and positionals from the usage line", () => {
    const spec = specOf("optparse_script.py");
    expect(spec).toMatchObject({ engine: "optparse", version: "1.2", command: { description: "Old." } });
    expect(byId(spec.command)).toMatchObject({
      report: { default: "x.txt", help: "write to FILE [x.txt]", metavar: "FILE" },
      verbose: { action: "store_false", nargs: 0, default: true },
      v: { action: "count" },
      kind: { choices: [{ value: "a" }, { value: "b" }] },
      hidden: { hidden: true },
      pair: { type: "integer", nargs: 2 },
      source: { kind: "positional", required: true, guessed: true },
      target: { kind: "positional", nargs: "*", guessed: true },
    });
  });

  test("optparse: a parser that stops at the first word, and the parser of each command", () => {
    const { command } = specOf("optparse_commands.py");
    expect(command.params).toMatchObject([{ id: "root", help: "where the pages are" }]);
    expect(command.subcommands?.commands).toMatchObject([
      { name: "add", help: "Add a page.", params: [{ id: "title" }, { id: "page", kind: "positional" }] },
      { name: "drop", help: "Drop pages.", params: [{ id: "force" }, { id: "page", kind: "positional" }] },
    ]);
    const compared = specOf("optparse_compared.py").command;
    expect(compared.params).toMatchObject([{ id: "quiet" }]);
    expect(compared.subcommands?.commands).toMatchObject([
      { name: "pull", params: [{ id: "depth", type: "integer" }, { id: "args" }] },
      { name: "push", params: [{ id: "force", action: "store_true" }, { id: "args" }] },
    ]);
    const runsOthers = specOf("optparse_runs_others.py").command;
    expect(runsOthers.subcommands).toBeUndefined();
    expect(runsOthers.params).toMatchObject([{ id: "times" }, { id: "program" }, { id: "argument", nargs: "*" }]);
  });

  test("getopt: flags with the help of the docstring", () => {
    const spec = specOf("getopt_script.py");
    expect(spec.engine).toBe("getopt");
    expect(byId(spec.command)).toMatchObject({
      o: { flags: ["-o"], action: "store", help: "where to write" },
      v: { flags: ["-v"], action: "store_true", help: "talk" },
      output: { flags: ["--output"], help: "where to write" },
      args: { kind: "positional", nargs: "*", guessed: true },
    });
    expect(byId(spec.command)).not.toHaveProperty("help");
  });

  test("getopt: positionals and help from a usage text that is printed somewhere", async () => {
    const content = [
      ...["import getopt, sys", "def usage():", '    print("""Usage: a.py -i FILE [-q] TABLE [MORE ...]'],
      ...["  -i FILE   what to read", "  -q        say nothing", '""")'],
      'options, words = getopt.getopt(sys.argv[1:], "hi:q")',
    ].join("\n");
    const { spec } = await read({ name: "a.py", content });
    expect(spec.command.params).toMatchObject([
      { id: "i", help: "what to read" },
      { id: "q", action: "store_true", help: "say nothing" },
      { id: "table", kind: "positional", required: true, guessed: true },
      { id: "more", kind: "positional", nargs: "*", guessed: true },
    ]);
  });

  test("fire: a class, its methods and their docstrings", () => {
    const spec = specOf("fire_script.py");
    expect(spec).toMatchObject({ engine: "fire", command: { description: "A calculator." } });
    expect(byId(spec.command)).toMatchObject({ offset: { type: "integer", default: 0 } });
    const [add] = spec.command.subcommands?.commands ?? [];
    expect(byId(add)).toMatchObject({
      a: { type: "integer", required: true, help: "first number" },
      b: { type: "number", default: 2 },
      rest: { kind: "positional", nargs: "*" },
      loud: { format: "bool", boolStrings: ["True", "False"], default: "False" },
      // Without its quotes, fire would read the number 5.
      unit: { format: "python-literal", default: "'5'" },
      note: { type: "string", default: "none" },
    });
  });

  test("absl: the script's own flags with bounds, enums and what is required", () => {
    const spec = specOf("absl_script.py");
    expect(spec.engine).toBe("absl");
    expect(byId(spec.command)).toMatchObject({
      name: { required: true, help: "Your name" },
      age: { type: "integer", minimum: 0, maximum: 120, default: 3 },
      job: { choices: [{ value: "running" }, { value: "stopped" }], default: "running" },
      debug: { action: "boolean_optional", flags: ["--debug", "-d"], negativeFlags: ["--nodebug"] },
      tag: { action: "append" },
      items: { format: "comma-list", default: "a,b" },
    });
  });

  test("Gooey without Gooey is argparse, with its widgets", () => {
    const spec = specOf("gooey_script.py");
    expect(spec).toMatchObject({ engine: "argparse", stubbed: ["gooey"], command: { description: "Windows" } });
    expect(byId(spec.command)).toMatchObject({ File: { widget: "FileChooser" }, when: { widget: "DateChooser" } });
  });

  test.each([
    ["cement", "from cement import App\nwith App('tool') as app:\n    app.run()\n"],
    ["cliff", "from cliff.app import App\nApp('tool', '1', None).run([])\n"],
  ])("%s, which has no stand-in, is named where it is not installed, with what to do", async (library, content) => {
    const { spec } = await read({ name: "a.py", content }, [], ["-S"]);
    expect(spec).toMatchObject({ engine: "none", incomplete: true, stubbed: [library] });
    expect(spec.warnings[0]).toMatchObject({ code: "library_missing", values: { library } });
    expect(sentenceOf(spec.warnings[0])).toBe(
      `The script's parameters are declared with ${library}, which is not installed here.`,
    );
  });
});
