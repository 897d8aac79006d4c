import { describe, expect, test } from "vitest";
import { type FormField, toForm } from "./form";
import type { Parameter } from "./spec";
import { aCommand, aFlag, aParameter, aPositional, aSpec } from "./testing/specs";

function fieldOf(parameter: Parameter): FormField {
  return toForm(aSpec([parameter])).sections[0]!.fields[0]!;
}

describe("toForm", () => {
  test("puts what is required first, then the groups by title, without hidden ones and empty groups", () => {
    const groups = [
      { id: "g0", title: "options", standard: true },
      { id: "g1", title: "empty", standard: false },
      { id: "g2", title: "model settings", description: "How to fit", standard: false },
    ];
    const params = [
      aParameter("max_count", { group: "g0" }),
      aParameter("rate", { group: "g2" }),
      aParameter("model", { group: "g2", required: true }),
      aParameter("debug", { group: "g0", hidden: true }),
      aPositional("input"),
    ];
    const { sections, fieldCount } = toForm(aSpec(params, { groups }));
    expect(sections.map(({ title, fields }) => [title, fields.map((field) => field.label)])).toEqual([
      ["Required", ["Model", "Input"]],
      ["Options", ["Max Count"]],
      ["Model Settings", ["Rate"]],
    ]);
    expect(sections[2]).toMatchObject({ id: "group-g2", description: "How to fit" });
    expect(fieldCount).toBe(4);
  });

  const few = [{ value: "a" }, { value: "b" }];
  const many = Array.from({ length: 31 }, (_, index) => ({ value: String(index) }));
  test.each<[FormField["widget"], Partial<Parameter>]>([
    ["text", {}],
    ["textarea", { widget: "textarea" }],
    ["textarea", { default: "a\nb" }],
    ["integer", { type: "integer" }],
    ["number", { type: "number" }],
    ["switch", { action: "store_true", nargs: 0, type: "boolean" }],
    ["switch", { action: "store_const", nargs: 0 }],
    ["tristate", { action: "boolean_optional", nargs: 0, type: "boolean" }],
    ["tristate", { format: "bool", boolStrings: ["yes", "no"] }],
    ["counter", { action: "count", nargs: 0 }],
    ["select", { choices: few }],
    ["combobox", { choices: many }],
    ["multiselect", { choices: few, nargs: "+" }],
    ["rows", { nargs: "*" }],
    ["rows", { action: "append" }],
    ["rows", { action: "append", nargs: 2 }],
    ["tuple", { nargs: 3, type: "number" }],
    ["integer", { nargs: 1, type: "integer" }],
    ["date", { format: "date" }],
    ["datetime", { format: "date-time" }],
    ["time", { format: "time" }],
    ["text", { format: "date", strptime: "%j of %Y" }],
    ["color", { format: "color" }],
    ["json", { format: "json" }],
    ["json", { type: "array" }],
    ["secret", { secret: true }],
    ["file", { format: "file", mode: "r" }],
    ["file", { widget: "file" }],
    ["files", { format: "file", mode: "rb", nargs: "+" }],
    ["output-file", { format: "file", mode: "w" }],
    ["remainder", { nargs: "remainder" }],
    ["switch", { action: "store_true", nargs: 0, widget: "text" }],
    ["rows", { nargs: "*", widget: "text" }],
  ])("offers a %s for %j", (widget, overrides) => {
    expect(fieldOf(aParameter("it", overrides)).widget).toBe(widget);
  });

  test("says what a field is called, holds and starts with", () => {
    const parameter = aParameter("max_count", {
      flags: ["-m", "--max-count"],
      type: "integer",
      minimum: 1,
      maximum: 9,
      default: 3,
      help: "How many",
      metavar: "N",
    });
    expect(fieldOf(parameter)).toEqual({
      path: "max_count",
      parameterId: "max_count",
      label: "Max Count",
      flag: "--max-count",
      help: "How many",
      widget: "integer",
      itemWidget: "integer",
      required: false,
      initial: ["3"],
      placeholder: "N",
      type: "integer",
      minimum: 1,
      maximum: 9,
      step: "1",
    });
  });

  test("starts with defaults as the widget shows them, and says those that add up or are secret in no field", () => {
    const date = aParameter("it", { format: "date", strptime: "%d.%m.%Y", default: "24.12.2026" });
    expect(fieldOf(date).initial).toEqual(["2026-12-24"]);
    expect(fieldOf(aParameter("it", { nargs: "+", default: [0.5, 1] })).initial).toEqual(["0.5", "1"]);
    expect(fieldOf(aFlag("it", { action: "boolean_optional", default: true })).initial).toEqual(["true"]);
    expect(fieldOf(aParameter("it", { action: "append", default: ["a"] }))).toMatchObject({
      initial: [],
      defaultText: "a",
    });
    expect(fieldOf(aParameter("it", { secret: true, default: "hunter2" }))).not.toHaveProperty("defaultText");
    expect(fieldOf(aParameter("it", { secret: true, default: "hunter2" })).initial).toEqual([]);
    expect(fieldOf(aParameter("it", { format: "file", mode: "r", default: "-" })).initial).toEqual([]);
  });

  test("says how many values there are", () => {
    expect(fieldOf(aParameter("it", { nargs: 2 })).items).toEqual({ minimum: 2, maximum: 2 });
    expect(fieldOf(aParameter("it", { nargs: "+", required: true })).items).toEqual({ minimum: 1 });
    expect(fieldOf(aParameter("it", { nargs: "*" })).items).toEqual({ minimum: 0 });
    expect(fieldOf(aParameter("it")).items).toBeUndefined();
  });

  test("nests the forms of sub-commands and counts their fields", () => {
    const add = aCommand([aPositional("url")], { name: "add", help: "Add one" });
    const hidden = aCommand([], { name: "secret", hidden: true });
    const remote = aCommand([aFlag("all")], {
      name: "remote",
      subcommands: { required: true, commands: [add, hidden] },
    });
    const form = toForm(
      aSpec([aFlag("v")], { subcommands: { required: false, title: "Commands", commands: [remote] } }),
    );
    expect(form.fieldCount).toBe(3);
    expect(form.subcommands).toMatchObject({ path: "$command", title: "Commands", required: false });
    const inner = form.subcommands!.commands[0]!.form.subcommands!;
    expect(inner).toMatchObject({ path: "remote.$command", required: true });
    expect(inner.commands.map((one) => [one.name, one.help])).toEqual([["add", "Add one"]]);
    expect(inner.commands[0]!.form.sections[0]!).toMatchObject({ id: "remote.add.required", title: "Required" });
    expect(inner.commands[0]!.form.sections[0]!.fields[0]!.path).toBe("remote.add.url");
  });

  test("tells which fields exclude each other", () => {
    const params = [aFlag("a", { mutex: "m" }), aFlag("b", { mutex: "m" })];
    const form = toForm(aSpec(params, { mutex: [{ id: "m", required: true, params: ["a", "b"] }] }));
    expect(form.exclusives).toEqual([{ id: "m", required: true, paths: ["a", "b"] }]);
    expect(form.sections[0]!.fields[0]!.exclusive).toBe("m");
  });

  test("puts what exactly one of several fields has to give under what is required", () => {
    const members = [aFlag("a", { mutex: "m" }), aParameter("b", { mutex: "m" })];
    const optional = [aFlag("c", { mutex: "o" }), aFlag("d", { mutex: "o" })];
    const mutex = [
      { id: "m", required: true, params: ["a", "b"] },
      { id: "o", required: false, params: ["c", "d"] },
    ];
    const { sections } = toForm(aSpec([aParameter("x"), ...optional, ...members], { mutex }));
    expect(sections.map(({ title, fields }) => [title, fields.map((field) => field.path)])).toEqual([
      ["Required", ["a", "b"]],
      ["Options", ["x", "c", "d"]],
    ]);
  });

  test("offers further arguments for a script that takes them", () => {
    const form = toForm(aSpec([], {}, { lenient: true }));
    expect(form.sections[0]!.fields[0]!).toMatchObject({ path: "$rest", widget: "remainder" });
  });

  test("is plain data, as a component of the browser gets it", () => {
    const form = toForm(aSpec([aParameter("a", { choices: few }), aFlag("b")]));
    expect(structuredClone(form)).toEqual(form);
    expect(JSON.parse(JSON.stringify(form))).toEqual(form);
  });
});
