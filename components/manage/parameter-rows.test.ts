import { describe, expect, test } from "vitest";
import type { Parameter, ScriptSpec } from "@/command-line/spec";
import { parameterAt, toParameterRows } from "./parameter-rows";

const parameter = (id: string, more: Partial<Parameter> = {}): Parameter => ({
  id,
  dest: id,
  kind: "option",
  flags: [`--${id}`],
  action: "store",
  type: "string",
  required: false,
  ...more,
});
const spec: ScriptSpec = {
  schema: 1,
  engine: "argparse",
  method: "runtime",
  stubbed: [],
  warnings: [],
  command: {
    name: "",
    groups: [],
    mutex: [],
    params: [parameter("name", { hidden: true, label: "Who" })],
    subcommands: {
      required: true,
      commands: [
        {
          name: "add",
          mutex: [],
          groups: [{ id: "g", title: "Sizes", standard: false }],
          params: [parameter("name", { group: "g", required: true, secret: true })],
        },
      ],
    },
  },
};

describe("toParameterRows", () => {
  test("lists each parameter with its path and its states", () => {
    expect(toParameterRows(spec, new Set(["add.name"]))).toEqual([
      { path: "name", command: "", label: "Who", name: "--name", widget: "text", states: ["hidden"] },
      {
        path: "add.name",
        command: "add",
        label: "Name",
        name: "--name",
        widget: "secret",
        states: ["required", "secret", "corrected"],
      },
    ]);
  });
});

describe("parameterAt", () => {
  test("finds a parameter and the title of its section", () => {
    expect(parameterAt(spec, "add.name")).toMatchObject({ parameter: { required: true }, group: "Sizes" });
    expect(parameterAt(spec, "name")).toMatchObject({ parameter: { label: "Who" }, group: "" });
    expect(parameterAt(spec, "add.none")).toBeUndefined();
  });
});
