import { expect, test } from "vitest";
import { exampleInputs } from "./example-input";
import { readJsonInput } from "./json-input";
import { toInputSchema } from "./json-schema";
import type { ScriptSpec } from "./spec";
import { aCommand, aFlag, aParameter, aPositional, aSpec } from "./testing/specs";

const examplesOf = (spec: ScriptSpec) => exampleInputs(toInputSchema(spec));

test("an example has what is required, with files as parts of the request", () => {
  const spec = aSpec([
    aPositional("path", { format: "file", mode: "r", required: true }),
    aParameter("count", { type: "integer", minimum: 5, required: true }),
    aParameter("kind", { choices: [{ value: "a" }, { value: "b" }], required: true }),
    aParameter("name", {}),
  ]);
  const least = { path: { $file: "file" }, count: 5, kind: "a" };
  expect(examplesOf(spec)).toEqual([least, { ...least, name: "example" }]);
  expect(examplesOf(aSpec([]))).toEqual([{}]);
});

test("each sub-command has one, and its input is accepted", () => {
  const commands = ["add", "drop"].map((name) => aCommand([aParameter("who", { required: true })], { name }));
  const spec = aSpec([], { subcommands: { required: true, commands } });
  const examples = examplesOf(spec);
  expect(examples).toEqual([{ $command: { add: { who: "example" } } }, { $command: { drop: { who: "example" } } }]);
  for (const example of examples) expect(readJsonInput(spec, example).errors).toEqual([]);
});

test("the last one has a few options: no secrets, nothing deprecated, and one of each exclusive group", () => {
  const params = [
    aParameter("password", { secret: true }),
    aParameter("old", { deprecated: true }),
    aFlag("fast", { mutex: "m0" }),
    aFlag("slow", { mutex: "m0" }),
    aParameter("level", { type: "integer", default: 3 }),
  ];
  const spec = aSpec(params, { mutex: [{ id: "m0", required: false, params: ["fast", "slow"] }] });
  expect(examplesOf(spec)).toEqual([{}, { fast: true, level: 3 }]);
});
