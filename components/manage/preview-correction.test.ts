import { describe, expect, test } from "vitest";
import type { Parameter } from "@/command-line/spec";
import { previewCorrection } from "./preview-correction";

const size: Parameter = {
  ...{ id: "size", dest: "size", kind: "option", flags: ["--size"], action: "store", type: "integer" },
  ...{ required: false, default: 5, group: "g" },
};

describe("previewCorrection", () => {
  test("shows label, section, help, bounds and what it begins with", () => {
    const patch = { label: "How large", group: "Sizes", help: "In metres.", maximum: 9, initialValue: ["7"] };
    const { form, filled, unfitting } = previewCorrection(size, "Options", patch);
    expect(form.sections).toMatchObject([
      { title: "Sizes", fields: [{ label: "How large", help: "In metres.", maximum: 9 }] },
    ]);
    expect([...filled.entries]).toEqual([["size", ["7"]]]);
    expect(unfitting).toEqual([]);
  });

  test("tells what does not fit, and shows the rest; half a number is none", () => {
    const { form, unfitting } = previewCorrection(size, "Options", {
      initialValue: ["x"],
      label: "L",
      minimum: Number.NaN,
    });
    expect(form.sections).toMatchObject([{ title: "Options", fields: [{ label: "L" }] }]);
    expect(unfitting).toEqual([expect.stringContaining("does not fit this version")]);
  });

  test("a hidden one has no field", () => {
    expect(previewCorrection(size, "", { hidden: true }).form.fieldCount).toBe(0);
  });
});
