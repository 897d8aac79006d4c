import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { Command, Parameter } from "@/command-line/spec";
import { scriptSpecSchema } from "../spec-schema";
import { pythonSince3, type Reading, read, readAll } from "./read";
import { installWheels } from "./wheels";

const wheels = [
  ...["absl-py==2.3.1", "python-gflags==3.1.2", "six==1.17.0", "tornado==6.4.2", "pyrallis==0.3.1", "cleo==2.1.0"],
  ...["plumbum==1.9.0", "invoke==2.2.0"],
  ...(pythonSince3(9) ? ["pydantic-settings==2.8.1"] : []),
];
const names = ["absl_after_argparse", "absl_own_parser", "absl_flags_alone", "gflags_script", "tornado_script"];
names.push("pyrallis_script", "cleo_script", "plumbum_script", "invoke_script");
if (pythonSince3(9)) names.push("pydantic_settings_script");
/** The libraries with stand-ins: what is read does not depend on whether they are installed. */
const withStandIns = ["cleo_script", "plumbum_script", "invoke_script", "pydantic_settings_script"];
let reports: Map<string, Reading>;
let reportsWithout: Map<string, Reading>;

beforeAll(async () => {
  const options = ["--path", await installWheels(wheels)];
  reports = await readAll(
    names.map((name) => `libraries/${name}.py`),
    options,
  );
  reportsWithout = await readAll(
    withStandIns.map((name) => `libraries/${name}.py`),
    [],
    ["-S"],
  );
}, 180_000);

function specOf(name: string, library: "installed" | "missing" = "installed") {
  const { spec, error, left, output } = (library === "installed" ? reports : reportsWithout).get(`${name}.py`)!;
  expect({ error, output, left }).toEqual({ error: undefined, output: "", left: [path.join("script", `${name}.py`)] });
  const { helpText: _, notOffered: __, ...described } = JSON.parse(JSON.stringify(spec));
  expect(scriptSpecSchema.parse(described)).toEqual(described);
  return spec;
}

const byId = (command: Command | undefined): Record<string, Parameter> =>
  Object.fromEntries((command?.params ?? []).map((param) => [param.id, param]));

const commandsOf = (command: Command) =>
  Object.fromEntries((command.subcommands?.commands ?? []).map((one) => [one.name, one]));

describe("describe, programs that are handed to their library to run", () => {
  test("absl after argparse: what the first parser lets through goes on to the flags", () => {
    const spec = specOf("absl_after_argparse");
    expect(spec).toMatchObject({ engine: "argparse", lenient: true });
    expect(byId(spec.command)).toEqual({
      steps: expect.objectContaining({ type: "integer", default: 10, help: "how many" }),
      where: expect.objectContaining({ type: "string", default: "/tmp/x" }),
      extra: expect.objectContaining({ flags: ["--extra"], default: "x" }),
    });
  });

  test("TensorFlow's runner after argparse, where TensorFlow is missing", async () => {
    const content = `import argparse, sys
import tensorflow as tf
parser = argparse.ArgumentParser()
parser.add_argument("--steps", type=int, default=10)
FLAGS, unparsed = parser.parse_known_args()
tf.app.run(main=print, argv=[sys.argv[0]] + unparsed)
`;
    const { spec } = await read({ name: "retrain.py", content }, [], ["-S"]);
    expect(spec).toMatchObject({ engine: "argparse", lenient: true, stubbed: ["tensorflow"] });
    expect(byId(spec.command)).toEqual({ steps: expect.objectContaining({ type: "integer", default: 10 }) });
  });

  test("absl with a parser of the script's own", () => {
    const spec = specOf("absl_own_parser");
    expect(spec).toMatchObject({ engine: "argparse", command: { description: "Steps." } });
    expect(byId(spec.command)).toMatchObject({
      steps: { type: "integer", default: 3 },
      logtostderr: { action: "boolean_optional", flags: ["--logtostderr"], negativeFlags: ["--nologtostderr"] },
    });
  });

  test("absl's flags without app.run()", () => {
    const spec = specOf("absl_flags_alone");
    expect(spec.engine).toBe("absl");
    expect(byId(spec.command).size).toMatchObject({ type: "integer", minimum: 1, default: 4 });
  });

  test.each([["gflags_script"], ["tornado_script"], ["pyrallis_script"], ["absl_after_argparse"], ["absl_own_parser"]])(
    "%s: the script's own parameters where the library is missing",
    async (name) => {
      const { spec } = await read(`libraries/${name}.py`, [], ["-S"]);
      const installed = byId(specOf(name).command);
      const found = byId(spec.command);
      expect(Object.keys(found).length).toBeGreaterThan(0);
      for (const [id, { flags, type, format, default: standard, action }] of Object.entries(found)) {
        const same = Object.values(installed).find((param) => param.flags?.[0] === flags?.[0]);
        expect(same, id).toMatchObject(JSON.parse(JSON.stringify({ flags, type, format, default: standard, action })));
      }
    },
  );

  test("gflags", () => {
    const spec = specOf("gflags_script");
    expect(spec.engine).toBe("absl");
    expect(byId(spec.command)).toMatchObject({
      name: { type: "string", default: "bob", help: "who" },
      count: { type: "integer", minimum: 0, default: 3 },
      loud: { action: "boolean_optional", flags: ["--loud", "-l"], negativeFlags: ["--noloud"] },
      tag: { action: "append" },
      args: { nargs: "*" },
    });
  });

  test("tornado: values after an equals sign alone", () => {
    const spec = specOf("tornado_script");
    expect(spec.engine).toBe("tornado");
    expect(byId(spec.command)).toMatchObject({
      port: { type: "integer", default: 8888, metavar: "=VALUE" },
      debug: { format: "bool", boolStrings: ["true", "false"], default: "false" },
      name: { metavar: "=NAME" },
      numbers: { format: "comma-list" },
    });
  });

  test("pyrallis: fields with dots, truth values as words", () => {
    expect(byId(specOf("pyrallis_script").command)).toMatchObject({
      workers: { type: "integer", default: 8 },
      resume: { format: "bool", boolStrings: ["true", "false"], default: "false" },
      "optimizer.rate": { type: "number", flags: ["--optimizer.rate"], default: 0.1 },
    });
  });

  const settings = pythonSince3(9) ? (["installed", "missing"] as const) : (["missing"] as const);
  test.each(settings)("pydantic-settings, %s: types, defaults and what is required", (library) => {
    const { command } = specOf("pydantic_settings_script", library);
    expect(byId(command)).toMatchObject({
      mode: { choices: [{ value: "fast" }, { value: "slow" }], default: "fast" },
      tags: { action: "append", required: false },
    });
    const { init, clone } = commandsOf(command);
    expect(init?.params).toMatchObject([{ kind: "positional", required: true }]);
    expect(byId(clone)).toMatchObject({
      "clone.repository": { type: "string", required: true },
      "clone.depth": { type: "integer", required: false, help: "how deep" },
      "clone.bare": { format: "bool", default: "false" },
    });
  });

  test.each(["installed", "missing"] as const)("cleo, %s: commands of several words", (library) => {
    const spec = specOf("cleo_script", library);
    expect(spec).toMatchObject({ engine: "cleo", version: "1.2" });
    const { greet, cache } = commandsOf(spec.command);
    expect(greet).toMatchObject({ help: "Greets someone" });
    expect(byId(greet)).toMatchObject({
      name: { kind: "positional", nargs: "?", help: "Who?" },
      yell: { flags: ["-y", "--yell"], action: "store_true" },
      iterations: { action: "store", default: "1" },
      color: { nargs: "?" },
      tag: { action: "append" },
    });
    expect(commandsOf(cache!).clear).toMatchObject({ help: "Clears the cache" });
    expect(commandsOf(cache!).clear?.params).toMatchObject([{ id: "caches", nargs: "+", required: true }]);
  });

  test.each(["installed", "missing"] as const)("plumbum, %s: switches, and the signature of main()", (library) => {
    const spec = specOf("plumbum_script", library);
    expect(spec).toMatchObject({ engine: "plumbum", version: "1.0", command: { description: "A tool." } });
    expect(byId(spec.command)).toMatchObject({
      verbose: { flags: ["-v", "--verbose"], action: "store_true" },
      m: { action: "count" },
      level: { type: "integer", minimum: 1, maximum: 10, default: 3 },
      mode: { required: true, choices: [{ value: "fast" }, { value: "slow" }], caseInsensitive: true },
      tag: { action: "append" },
    });
    expect(commandsOf(spec.command).copy?.params).toMatchObject([
      { id: "deep", action: "store_true" },
      { id: "source", required: true },
      { id: "target", nargs: "?", default: "out" },
      { id: "others", nargs: "*" },
    ]);
  });

  test.each(["installed", "missing"] as const)("invoke, %s: tasks as commands", (library) => {
    const spec = specOf("invoke_script", library);
    expect(spec).toMatchObject({ engine: "invoke", prog: "tool", version: "1.0" });
    expect(commandsOf(spec.command).hello).toMatchObject({ help: "Says hello." });
    expect(byId(commandsOf(spec.command).hello)).toMatchObject({
      name: { kind: "positional", required: true, help: "who to greet" },
      loud: { flags: ["--loud", "-l"], action: "store_true" },
      number: { type: "integer", default: 1 },
      quiet: { flags: ["--no-quiet"], action: "store_false" },
    });
    expect(byId(commandsOf(spec.command).build)).toMatchObject({ target: { default: "all" } });
  });

  test("pydantic-settings is missing, and pydantic is not: its models are read", async () => {
    const content = `from enum import Enum
from pydantic import BaseModel, Field
from pydantic_settings import BaseSettings, SettingsConfigDict
class Colour(str, Enum):
    red = "r"
    blue = "b"
class Database(BaseModel):
    port: int = Field(5432, description="where it listens")
class Settings(BaseSettings):
    model_config = SettingsConfigDict(cli_parse_args=True, cli_kebab_case=True)
    in_file: str = Field(alias="in_file")
    colour: Colour = Colour.red
    database: Database = Database()
Settings()
raise SystemExit("the work was done")
`;
    const installed = await installWheels(wheels);
    const folder = await fs.mkdtemp(path.join(os.tmpdir(), "wooey-pydantic-"));
    for (const name of ["pydantic", "pydantic_core", "annotated_types", "typing_inspection", "typing_extensions.py"])
      await fs.symlink(path.join(installed, name), path.join(folder, name));
    for (const options of [["--path", folder], []]) {
      const { spec } = await read({ name: "a.py", content }, options, ["-S"]);
      expect(byId(spec.command)).toMatchObject({
        in_file: { flags: ["--in-file"], required: true, type: "string" },
        colour: { choices: [{ value: "red" }, { value: "blue" }], default: "red" },
        "database.port": { type: "integer", default: 5432, help: "where it listens" },
      });
    }
    await fs.rm(folder, { recursive: true });
  });
});
