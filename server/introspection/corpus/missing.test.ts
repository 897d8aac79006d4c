import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { scriptSpecSchema } from "../spec-schema";
import { type Reading, read, readAll, sentenceOf } from "./read";

let reports: Map<string, Reading>;

beforeAll(async () => {
  const scripts = ["numeric", "own_package", "fails_in_between", "needs_much", "own_parser", "needs_settings"];
  reports = await readAll(scripts.map((name) => `missing/${name}.py`));
}, 60_000);

function specOf(name: string) {
  const { spec, error, left, output } = reports.get(name) as Reading;
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

  test("a parser class of a missing module is argparse's", () => {
    const { method, command } = specOf("own_parser.py");
    expect({ method, description: command.description }).toEqual({ method: "runtime", description: "Own" });
    expect(command.params).toMatchObject([{ id: "own", type: "integer" }]);
  });

  test("settings are pretended, and who would have added parameters is named", () => {
    const { method, warnings, command } = specOf("needs_settings.py");
    expect(method).toBe("runtime");
    expect(command.params).toMatchObject([{ id: "host", defaultText: "settings[][]" }]);
    expect(command).not.toHaveProperty("subcommands");
    expect(warnings.map(({ code, values }) => [code, values?.function])).toEqual([
      ["parser_given_away", "notthere.common.add_arguments"],
      ["parser_given_away", "notthere.common.models.register"],
      ["pretended", undefined],
      ["missing_imports", undefined],
    ]);
  });

  test("files, variables, answers and machines that are not there are pretended, and that is told", () => {
    const { method, warnings, command } = specOf("needs_much.py");
    expect(method).toBe("runtime");
    expect(command.params).toMatchObject([
      { id: "token", defaultText: "(not known)" },
      { id: "mode", type: "string" },
      { id: "speed", default: "fast" },
      { id: "red", type: "integer" },
      { id: "green", type: "integer" },
    ]);
    expect(command.params[1]?.choices).toBeUndefined();
    expect(warnings.find((warning) => warning.code === "pretended")).toMatchObject({ line: 8 });
  });

  test("a script that stops between two parameters shows those of its source as well", () => {
    expect(specOf("fails_in_between.py")).toMatchObject({ method: "static", incomplete: true });
    expect(idsOf("fails_in_between.py")).toEqual(["first", "second"]);
  });
});

const settings = `from dataclasses import dataclass, field
from typing import List, Optional
@dataclass
class Settings:
    model_name: str
    rate: float = 0.5
    layers: List[int] = field(default_factory=list, metadata={"help": "sizes"})
    deep: Optional[bool] = True
`;
const command = `def add(source, count: int = 2, *, loud=False):
    """Add it.

    :param source: where from
    """
def remove(name: str): "Remove it."
`;
const fields = ["--model_name!", "--rate=0.5", "--layers=[]", "--deep=true"];
const functionLibraries: [string, string, string[]][] = [
  [
    "transformers",
    `${settings}import transformers\ntransformers.HfArgumentParser(Settings).parse_args_into_dataclasses()`,
    fields,
  ],
  [
    "simple_parsing",
    `${settings}import simple_parsing\np = simple_parsing.ArgumentParser()\np.add_arguments(Settings, "s")\np.parse_args()`,
    fields,
  ],
  ["simple_parsing", `${settings}from simple_parsing import parse\nparse(Settings)`, fields],
  ["tyro", `${settings}import tyro\ntyro.cli(Settings)`, ["--model-name!", ...fields.slice(1)]],
  ["tap", "from tap import Tap\nclass A(Tap):\n    name: str\n    n: int = 3\nA().parse_args()", ["--name!", "--n=3"]],
  [
    "tap",
    "from tap import Tap\nclass A(Tap):\n    on: bool = True\n    off: bool = False\nA().parse_args()",
    ["--on=true", "--off=false"],
  ],
  ["jsonargparse", `${command}from jsonargparse import CLI\nCLI(add)`, ["source!", "--count=2", "--loud=false"]],
  [
    "plac",
    `import plac\n@plac.annotations(n=("How many", "option", "n", int), loud=("Say", "flag"))\ndef main(source, n=2, loud=False, *more): pass\nplac.call(main)`,
    ["source!", "--n=2", "--loud=false", "more"],
  ],
  ["clize", `${command}import clize\nclize.run(add)`, ["source!", "count=2", "--loud=false"]],
  ["defopt", `${command}import defopt\ndefopt.run(add)`, ["source!", "--count=2", "--loud=false"]],
  ["argh", `${command}import argh\nargh.dispatch_commands([add, remove])`, ["add", "remove"]],
  [
    "cyclopts",
    `${command}from cyclopts import App\napp = App()\n@app.command\ndef one(x): pass\napp.command(add, name="two")\napp()`,
    ["one", "two"],
  ],
  [
    "hydra",
    `import hydra\n@hydra.main(config_path="conf")\ndef work(settings): pass\nwork()`,
    ["overrides", "--multirun=false", "--config-path", "--config-name"],
  ],
  [
    "tensorflow",
    `import tensorflow as tf\nflags = tf.app.flags\nflags.DEFINE_integer("size", 3, "How large")\nflags.DEFINE_boolean("log", False, "")\ntf.app.run()`,
    ["--size=3", "--log=false", "args"],
  ],
];

describe("describe, a type of a missing library", () => {
  test("is known by its name", async () => {
    const content =
      "import argparse, numpy as np\np = argparse.ArgumentParser()\np.add_argument('--x', type=np.float64)\np.parse_args()\n";
    const { spec } = await read({ name: "a.py", content }, [], ["-S"]);
    expect(spec.command.params).toMatchObject([{ id: "x", type: "number", typeName: "numpy.float64" }]);
  });
});

describe("describe, a script with the name of a module", () => {
  test("that it imports is told to be renamed", async () => {
    const { spec } = await read({ name: "tool.py", content: "import tool\nimport argparse\ntool.main()\n" });
    expect(spec.warnings).toContainEqual(expect.objectContaining({ code: "own_name", fix: "Rename the script." }));
  });
});

describe("describe, typing_extensions that are not installed", () => {
  test("are those of typing", async () => {
    const content = [
      ...["from typing_extensions import Literal", "import argparse", "from typing import get_args"],
      ...["Kind = Literal['a', 'b']", "parser = argparse.ArgumentParser()"],
      ...["parser.add_argument('--kind', choices=get_args(Kind))", "parser.parse_args()"],
    ].join("\n");
    const { spec } = await read({ name: "a.py", content }, [], ["-S"]);
    expect(spec.command.params).toMatchObject([{ choices: [{ value: "a" }, { value: "b" }] }]);
  });
});

describe("describe, imports that are too large", () => {
  test.each([
    ["slow", "import time\ntime.sleep(60)\n"],
    ["greedy", "held = []\nwhile True:\n    held.append(bytearray(1 << 20))\n"],
    ["aborts", "import os\nos.abort()\n"],
  ])("%s: the script is read without them", async (name, module) => {
    const folder = await fs.mkdtemp(path.join(os.tmpdir(), "wooey-site-packages-"));
    await fs.writeFile(path.join(folder, `${name}.py`), module);
    const content = [
      ...["import argparse", `import ${name}`, "parser = argparse.ArgumentParser()"],
      "for size in ('small', 'large'):",
      `    parser.add_argument("--" + size, type=int, default=${name}.guess(3))`,
      `parser.add_argument("--kind", choices=${name}.KINDS)`,
      "parser.parse_args()",
    ].join("\n");
    const { spec } = await read({ name: "a.py", content }, ["--path", folder, "--timeout", "4"]);
    await fs.rm(folder, { recursive: true });
    expect(spec).toMatchObject({ method: "runtime", stubbed: [] });
    expect(spec.command.params).toMatchObject([{ id: "small" }, { id: "large", type: "integer" }, { id: "kind" }]);
    expect(sentenceOf(spec.warnings.find(({ code }) => code === "slow_import"))).toContain(`read without ${name}.`);
  });
});

describe("describe, functions and classes as command lines, whose library is not installed", () => {
  test.each(functionLibraries)("%s (%#)", async (library, content, shown) => {
    const { spec, error } = await read({ name: "a.py", content }, [], ["-S"]);
    expect(error).toBeUndefined();
    const { params, subcommands } = spec.command;
    const names = params.map(({ flags, dest, required, default: standard }) => {
      const value =
        standard === undefined ? "" : `=${typeof standard === "string" ? standard : JSON.stringify(standard)}`;
      return `${flags?.find((flag) => flag.startsWith("--")) ?? dest}${required ? "!" : value}`;
    });
    expect([...names, ...(subcommands?.commands ?? []).map(({ name }) => name)]).toEqual(shown);
    expect(spec).toMatchObject({ method: "runtime", stubbed: [library] });
  });
});

describe("describe, why a script without a form has none", () => {
  const handsOver = "from my_tool.cli import main\nif __name__ == '__main__':\n    main()\n";

  test.each([[[]], [["--no-stub-imports"]]])(
    "the module that it leaves its command line to is missing: %j",
    async (options) => {
      const { error } = await read({ name: "a.py", content: handsOver }, options);
      expect(error).toMatchObject({ code: "module_missing", values: { modules: "my_tool" } });
    },
  );

  test("a module that it leaves its command line to is there, but lacks one of its own", async () => {
    const folder = await fs.mkdtemp(path.join(os.tmpdir(), "wooey-broken-"));
    await fs.writeFile(path.join(folder, "broken_tool.py"), "import absent_thing\ndef main(): pass\n");
    const content = "import sys\nfrom broken_tool import main\nsys.exit(main())\n";
    const { error } = await read({ name: "a.py", content }, ["--path", folder]);
    await fs.rm(folder, { recursive: true });
    expect(error.code).toBe("module_missing");
    expect(sentenceOf(error)).toContain("absent_thing is missing");
  });

  test("a library for command lines is missing: there is a warning, and no error", async () => {
    const content = "from cement import App\nimport models\nApp(models.label).run()\n";
    const { spec } = await read({ name: "a.py", content }, [], ["-S"]);
    expect(spec).toMatchObject({ engine: "none", incomplete: true, warnings: [{ code: "library_missing" }, {}] });
  });

  test("a module beside it, which it was uploaded without, is named", async () => {
    const { spec } = await read({ name: "a.py", content: "import settings_of_mine\nprint(settings_of_mine.value)\n" });
    expect(spec).toMatchObject({ engine: "none", warnings: [{ code: "module_missing" }] });
    expect(sentenceOf(spec.warnings[0])).toContain("settings_of_mine");
  });

  test("what it imports takes longer than there is time", async () => {
    const folder = await fs.mkdtemp(path.join(os.tmpdir(), "wooey-slow-"));
    await fs.writeFile(path.join(folder, "slow_tool.py"), "import time\ntime.sleep(60)\n");
    const content = "import sys\nfrom slow_tool import main\nsys.exit(main())\n";
    const { error } = await read({ name: "a.py", content }, ["--path", folder, "--timeout", "3"]);
    await fs.rm(folder, { recursive: true });
    expect(error).toMatchObject({ code: "slow_import", line: 2 });
  });
});
