import { describe, expect, test } from "vitest";
import { inputFileParameters, mapInputFiles, maskSecrets, outputFileParameters } from "./inputs";
import { aCommand, aParameter, aPositional, aSpec } from "./testing/specs";
import { itemWidgetOf, widgetOf } from "./widget";

const sub = aCommand([aPositional("input", { format: "file", mode: "r" })], { name: "run" });
const spec = aSpec(
  [
    aParameter("source", { format: "file", mode: "rb" }),
    aParameter("extra", { format: "file", mode: "r", nargs: "*" }),
    aParameter("pairs", { format: "file", mode: "r", nargs: 2, action: "append" }),
    aParameter("result", { format: "file", mode: "w" }),
    aParameter("folder", { format: "path" }),
    aParameter("chosen", { format: "path", widget: "file" }),
    aParameter("typed", { format: "file", mode: "r", widget: "text" }),
    aParameter("password", { secret: true }),
  ],
  { subcommands: { required: false, commands: [sub] } },
);
const values = {
  source: "u1",
  extra: ["u2", "u3"],
  pairs: [["u4", "u5"]],
  result: "out.txt",
  folder: "dir",
  chosen: "u6",
  typed: "typed.txt",
  password: "hunter2",
  $command: { name: "run", values: { input: "u7" } },
};

describe("inputFileParameters", () => {
  test("finds what is uploaded, in sub-commands too", () => {
    expect(inputFileParameters(spec, values)).toEqual([
      { path: "source", parameterId: "source", values: ["u1"] },
      { path: "extra", parameterId: "extra", values: ["u2", "u3"] },
      { path: "pairs", parameterId: "pairs", values: ["u4", "u5"] },
      { path: "chosen", parameterId: "chosen", values: ["u6"] },
      { path: "run.input", parameterId: "input", values: ["u7"] },
    ]);
    expect(inputFileParameters(spec, {}).flatMap((one) => one.values)).toEqual([]);
  });
});

describe("outputFileParameters", () => {
  test("finds what the script writes", () => {
    expect(outputFileParameters(spec, values)).toEqual([
      { path: "result", parameterId: "result", values: ["out.txt"] },
    ]);
  });
});

describe("mapInputFiles", () => {
  test("exchanges the values of uploads, leaving the rest and the original as they are", () => {
    const before = structuredClone(values);
    const mapped = mapInputFiles(spec, values, (value, path) => `/job/${path}/${value}`);
    expect(mapped).toEqual({
      ...values,
      source: "/job/source/u1",
      extra: ["/job/extra/u2", "/job/extra/u3"],
      pairs: [["/job/pairs/u4", "/job/pairs/u5"]],
      chosen: "/job/chosen/u6",
      $command: { name: "run", values: { input: "/job/run.input/u7" } },
    });
    expect(values).toEqual(before);
  });
});

describe("maskSecrets", () => {
  test("shows no secret", () => {
    expect(maskSecrets(spec, values)).toEqual({ ...values, password: "••••" });
    expect(maskSecrets(spec, {})).toEqual({});
  });
});

describe("text that may be a file", () => {
  const hint = { kind: "file", mode: "r" } as const;
  const params = [
    aParameter("input", { hint }),
    aParameter("tables", { hint, nargs: "+" }),
    aParameter("pair", { hint, nargs: 2 }),
    aParameter("typed", { hint, widget: "text" }),
    aParameter("chosen", { widget: "file-or-text" }),
    aParameter("result", { hint: { kind: "file", mode: "w" } }),
    aParameter("kind", { hint, choices: [{ value: "a" }] }),
  ];
  const uncertain = aSpec(params);

  test("has an upload next to the text unless staff chose another widget", () => {
    expect(params.map(widgetOf)).toEqual([
      "file-or-text",
      "files-or-text",
      "tuple",
      "text",
      "file-or-text",
      "text",
      "select",
    ]);
    expect(params.map(itemWidgetOf).slice(0, 3)).toEqual(["text", "text", "text"]);
  });

  test("names a file only by a reference", () => {
    const given = { input: "there.txt", tables: ["upload:0", "a.txt", "file:12"], typed: "upload:1" };
    expect(inputFileParameters(uncertain, given).flatMap((one) => one.values)).toEqual(["upload:0", "file:12"]);
    expect(mapInputFiles(uncertain, given, (reference) => `<${reference}>`)).toEqual({
      ...given,
      tables: ["<upload:0>", "a.txt", "<file:12>"],
    });
  });
});
