import { describe, expect, test } from "vitest";
import type { FormField } from "@/server/introspection/argv/form";
import { startTexts, typeWords } from "./field-data";

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
