import { expect, test } from "vitest";
import { aCommand, aFlag, aParameter, aPositional, aSpec } from "@/command-line/testing/specs";
import { listParameters } from "./parameters";

const { command } = aSpec(
  [
    aPositional("sample"),
    aParameter("count", { type: "integer", default: 5 }),
    aParameter("tags", { nargs: "+", default: ["a", "b"] }),
    aParameter("api_key", { secret: true, default: "hunter2" }),
    aParameter("internal", { hidden: true, default: "x" }),
    aParameter("out"),
    aFlag("loud"),
  ],
  {
    subcommands: {
      required: true,
      dest: "command",
      commands: [aCommand([aParameter("left", { type: "integer", default: 1 })], { name: "sum" })],
    },
  },
);
const rowsOf = (...args: Parameters<typeof listParameters>) =>
  listParameters(...args).map(({ label, value, isChanged }) => [label, value, isChanged ? "changed" : "default"]);

test("lists what was given next to the defaults of everything else", () => {
  const values = { sample: "S1", count: "5", loud: true };
  expect(rowsOf(command, values, values)).toEqual([
    ["Sample", "S1", "changed"],
    ["Count", "5", "default"],
    ["Tags", ["a", "b"], "default"],
    ["Api Key", null, "default"],
    ["Out", null, "default"],
    ["Loud", true, "changed"],
  ]);
});

test("shows a value as its reader may see it", () => {
  const rows = rowsOf(command, { sample: "file:3", api_key: "{secret:x}" }, { sample: "reads.fa", api_key: "••••" });
  expect(rows).toContainEqual(["Sample", "reads.fa", "changed"]);
  expect(rows).toContainEqual(["Api Key", "••••", "changed"]);
});

test("lists the parameters of the sub-command last, and keeps what it does not know", () => {
  const values = { sample: "S1", gone: "y", $rest: ["--z"], $command: { name: "sum", values: { left: "2" } } };
  expect(rowsOf(command, values, values).slice(-4)).toEqual([
    ["Extra arguments", ["--z"], "changed"],
    ["gone", "y", "changed"],
    ["Command", "sum", "changed"],
    ["Left", "2", "changed"],
  ]);
});
