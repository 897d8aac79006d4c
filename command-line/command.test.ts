import { describe, expect, test } from "vitest";
import { AppError } from "@/server/errors";
import { readCommand } from "./command";
import type { ScriptSpec } from "./spec";
import { aCommand, aFlag, aParameter, aPositional, aSpec } from "./testing/specs";

const kinds = aSpec([
  aPositional("title"),
  aParameter("text", { default: "plain" }),
  aParameter("total", { type: "integer", default: 7 }),
  aFlag("loud"),
  aParameter("pair", { nargs: 2 }),
  aParameter("many", { nargs: "+", type: "integer" }),
]);
const lenient = aSpec([
  aParameter("alpha", { flags: ["-a", "--alpha"], default: "A0" }),
  aParameter("tag", { action: "append" }),
  aFlag("quiet"),
  aFlag("keep", { action: "store_false" }),
  aFlag("verbose", { action: "count", flags: ["-v", "--verbose"] }),
  aFlag("cache", { action: "boolean_optional", negativeFlags: ["--no-cache"] }),
  aPositional("target", { nargs: "?", default: "here" }),
]);
const subs = aSpec([aParameter("prefix", { default: ">" })], {
  subcommands: {
    required: true,
    dest: "command",
    commands: [
      aCommand([aParameter("left", { type: "integer", required: true }), aFlag("loud")], { name: "sum" }),
      aCommand([], { name: "bare" }),
    ],
  },
});

function messageOf(spec: ScriptSpec, text: string): unknown {
  try {
    return readCommand(spec, text);
  } catch (error) {
    if (error instanceof AppError) return error.fields;
    throw error;
  }
}

describe("readCommand", () => {
  test.each<[string, ScriptSpec, string, unknown]>([
    ["a flag alone", lenient, "there --quiet", { target: "there", quiet: true }],
    ["Wooey's flag", lenient, "there --quiet True", { target: "there", quiet: true }],
    ["both", lenient, "there --quiet True --keep", { target: "there", quiet: true, keep: true }],
    ["Wooey's flag that is off", kinds, "only --loud False", { title: "only" }],
    ["a beginning of a flag, and =", lenient, "there --qui=True", { target: "there", quiet: true }],
    ["an on-off option that is off", lenient, "there --cache False", { target: "there", cache: false }],
    ["a count as a number", lenient, "there -v 2", { target: "there", verbose: 2 }],
    [
      "a flag in a sub-command",
      subs,
      "sum --left 1 --loud True",
      { $command: { name: "sum", values: { left: "1", loud: true } } },
    ],
    ["repeated options", lenient, "x --tag a --tag b", { target: "x", tag: ["a", "b"] }],
    ["Wooey's list for them", lenient, "x --tag a b", { target: "x", tag: ["a", "b"] }],
    [
      "a sub-command without parameters",
      subs,
      "--prefix + bare",
      { prefix: "+", $command: { name: "bare", values: {} } },
    ],
    ["nothing", lenient, "", {}],
    ["quotes", kinds, "'$(id); `ls`' --text \"two words\"", { title: "$(id); `ls`", text: "two words" }],
  ])("reads %s", (_, spec, text, values) => {
    expect(readCommand(spec, text)).toEqual(values);
  });

  test("reads True as the script would where the script takes it", () => {
    expect(readCommand(lenient, "--quiet True")).toEqual({ quiet: true, target: "True" });
    const number = aSpec([aFlag("quiet"), aPositional("size", { nargs: "?", type: "integer" })]);
    expect(readCommand(number, "--quiet True")).toEqual({ quiet: true });
  });

  test.each([
    [kinds, "", "the following arguments are required: title"],
    [kinds, "title --nope 1", "unrecognized arguments: --nope 1"],
    [kinds, "title --text", "argument --text: expected one argument"],
    [kinds, "one two three", "unrecognized arguments: two three"],
    [kinds, "-h", "-h asks the script for its help; it would do no work"],
    [kinds, "t 'open", "No closing quotation"],
    [subs, "", "the following arguments are required: command"],
    [subs, "nosuch --left 1", "argument command: invalid choice: 'nosuch' (choose from sum, bare)"],
    [subs, "sum", "the following arguments are required: --left"],
    [subs, "sum --left 1 --words x", "unrecognized arguments: --words x"],
  ])("refuses on the field command", (spec, text, message) => {
    expect(messageOf(spec, text)).toEqual({ command: [message] });
  });

  test("leaves types and choices to the checks of the form", () => {
    expect(readCommand(kinds, "t --total many --many 1 x")).toEqual({ title: "t", total: "many", many: ["1", "x"] });
  });
});
