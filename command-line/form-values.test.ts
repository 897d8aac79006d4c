import { describe, expect, test } from "vitest";
import { ArgumentsError } from "./errors";
import { toFormEntries } from "./form-entries";
import { readFormValues } from "./form-values";
import { normalValues } from "./normal";
import { Chance } from "./testing/random";
import { seeded } from "./testing/seeded";
import { aCommand, aFlag, aParameter, aPositional, aSpec } from "./testing/specs";
import { checkValues } from "./validate";

const add = aCommand([aPositional("name"), aFlag("force")], { name: "add" });
const spec = aSpec(
  [
    aParameter("count", { type: "integer" }),
    aParameter("text"),
    aFlag("loud"),
    aFlag("cache", { action: "boolean_optional", negativeFlags: ["--no-cache"] }),
    aFlag("verbose", { action: "count" }),
    aParameter("tag", { action: "append" }),
    aParameter("size", { nargs: 2, type: "integer" }),
    aParameter("pair", { action: "append", nargs: 2 }),
    aParameter("words", { action: "append", nargs: "+" }),
    aParameter("log", { nargs: "?" }),
    aParameter("agree", { format: "bool", boolStrings: ["yes", "no"] }),
    aParameter("when", { format: "date", strptime: "%d.%m.%Y" }),
    aParameter("rest", { nargs: "remainder" }),
    aParameter("upload", { format: "file", mode: "r", nargs: "*" }),
  ],
  { subcommands: { required: false, commands: [add] } },
);

describe("readFormValues", () => {
  describe("of fields of which exactly one has to be given", () => {
    const members = [aFlag("fast", { mutex: "m" }), aParameter("level", { mutex: "m" })];
    const mutex = [{ id: "m", required: true, params: ["fast", "level"] }];
    const command = aCommand(members, { name: "send", mutex });
    const exclusive = aSpec([], { subcommands: { required: true, commands: [command] } });
    const read = (...entries: [string, string][]) =>
      readFormValues(exclusive, [["$command", "send"], ...entries]).$command?.values;

    test("counts only the selected one", () => {
      const level: [string, string] = ["send.level", "3"];
      expect(read(level, ["send.m.$only", "$none"], ["send.m.$only", "send.fast"])).toEqual({ fast: true });
      expect(read(level, ["send.fast", "on"], ["send.m.$only", "send.level"])).toEqual({ level: "3" });
      expect(read(level, ["send.m.$only", "$none"])).toEqual({});
    });

    test("counts all of them if the form does not say which is selected", () => {
      expect(read(["send.level", "3"], ["send.fast", "on"])).toEqual({ fast: true, level: "3" });
    });
  });

  test("reads a plain form post", () => {
    const entries: [string, string][] = [
      ["count", " 3 "],
      ["text", "a\r\nb"],
      ["loud", "on"],
      ["cache", "false"],
      ["verbose", "2"],
      ["tag", "x"],
      ["tag", ""],
      ["tag", "y"],
      ["size", "1"],
      ["size", "2"],
      ["agree", "true"],
      ["when", "2026-12-24"],
      ["rest", "--a 'b c'"],
      ["upload", "upload:1"],
      ["upload", "upload:2"],
      ["$command", "add"],
      ["add.name", "me"],
      ["add.force", "on"],
      ["job_name", "not a parameter"],
    ];
    expect(readFormValues(spec, entries)).toEqual({
      count: "3",
      text: "a\nb",
      loud: true,
      cache: false,
      verbose: "2",
      tag: ["x", "y"],
      size: ["1", "2"],
      agree: true,
      when: "24.12.2026",
      rest: ["--a", "b c"],
      upload: ["upload:1", "upload:2"],
      $command: { name: "add", values: { name: "me", force: true } },
    });
  });

  test("leaves to the script what is blank", () => {
    const names = [
      "count",
      "text",
      "cache",
      "verbose",
      "tag",
      "size",
      "pair",
      "log",
      "agree",
      "when",
      "rest",
      "upload",
    ];
    const blank = names.map((name): [string, string] => [name, ""]);
    expect(readFormValues(spec, [...blank, ["$command", ""], ["verbose", "0"]])).toEqual({});
  });

  test("reads rows of groups, in order, numbered or flat", () => {
    const numbered: [string, string][] = [
      ["pair[10]", "c"],
      ["pair[10]", "d"],
      ["pair[2]", "a"],
      ["pair[2]", "b"],
      ["words[0]", "x"],
    ];
    expect(readFormValues(spec, numbered)).toEqual({
      pair: [
        ["a", "b"],
        ["c", "d"],
      ],
      words: [["x"]],
    });
    const flat = ["a", "b", "c", "d"].map((text): [string, string] => ["pair", text]);
    expect(readFormValues(spec, flat)).toEqual({
      pair: [
        ["a", "b"],
        ["c", "d"],
      ],
    });
  });

  test("reads an option without its value", () => {
    expect(readFormValues(spec, [["log.$flag", "on"]])).toEqual({ log: true });
    expect(
      readFormValues(spec, [
        ["log.$flag", "on"],
        ["log", "x"],
      ]),
    ).toEqual({ log: "x" });
  });

  test.each([
    [true, { quick: true }],
    [false, { quick: false }],
  ])("reads a truth value's option without its value as its const %s", (bare, values) => {
    const quick = aParameter("quick", { nargs: "?", type: "string", format: "bool", const: bare });
    expect(readFormValues(aSpec([quick]), [["quick.$flag", "on"]])).toEqual(values);
    const { const: _, ...other } = quick;
    expect(() => readFormValues(aSpec([other]), [["quick.$flag", "on"]])).toThrow(ArgumentsError);
  });

  test("reads the parameters of the chosen sub-command only", () => {
    expect(readFormValues(spec, [["add.name", "me"]])).toEqual({});
    expect(checkValues(spec, readFormValues(spec, [["$command", "nosuch"]]))).toHaveProperty("$command");
  });

  test("refuses an open quote beside its field", () => {
    expect(() => readFormValues(spec, [["rest", "'a"]])).toThrow(ArgumentsError);
  });
});

describe("toFormEntries", () => {
  test("is read back as the same values, whatever they are", () => {
    const chance = new Chance(seeded(3));
    let compared = 0;
    for (let round = 0; round < 300; round += 1) {
      const random = chance.spec();
      const values = chance.values(random.command);
      // A form cannot tell an empty list from nothing where no option stands for it, and numbers lose their spaces.
      const unsayable = /\[\]|" /.test(JSON.stringify(values));
      if (unsayable || Object.keys(checkValues(random, values)).length > 0) continue;
      compared += 1;
      const back = readFormValues(random, toFormEntries(random, values));
      expect(normalValues(random.command, back)).toEqual(normalValues(random.command, values));
    }
    expect(compared).toBeGreaterThan(80);
  });
});
