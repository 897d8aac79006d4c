import { describe, expect, test } from "vitest";
import type { Parameter } from "./spec";
import { aCommand, aFlag, aParameter, aPositional, aSpec } from "./testing/specs";
import { checkValues } from "./validate";
import type { Value } from "./values";

const choices = [{ value: "1" }, { value: "2" }];

describe("checkValues", () => {
  test.each<[string, Partial<Parameter>, Value, string | null]>([
    ["a whole number", { type: "integer" }, "1.5", "Enter a whole number."],
    ["a whole number", { type: "integer" }, "many", "Enter a whole number."],
    ["a whole number as Python reads it", { type: "integer" }, " -1_000 ", null],
    ["a number", { type: "number" }, "x", "Enter a number."],
    ["a number", { type: "number" }, "", "Enter a number."],
    ["a number as Python reads it", { type: "number" }, "-.5e-3", null],
    ["infinity", { type: "number" }, "-inf", null],
    ["a fraction", { type: "number", typeName: "fractions.Fraction" }, "1/3", null],
    ["a minimum", { type: "integer", minimum: 1 }, "0", "Ensure this value is greater than or equal to 1."],
    ["a maximum", { type: "number", maximum: 2.5 }, "2.6", "Ensure this value is less than or equal to 2.5."],
    ["an open minimum", { type: "number", exclusiveMinimum: 0 }, "0", "Ensure this value is greater than 0."],
    ["an open maximum", { type: "number", exclusiveMaximum: 1 }, "1", "Ensure this value is less than 1."],
    ["a choice", { choices }, "9", "Select a valid choice. 9 is not one of the available choices."],
    ["a choice that is a number", { type: "integer", choices }, "01", null],
    ["a cut list of choices", { choices, choicesTruncated: true }, "9", null],
    ["each of several", { nargs: "+", type: "integer" }, ["1", "x"], "Enter a whole number."],
    ["a fixed count", { nargs: 2 }, ["1"], "Enter exactly 2 values."],
    ["a fixed count in each row", { nargs: 2, action: "append" }, [["1", "2"], ["3"]], "Enter exactly 2 values."],
    ["one value only", {}, ["1", "2"], "Enter only one value."],
    ["an option without its value", { nargs: "?", type: "integer" }, true, null],
    ["a date in the script's format", { format: "date", strptime: "%d.%m.%Y" }, "31.02.2026", "Enter a valid date."],
    ["a date in the script's format", { format: "date", strptime: "%d.%m.%Y" }, "28.02.2026", null],
    ["an ISO date", { format: "date" }, "2026-13-01", "Enter a valid date."],
    ["an ISO date and time", { format: "date-time" }, "2026-02-03T04:05", null],
    ["a date of a type that may read more", { format: "date", typeName: "parse_date" }, "tomorrow", null],
    ["JSON", { format: "json" }, "{a: 1}", "Enter valid JSON."],
    ["JSON as Python reads it", { format: "json" }, '{"a": [NaN, -Infinity, "NaN"]}', null],
    ["YAML", { format: "json", typeName: "yaml.safe_load" }, "a: 1", null],
    ["a UUID", { format: "uuid" }, "x", "Enter a valid UUID."],
    ["NUL", {}, "a\0b", "Null characters are not allowed."],
    [
      "a megabyte",
      {},
      "x".repeat(1_000_000),
      "A value on the command line can have at most 131,071 bytes. Use a file instead.",
    ],
    ["any text", {}, "-👩\n\u202E", null],
  ])("checks %s", (_, overrides, value, message) => {
    const errors = checkValues(aSpec([aParameter("it", overrides)]), { it: value });
    expect(errors).toEqual(message === null ? {} : { it: [message] });
  });

  test("demands what the script demands, an empty text being a value", () => {
    const params = [aPositional("title"), aParameter("need", { required: true }), aFlag("yes", { required: true })];
    const required = ["This field is required."];
    expect(checkValues(aSpec(params), {})).toEqual({ title: required, need: required, yes: required });
    expect(checkValues(aSpec(params), { title: "", need: "", yes: true })).toEqual({});
    const click = aSpec([aParameter("need", { required: true, default: "x" })], {}, { engine: "click" });
    expect(checkValues(click, {})).toEqual({});
  });

  test("demands the positional before one that is given", () => {
    const spec = aSpec([aPositional("from", { nargs: "?" }), aPositional("to", { nargs: "*" })]);
    expect(checkValues(spec, { to: ["x"] })).toEqual({ from: ["This is required if a later one is given."] });
  });

  test("allows one of an exclusive group, and demands one of a required group", () => {
    const params = [aParameter("a", { mutex: "m" }), aParameter("b", { mutex: "m", default: "x" })];
    const spec = ({ required }: { required: boolean }) =>
      aSpec(params, { mutex: [{ id: "m", required, params: ["a", "b"] }] });
    expect(checkValues(spec({ required: false }), { a: "1", b: "2" })).toEqual({
      b: ["This cannot be combined with --a."],
    });
    expect(checkValues(spec({ required: false }), { a: "1", b: "x" })).toEqual({});
    expect(checkValues(spec({ required: true }), {})).toEqual({ a: ["One of --a, --b is required."] });
  });

  test("names parameters of sub-commands by their path, and checks the chosen one only", () => {
    const commands = [
      aCommand([aParameter("left", { type: "integer", required: true })], { name: "sum", aliases: ["plus"] }),
      aCommand([aParameter("right", { required: true })], { name: "other" }),
    ];
    const spec = aSpec([], { subcommands: { required: true, commands } });
    expect(checkValues(spec, {})).toEqual({ $command: ["This field is required."] });
    expect(checkValues(spec, { $command: { name: "plus", values: { left: "x" } } })).toEqual({
      "sum.left": ["Enter a whole number."],
    });
    expect(checkValues(spec, { $command: { name: "nosuch", values: {} } })).toEqual({
      $command: ["Select a valid choice. nosuch is not one of the available choices."],
    });
  });

  test("refuses a value for a parameter that the script does not have", () => {
    expect(checkValues(aSpec([]), { nosuch: "x", $rest: ["y"] })).toEqual({
      nosuch: ["This script has no such parameter."],
      $rest: ["This script has no such parameter."],
    });
    expect(checkValues(aSpec([], {}, { lenient: true }), { $rest: ["y"] })).toEqual({});
  });

  test("finds nothing wrong with what is left alone, whatever its name is", () => {
    const params = ["constructor", "__proto__", "hasOwnProperty"].map((id) => aParameter(id, { type: "integer" }));
    expect(checkValues(aSpec(params), {})).toEqual({});
    const errors = checkValues(aSpec(params), JSON.parse('{"__proto__": "x"}'));
    expect(Object.entries(errors)).toEqual([["__proto__", ["Enter a whole number."]]]);
  });
});
