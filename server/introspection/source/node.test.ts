import { describe, expect, test } from "vitest";
import { readNodeSource } from "./node";

const paramsOf = (source: string) => readNodeSource(source)?.command.params;

describe("readNodeSource", () => {
  test("the options of util.parseArgs, also where they are a constant", () => {
    const options = `{ port: { type: "string", short: "p", default: "80" }, verbose: { type: 'boolean', short: 'v' },
      tag: { type: "string", multiple: true }, "dry-run": { type: "boolean" } }`;
    const expected = [
      { flags: ["-p", "--port"], action: "store", default: "80" },
      { flags: ["-v", "--verbose"], action: "store_true" },
      { flags: ["--tag"], action: "append" },
      { flags: ["--dry-run"], action: "store_true" },
      { kind: "positional", nargs: "*" },
    ];
    const inline = `const { parseArgs } = require("node:util");
const { values, positionals } = parseArgs({ options: ${options}, allowPositionals: true });`;
    expect(paramsOf(inline)).toMatchObject(expected);
    expect(paramsOf(`const options = ${options};\nparseArgs({ options, allowPositionals: true })`)).toMatchObject(
      expected,
    );
  });

  test("commander's and yargs' options, where the packages are not installed", () => {
    const commander = `program
  .option("-p, --port <n>", "port to use", "80")
  .requiredOption("-o, --out <file>", "where to write")
  .option("-q, --quiet")
  .argument("<input>", "what to read")
  .argument("[others...]");`;
    expect(paramsOf(commander)).toMatchObject([
      { flags: ["-p", "--port"], default: "80", help: "port to use" },
      { flags: ["-o", "--out"], action: "store" },
      { flags: ["-q", "--quiet"], action: "store_true" },
      { dest: "input", required: true },
      { dest: "others", nargs: "*", required: false },
    ]);
    const yargs = `yargs(hideBin(process.argv)).option("level", { alias: "l", type: "number", choices: ["1", "2"], demandOption: true }).option('loud', { type: 'boolean' }).argv`;
    expect(paramsOf(yargs)).toMatchObject([
      { flags: ["-l", "--level"], type: "number", required: true, choices: [{ value: "1" }, { value: "2" }] },
      { flags: ["--loud"], action: "store_true" },
      { dest: "args" },
    ]);
  });

  test.each([
    ["const [,, input, output = 'out.txt'] = process.argv;", ["input", "output"]],
    ["const [a, ...rest] = process.argv.slice(2);", ["a", "rest"]],
    ["const name = process.argv[2];\nrun(process.argv[3]);", ["name", "arg2"]],
    ["for (const file of process.argv.slice(2)) console.log(file);", ["args"]],
  ])("the names it gives to arguments: %s", (source, names) => {
    expect(paramsOf(source)?.map(({ dest }) => dest)).toEqual(names);
  });

  test("nothing where the source takes no arguments", () => {
    expect(readNodeSource('console.log("hello");')).toBeNull();
    expect(readNodeSource("parseArgs({".repeat(2_000))).toBeNull();
  });
});
