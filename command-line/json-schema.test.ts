import { describe, expect, test } from "vitest";
import { toInputSchema } from "./json-schema";
import { matchesSchema } from "./schema-match";
import type { JsonSchema } from "./schema-types";
import type { Parameter } from "./spec";
import { aCommand, aFlag, aParameter, aPositional, aSpec } from "./testing/specs";

/** The schema of a single option. */
function schemaOf(overrides: Partial<Parameter>): JsonSchema | undefined {
  return toInputSchema(aSpec([aParameter("x", overrides)])).properties?.x;
}

const text = { $ref: "#/$defs/text" };
const file = { $ref: "#/$defs/file" };

describe("toInputSchema, one parameter", () => {
  test("a text, without what no command line can say", () => {
    const schema = toInputSchema(
      aSpec([aParameter("name", { help: "Who?", default: "you", required: true })], {}, { prog: "greet" }),
    );
    expect(schema).toEqual({
      $schema: "https://json-schema.org/draft/2020-12/schema",
      title: "greet",
      type: "object",
      properties: { name: { description: "Who?", default: "you", ...text } },
      required: ["name"],
      additionalProperties: false,
      $defs: {
        text: {
          type: "string",
          pattern: "^[^\\u0000]*$",
          not: { const: "--" },
          maxLength: 131_071,
          "x-wooey-max-bytes": 131_071,
        },
      },
      "x-wooey-arguments-max-bytes": 1_800_000,
    });
  });

  test.each<[string, Partial<Parameter>, JsonSchema]>([
    ["an integer", { type: "integer", default: 3 }, { default: 3, $ref: "#/$defs/integer" }],
    ["a number", { type: "number" }, { $ref: "#/$defs/number" }],
    [
      "bounds",
      { type: "number", exclusiveMinimum: 0, maximum: 1 },
      { type: "number", exclusiveMinimum: 0, maximum: 1 },
    ],
    [
      "a lower bound of integers",
      { type: "integer", minimum: 1 },
      { type: "integer", minimum: 1, maximum: 2 ** 53 - 1 },
    ],
    [
      "clamped numbers",
      { type: "number", minimum: 0, clamp: true },
      { "x-wooey-clamp": { minimum: 0 }, $ref: "#/$defs/number" },
    ],
    ["choices", { choices: [{ value: "a" }, { value: "b" }], default: "a" }, { default: "a", enum: ["a", "b"] }],
    ["numeric choices", { type: "integer", choices: [{ value: "1" }, { value: "x" }] }, { enum: [1] }],
    [
      "choices with labels",
      {
        choices: [
          { value: "r", label: "red" },
          { value: "g", label: "green" },
        ],
      },
      {
        oneOf: [
          { const: "r", title: "red" },
          { const: "g", title: "green" },
        ],
      },
    ],
    [
      "a truth value",
      { format: "bool", boolStrings: ["yes", "no"], default: "no" },
      { default: false, type: "boolean" },
    ],
    ["an input file", { format: "file", mode: "r", default: "-" }, file],
    ["an output file", { format: "file", mode: "w", default: "out.txt" }, { default: "out.txt", ...text }],
    [
      "what may be a file",
      { hint: { kind: "file" } },
      { anyOf: [file, { ...text, not: { pattern: "^(?:upload|file):\\d{1,15}$" } }] },
    ],
    ["a secret", { secret: true, default: "s3cret" }, { writeOnly: true, ...text }],
    ["a default that JSON cannot hold", { defaultText: "now" }, { "x-wooey-default": "now", ...text }],
    ["a function of the script", { typeName: "even" }, { "x-checked-by-script": "even", ...text }],
    ["an action of the script", { action: "custom" }, { "x-checked-by-script": true, ...text }],
    ["an object", { type: "object" }, { type: "object" }],
    [
      "a value of JSON",
      { format: "json", typeName: "json.loads" },
      { type: ["object", "array", "string", "number", "boolean"] },
    ],
    ["a value or none", { nargs: "?" }, { anyOf: [text, { const: true }] }],
    [
      "a pair",
      { nargs: 2, default: ["a", "b"] },
      {
        default: ["a", "b"],
        type: "array",
        items: { ...text, pattern: "^(?:(?:[^\\u0000\\-][^\\u0000]*)?|-|-\\d+|-\\d*\\.\\d+)$" },
        minItems: 2,
        maxItems: 2,
      },
    ],
    ["a repeated option", { action: "append", type: "integer" }, { type: "array", items: { $ref: "#/$defs/integer" } }],
    [
      "groups",
      { action: "append", nargs: 2, type: "integer" },
      { type: "array", items: { type: "array", items: { $ref: "#/$defs/integer" }, minItems: 2, maxItems: 2 } },
    ],
    [
      "a flag",
      { action: "store_true", nargs: 0, type: "boolean", deprecated: true },
      { deprecated: true, type: "boolean" },
    ],
    [
      "a flag that says no",
      { action: "store_false", nargs: 0, type: "boolean", flags: ["--no-x"] },
      { title: "--no-x", type: "boolean" },
    ],
    ["how often", { action: "count", nargs: 0, type: "integer" }, { type: "integer", minimum: 0, maximum: 100 }],
    [
      "what staff call it",
      { label: "Name", initialValue: "a", default: "b" },
      { title: "Name", default: "a", ...text },
    ],
    ["hidden", { hidden: true }, undefined as never],
    ["locked", { locked: true, initialValue: "a" }, undefined as never],
  ])("%s", (_, parameter, expected) => {
    expect(schemaOf(parameter)).toEqual(expected);
  });

  test("a date in the script's own format", () => {
    const schema = schemaOf({ format: "date", strptime: "%d.%m.%Y" });
    expect(schema).toMatchObject({ ...text, "x-wooey-date-formats": ["%d.%m.%Y"] });
    const pattern = new RegExp(schema?.pattern ?? "", "u");
    expect(["01.02.2024", "31.12.1999"].every((date) => pattern.test(date))).toBe(true);
    expect(["2024-02-01", "32.01.2024", "1.13.2024", " 01.02.2024"].some((date) => pattern.test(date))).toBe(false);
  });
});

describe("toInputSchema, a command", () => {
  test("sub-commands are an object with one property", () => {
    const commands = [
      aCommand([aPositional("path")], { name: "add", help: "Adds." }),
      aCommand([], { name: "secretly", hidden: true }),
    ];
    const { properties, required } = toInputSchema(aSpec([], { subcommands: { required: true, commands } }));
    const add = {
      description: "Adds.",
      type: "object",
      properties: { path: text },
      required: ["path"],
      additionalProperties: false,
    };
    expect(required).toEqual(["$command"]);
    expect(properties?.$command?.oneOf).toEqual([
      { title: "add", type: "object", properties: { add }, required: ["add"], additionalProperties: false },
    ]);
  });

  test("exclusive groups: at most one, or exactly one", () => {
    const members = [aFlag("a", { mutex: "m0" }), aParameter("b", { mutex: "m0" })];
    const given = [{ properties: { a: { const: true } }, required: ["a"] }, { required: ["b"] }];
    const rulesOf = ({ required }: { required: boolean }) =>
      toInputSchema(aSpec(members, { mutex: [{ id: "m0", required, params: ["a", "b"] }] })).allOf;
    expect(rulesOf({ required: true })).toEqual([{ oneOf: given }]);
    expect(rulesOf({ required: false })).toEqual([{ oneOf: [...given, { not: { anyOf: given } }] }]);
  });

  test("a positional needs those before it, and none follows a list", () => {
    const [a, b] = [aPositional("a", { nargs: "?" }), aPositional("b", { nargs: "?" })];
    const sub = { subcommands: { required: false, commands: [aCommand([], { name: "go" })] } };
    expect(toInputSchema(aSpec([a], sub, { engine: "typer" })).dependentRequired).toEqual({ $command: ["a"] });
    expect(toInputSchema(aSpec([a], sub, { engine: "docopt" })).dependentRequired).toBeUndefined();
    const schema = toInputSchema(aSpec([a, b]));
    expect(schema.dependentRequired).toEqual({ b: ["a"] });
    const inputs = [{ b: "x" }, { a: "x" }, { a: "x", b: "y" }];
    expect(inputs.map((input) => matchesSchema(schema, input, schema.$defs ?? {}))).toEqual([false, true, true]);
    expect(toInputSchema(aSpec([{ ...a, default: "x" }, b])).dependentRequired).toBeUndefined();
    expect(Object.keys(toInputSchema(aSpec([aPositional("list", { nargs: "*" }), b])).properties ?? {})).toEqual([
      "list",
    ]);
  });

  test("what cannot be given has no property: an option string that another has, choices that no text leads to", () => {
    const [first, second] = [aParameter("level"), aParameter("level-2", { flags: ["--level"] })];
    const third = aParameter("never", { choices: [{ value: "1", unreachable: true }] });
    const dashes = aFlag("dashes", { flags: ["--"] });
    expect(Object.keys(toInputSchema(aSpec([first, second, third, dashes])).properties ?? {})).toEqual(["level"]);
  });

  test("a list of an option would take the name of a sub-command, unless another option ends it", () => {
    const commands = [aCommand([], { name: "run" })];
    const params = [aParameter("tags", { nargs: "+" }), aFlag("force")];
    expect(toInputSchema(aSpec(params, { subcommands: { required: false, commands } })).allOf).toEqual([
      {
        anyOf: [
          { not: { required: ["$command"] } },
          { properties: { tags: { minItems: 1, maxItems: 1 } } },
          { properties: { force: { const: true } }, required: ["force"] },
        ],
      },
    ]);
  });

  test("the rest of the line does not start like an option, unless another positional comes first", () => {
    const rest = aPositional("rest", { nargs: "remainder" });
    const pattern = "^(?:(?:[^\\u0000\\-][^\\u0000]*)?|-|-\\d+|-\\d*\\.\\d+)$";
    const { properties } = toInputSchema(aSpec([rest]));
    expect(properties?.rest).toEqual({ type: "array", prefixItems: [{ ...text, allOf: [{ pattern }] }], items: text });
    expect(toInputSchema(aSpec([aPositional("program"), rest])).properties?.rest?.prefixItems).toBeUndefined();
  });

  test("extra arguments, where the script accepts them", () => {
    expect(toInputSchema(aSpec([], {}, { lenient: true })).properties?.$rest).toMatchObject({
      type: "array",
      items: text,
    });
  });
});
