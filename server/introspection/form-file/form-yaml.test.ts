import { describe, expect, test } from "vitest";
import type { Parameter, ScriptSpec } from "@/command-line/spec";
import { aCommand, aParameter, aPositional, aSpec } from "@/command-line/testing/specs";
import { readFormBlock, readSidecar } from "./form-block";
import { toFormYaml } from "./form-yaml";

const back = (from: ScriptSpec) => {
  const read = readSidecar(toFormYaml(from), "x");
  if ("error" in read) throw new Error(`${read.error.message}\n${toFormYaml(from)}`);
  return read.spec;
};

describe("toFormYaml", () => {
  test.each<[string, Parameter]>([
    ["a flag", aParameter("quiet", { action: "store_true", nargs: 0, type: "boolean" })],
    ["a flag that switches off", aParameter("no-x", { dest: "x", action: "store_false", nargs: 0, type: "boolean" })],
    ["a count", aParameter("v", { flags: ["-v", "--verbose"], action: "count", nargs: 0, type: "integer" })],
    [
      "an optional switch",
      aParameter("on", { action: "boolean_optional", negativeFlags: ["--no-on"], type: "boolean" }),
    ],
    ["one number", aParameter("n", { type: "number", minimum: 0, exclusiveMaximum: 1, default: 0.5 })],
    ["repeated", aParameter("tag", { action: "append", choices: [{ value: "a", label: "A" }, { value: "b" }] })],
    ["pairs", aParameter("pair", { action: "append", nargs: 2 })],
    ["extended", aParameter("more", { action: "extend", nargs: "+" })],
    ["an option with an optional value", aParameter("o", { nargs: "?", const: "c" })],
    ["a positional", aPositional("source")],
    ["files", aPositional("source", { nargs: "+", format: "file", mode: "r" })],
    ["the rest", aPositional("source", { nargs: "remainder" })],
    ["a positional that is not demanded", aPositional("source", { required: false })],
    ["an output", aParameter("out", { format: "path", mode: "w", pathKind: "file" })],
    [
      "corrected",
      aParameter("c", { label: "See", initialValue: ["a"], locked: true, position: 3, widget: "rows", secret: true }),
    ],
    ["what sounds like a secret and is not one", aParameter("token", { secret: false })],
    ["an option of another name", aParameter("x", { id: "x-2", dest: "why", flags: ["-x"] })],
    ["a keyword", aParameter("k", { kind: "keyword", flags: ["k"], env: "K", hidden: true, deprecated: true })],
  ])("%s reads back the same", (_name, one) => {
    expect(back(aSpec([one])).command.params).toEqual([one]);
  });

  test("groups, exclusive ones and sub-commands read back the same", () => {
    const inner = aCommand([aParameter("message", { required: true, group: "size" })], {
      name: "commit",
      aliases: ["ci"],
      help: "Keeps it.",
      hidden: true,
      groups: [{ id: "size", title: "Size", description: "How large.", standard: false }],
    });
    const root = aSpec(
      [
        aParameter("a", { mutex: "m1", group: "g0" }),
        aParameter("b", { mutex: "m1", group: "g1" }),
        aParameter("c", { group: "other-things" }),
      ],
      {
        description: "D",
        epilog: "E",
        usage: "U",
        prefixChars: "-+",
        allowAbbrev: false,
        noHelp: true,
        groups: [
          { id: "g0", title: "options", standard: true },
          { id: "g1", title: "options", standard: false },
          { id: "other-things", title: "Other things", standard: false },
        ],
        mutex: [{ id: "m1", required: true, title: "Which", params: ["a", "b"] }],
        subcommands: { required: false, title: "T", dest: "do", position: 1, commands: [inner] },
      },
    );
    const read = back({ ...root, lenient: true, versionText: "1.0" });
    expect(read.command).toEqual(root.command);
    expect(read).toMatchObject({ engine: "argparse", method: "declared", lenient: true, versionText: "1.0" });
  });

  test("plain things are said plainly", () => {
    const params = [
      aParameter("quiet", { action: "store_true", nargs: 0, type: "boolean" }),
      aParameter("tag", { action: "append" }),
    ];
    expect(toFormYaml(aSpec(params, {}, { engine: "declared" }))).toBe(
      "params:\n  - flags:\n      - --quiet\n    type: flag\n  - flags:\n      - --tag\n    many: true\n",
    );
  });
});

describe("readSidecar", () => {
  test("is a form block without comments, also with commands, groups and exclusive parameters", () => {
    const text = `
description: Keeps notes.
commands:
  - name: add
    aliases: [new]
    help: Adds a note.
    params:
      - { name: text, help: What to keep. }
      - { flags: --tag, many: true, group: Sorting }
      - { flags: --public, type: flag, exclusive: who }
      - { flags: --private, type: flag, exclusive: who }
    exclusive:
      - { name: who, required: true, title: Who sees it }
  - name: list
`;
    const block = `# /// form\n${text.trim().replaceAll(/^/gm, "# ")}\n# ///\n`;
    const read = readSidecar(text, "notes");
    expect(read).toEqual(readFormBlock(block, "notes"));
    expect(read).toMatchObject({
      spec: {
        command: {
          subcommands: {
            required: true,
            commands: [
              {
                name: "add",
                groups: [{ id: "sorting", title: "Sorting", standard: false }],
                mutex: [{ id: "who", required: true, title: "Who sees it", params: ["public", "private"] }],
                params: [{ id: "text", required: true }, { group: "sorting" }, { mutex: "who" }, { mutex: "who" }],
              },
              { name: "list", params: [] },
            ],
          },
        },
      },
    });
  });

  test.each([
    ["an unknown word", "params:\n  - name: a\n  - {name: b, colour: red}\n", 3, /params\.1/],
    ["a flag without a dash", "params:\n  - name: a\n  - flags: width\n", 3, /"width"/],
    [
      "a nameless one in a command",
      "commands:\n  - name: x\n    params:\n      - type: flag\n",
      4,
      /neither flags nor/,
    ],
    ["not YAML", "params: [\n", 2, /form file is not valid YAML/],
    ["too long", `# ${"x".repeat(300_000)}`, 1, /longer than/],
  ])("%s is told with its line", (_, text, line, message) => {
    expect(readSidecar(text, "x")).toMatchObject({ error: { line, message: expect.stringMatching(message) } });
  });
});
