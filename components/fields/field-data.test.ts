import { describe, expect, test } from "vitest";
import type { FormField, FormModel } from "@/command-line/form";
import { initialEntries, initialTexts, selectedMember, typeLabel } from "./field-data";

const field = (part: Partial<FormField>): FormField => ({
  path: "count",
  parameterId: "count",
  label: "Count",
  widget: "integer",
  itemWidget: "integer",
  required: false,
  initial: ["5"],
  type: "integer",
  ...part,
});

describe("typeLabel", () => {
  test("names type and bounds", () => {
    expect(typeLabel(field({ minimum: 1, maximum: 10 }))).toBe("whole number, 1 to 10");
    expect(typeLabel(field({ itemWidget: "number", minimum: 0 }))).toBe("number, at least 0");
    expect(typeLabel(field({ widget: "text", itemWidget: "text" }))).toBe("");
  });
});

describe("initialTexts", () => {
  test("prefers the prefill to the default", () => {
    expect(initialTexts(field({}), { entries: new Map([["count", ["9"]]]), fileNames: new Map() })).toEqual(["9"]);
    expect(initialTexts(field({}), { entries: new Map(), fileNames: new Map() })).toEqual(["5"]);
  });
});

describe("initialEntries", () => {
  const form = (fields: FormField[], subcommands?: FormModel["subcommands"]): FormModel => ({
    sections: [{ id: "all", title: "All", fields }],
    fieldCount: fields.length,
    exclusives: [],
    ...(subcommands && { subcommands }),
  });
  const commands = ["add", "drop"].map((name) => ({
    name,
    title: name,
    form: form([field({ path: `${name}.depth`, initial: [name === "add" ? "1" : "2"] })]),
  }));
  const nested = form([field({}), field({ path: "list", initial: [""] })], {
    path: "$command",
    title: "Command",
    required: true,
    commands,
  });

  test("contains what a browser would send: the prefill, defaults, the selected tab, and no blanks", () => {
    expect(initialEntries(nested, { entries: new Map(), fileNames: new Map() })).toEqual([
      ["count", "5"],
      ["$command", "add"],
      ["add.depth", "1"],
    ]);
  });

  test.each(["constructor", "__proto__", "toString"])("treats the text %s as any other", (text) => {
    const prefill = { entries: new Map([["count", [text]]]), fileNames: new Map() };
    expect(initialEntries(form([field({})]), prefill)).toEqual([["count", text]]);
  });

  test("prefers the prefill to defaults, and names files", () => {
    const entries = new Map([
      ["count", ["9"]],
      ["list", ["file:3"]],
      ["$command", ["drop"]],
    ]);
    const texts = new Map(initialEntries(nested, { entries, fileNames: new Map([["file:3", "list.txt"]]) }));
    expect(Object.fromEntries(texts)).toEqual({
      count: "9",
      list: "list.txt",
      "list.$upload": "list.txt",
      $command: "drop",
      "drop.depth": "2",
    });
  });
});

describe("selectedMember", () => {
  const rule = { id: "m", required: true, paths: ["fast", "level", "pair"] };
  const prefill = (...entries: [string, string[]][]) => ({ entries: new Map(entries), fileNames: new Map() });

  test("is the field that the form had selected, even if others have texts", () => {
    expect(selectedMember(rule, prefill(["level", ["3"]], ["m.$only", ["$none", "fast"]]))).toBe("fast");
    expect(selectedMember(rule, prefill(["level", ["3"]], ["m.$only", ["$none"]]))).toBeNull();
  });

  test("is otherwise the first field with a value, also if it is a row or an option without a value", () => {
    expect(selectedMember(rule, prefill(["level", ["3"]]))).toBe("level");
    expect(selectedMember(rule, prefill(["pair[0]", ["1", "2"]]))).toBe("pair");
    expect(selectedMember(rule, prefill(["level.$flag", ["on"]]))).toBe("level");
    expect(selectedMember(rule, prefill(["levels", ["3"]]))).toBeNull();
  });

  test("is part of what the browser sends, so that a default of another field does not count", () => {
    const form: FormModel = {
      sections: [{ id: "all", title: "All", fields: [field({ path: "fast" }), field({ path: "level" })] }],
      fieldCount: 2,
      exclusives: [{ id: "m", required: true, paths: ["fast", "level"] }],
    };
    expect(initialEntries(form, prefill())).toContainEqual(["m.$only", "$none"]);
    expect(initialEntries(form, prefill(["level", ["3"]]))).toContainEqual(["m.$only", "level"]);
  });
});
