import { describe, expect, test } from "vitest";
import { aCommand, aParameter, aSpec } from "@/command-line/testing/specs";
import { parameterAt, toParameterRows } from "./parameter-rows";

const add = aCommand([aParameter("name", { group: "g", required: true, secret: true })], {
  name: "add",
  groups: [{ id: "g", title: "Sizes", standard: false }],
});
const spec = aSpec([aParameter("name", { hidden: true, label: "Who" })], {
  subcommands: { required: true, commands: [add] },
});

describe("toParameterRows", () => {
  test("lists each parameter with its path and states", () => {
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
