import { describe, expect, test } from "vitest";
import type { Parameter } from "@/command-line/spec";
import { previewCorrection } from "./preview-correction";

const size: Parameter = {
  id: "size",
  dest: "size",
  kind: "option",
  flags: ["--size"],
  action: "store",
  type: "integer",
  required: false,
  default: 5,
  group: "g",
};

describe("previewCorrection", () => {
  test("shows label, section, help, bounds and the initial value", () => {
    const patch = { label: "How large", group: "Sizes", help: "In metres.", maximum: 9, initialValue: ["7"] };
    const { form, prefill, problems } = previewCorrection(size, "Options", patch);
    expect(form.sections).toMatchObject([
      { title: "Sizes", fields: [{ label: "How large", help: "In metres.", maximum: 9 }] },
    ]);
    expect([...prefill.entries]).toEqual([["size", ["7"]]]);
    expect(problems).toEqual([]);
  });

  test("reports the parts that do not fit, shows the other parts, and ignores incomplete numbers", () => {
    const { form, problems } = previewCorrection(size, "Options", {
      initialValue: ["x"],
      label: "L",
      minimum: Number.NaN,
    });
    expect(form.sections).toMatchObject([{ title: "Options", fields: [{ label: "L" }] }]);
    expect(problems).toEqual([expect.stringContaining("does not fit this version")]);
  });

  test("shows no field for a hidden parameter", () => {
    expect(previewCorrection(size, "", { hidden: true }).form.fieldCount).toBe(0);
  });
});
