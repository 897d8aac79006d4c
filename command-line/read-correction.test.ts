import { describe, expect, test } from "vitest";
import { readCorrection } from "./read-correction";
import type { Parameter } from "./spec";

const parameter: Parameter = {
  id: "a",
  dest: "a",
  kind: "option",
  flags: ["--a"],
  action: "store",
  type: "integer",
  required: false,
  hidden: true,
};

function formOf(fields: Record<string, string>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return form;
}

describe("readCorrection", () => {
  test("leaves out what is blank or as in the script", () => {
    expect(readCorrection(parameter, formOf({ label: " ", help: "", initialValue: "\r\n", hidden: "on" }))).toEqual({});
  });

  test("reads every field", () => {
    const form = formOf({
      label: " How many ",
      help: "Two\r\nlines",
      group: "Sizes",
      position: "2",
      widget: "text",
      minimum: "0",
      maximum: "1e3",
      choices: "1\r\n2 = two\r\n\r\n",
      initialValue: "a\r\n b ",
      secret: "true",
      secretBy: " env KEY ",
    });
    expect(readCorrection(parameter, form)).toEqual({
      label: "How many",
      help: "Two\r\nlines",
      group: "Sizes",
      position: 2,
      widget: "text",
      minimum: 0,
      maximum: 1000,
      choices: [{ value: "1" }, { value: "2", label: "two" }],
      initialValue: ["a", "b"],
      hidden: false,
      secret: true,
      secretBy: "env KEY",
    });
  });

  test("distinguishes a secret that is not decided from one that is not a secret", () => {
    const secretOf = (secret: string) => readCorrection({ ...parameter, id: "token" }, formOf({ secret })).secret;
    expect(["", "true", "false"].map(secretOf)).toEqual([undefined, true, false]);
  });
});
