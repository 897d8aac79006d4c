import { expect, test } from "vitest";
import { addFieldErrors, type FieldErrors } from "./errors";

test("addFieldErrors keeps the messages of every field, whatever its name", () => {
  const errors: FieldErrors = {};
  for (const field of ["count", "constructor", "__proto__", "toString", "count"])
    addFieldErrors(errors, field, ["bad"]);
  addFieldErrors(errors, "empty", []);
  expect(Object.entries(errors)).toEqual([
    ["count", ["bad", "bad"]],
    ["constructor", ["bad"]],
    ["__proto__", ["bad"]],
    ["toString", ["bad"]],
  ]);
});
