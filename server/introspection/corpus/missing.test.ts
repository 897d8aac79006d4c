import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { scriptSpecSchema } from "../spec-schema";
import { type Reading, readAll } from "./read";

let readings: Map<string, Reading>;

beforeAll(async () => {
  const scripts = ["numeric", "own_package", "fails_in_between"];
  readings = await readAll(scripts.map((name) => `missing/${name}.py`));
}, 60_000);

function specOf(name: string) {
  const { spec, error, left, output } = readings.get(name) as Reading;
  expect({ error, output, left }).toEqual({ error: undefined, output: "", left: [path.join("script", name)] });
  expect(scriptSpecSchema.parse(spec)).toEqual(spec);
  return spec;
}

const idsOf = (name: string) => specOf(name).command.params.map((param) => param.id);

describe("describe, what is not there", () => {
  test("numbers, classes, decorators and choices of missing libraries do not stop the script", () => {
    const { method, stubbed, warnings, command } = specOf("numeric.py");
    expect({ method, stubbed }).toEqual({ method: "runtime", stubbed: ["notthere_numpy", "notthere_torch"] });
    expect(command.params).toMatchObject([
      { id: "tolerance", type: "number", defaultText: "notthere_numpy.finfo().eps" },
      { id: "n", type: "string", typeName: "notthere_numpy.int32" },
      { id: "arch", type: "string" },
      { id: "optimizer", type: "string" },
      { id: "device", defaultText: "notthere_torch.device()" },
      { id: "seed", default: 1 },
    ]);
    expect(command.params.filter((param) => param.choices)).toEqual([]);
    expect(warnings.map((warning) => warning.code)).toEqual([
      "choices_computed",
      "choices_computed",
      "missing_imports",
    ]);
  });

  test("modules of its own package, and the names of a starred import, are replaced", () => {
    const { method, warnings } = specOf("own_package.py");
    expect(method).toBe("runtime");
    expect(idsOf("own_package.py")).toEqual(["angle", "level", "source"]);
    expect(warnings.find((warning) => warning.code === "relative_import")).toMatchObject({ line: 4 });
  });

  test("a script that stops between two parameters shows those of its source as well", () => {
    expect(specOf("fails_in_between.py")).toMatchObject({ method: "static", incomplete: true });
    expect(idsOf("fails_in_between.py")).toEqual(["first", "second"]);
  });
});
