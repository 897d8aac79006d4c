import { describe, expect, test } from "vitest";
import type { FormField, FormModel } from "@/command-line/form";
import { startEntries, startTexts, typeWords } from "./field-data";

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

describe("typeWords", () => {
  test("says type and bounds", () => {
    expect(typeWords(field({ minimum: 1, maximum: 10 }))).toBe("whole number, 1 to 10");
    expect(typeWords(field({ itemWidget: "number", minimum: 0 }))).toBe("number, at least 0");
    expect(typeWords(field({ widget: "text", itemWidget: "text" }))).toBe("");
  });
});

describe("startTexts", () => {
  test("takes a link's or a clone's value before the default", () => {
    expect(startTexts(field({}), { entries: new Map([["count", ["9"]]]), fileNames: {} })).toEqual(["9"]);
    expect(startTexts(field({}), { entries: new Map(), fileNames: {} })).toEqual(["5"]);
  });
});

describe("startEntries", () => {
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
    ...{ path: "$command", title: "Command", required: true, commands },
  });

  test("is what a browser would send: what is given, defaults, the tab that is open, and no blanks", () => {
    expect(startEntries(nested, { entries: new Map(), fileNames: {} })).toEqual([
      ["count", "5"],
      ["$command", "add"],
      ["add.depth", "1"],
    ]);
  });

  test("takes what is given before defaults, a file by its name", () => {
    const entries = new Map([
      ["count", ["9"]],
      ["list", ["file:3"]],
      ["$command", ["drop"]],
    ]);
    const texts = new Map(startEntries(nested, { entries, fileNames: { "file:3": "list.txt" } }));
    expect(Object.fromEntries(texts)).toEqual({ count: "9", list: "list.txt", $command: "drop", "drop.depth": "2" });
  });
});
