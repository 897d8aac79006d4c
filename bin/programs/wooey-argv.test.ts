import { describe, expect, test } from "vitest";
import { aCommand, aFlag, aParameter, aPositional, aSpec } from "@/command-line/testing/specs";
import { answer } from "./wooey-argv";

const spec = aSpec(
  [
    aParameter("count", { type: "integer", default: 3 }),
    aParameter("breed", { choices: [{ value: "lab" }, { value: "pug" }] }),
    aParameter("alpha", { default: "A", mutex: "either" }),
    aParameter("beta", { mutex: "either" }),
    aPositional("name"),
  ],
  {
    mutex: [{ id: "either", required: true, params: ["alpha", "beta"] }],
    subcommands: { required: false, commands: [aCommand([aFlag("force")], { name: "add" })] },
  },
);
const entriesOf = (...entries: [string, string][]) => JSON.stringify({ entries: [["alpha", "A"], ...entries] });

describe("wooey script argv", () => {
  test.each<[string, string, unknown]>([
    ["values that equal their default", entriesOf(["name", "x"], ["count", "3"]), ["--alpha=A", "x"]],
    ["another member of an exclusive group", entriesOf(["name", "x"], ["beta", "b"]), ["--beta=b", "x"]],
    ["a name that starts like an option", entriesOf(["name", "--count"]), ["--alpha=A", "--", "--count"]],
    [
      "a sub-command",
      entriesOf(["name", "x"], ["$command", "add"], ["add.force", "on"]),
      ["--alpha=A", "x", "add", "--force"],
    ],
    ["a command", JSON.stringify({ command: "script.py x --beta= \\\n --count 4" }), ["--count=4", "--beta=", "x"]],
  ])("answers with arguments: %s", (_, line, argv) => {
    expect(answer(spec, line, "script.py")).toEqual({ argv, line: expect.any(String) });
  });

  test.each<[string, string, string, RegExp]>([
    ["a missing name", entriesOf(), "name", /required/],
    ["a count that is no number", entriesOf(["name", "x"], ["count", "x"]), "count", /whole number/],
    ["an invalid choice of a command", '{"command": "x --beta b --breed cat"}', "breed", /cat is not one/],
    ["a pipe", '{"command": "x --beta b | wc"}', "command", /piped/],
    ["no JSON", "name=x", "__all__", /as JSON/],
    ["another question", '{"values": {}}', "__all__", /as JSON/],
  ])("answers with errors: %s", (...[, line, path, message]) => {
    expect(answer(spec, line, "script.py")).toEqual({ errors: { [path]: [expect.stringMatching(message)] } });
  });
});
