import { describe, expect, test } from "vitest";
import { readParserRefusals } from "./refusals";
import { aParameter, aSpec } from "./testing/specs";

const build = {
  name: "build",
  groups: [],
  mutex: [],
  params: [aParameter("target", { flags: ["--target"] }), aParameter("threads", { flags: ["--threads"] })],
};
const spec = aSpec(
  [
    aParameter("threads", { flags: ["--threads", "-t"] }),
    aParameter("input", { kind: "positional", flags: [], metavar: "INPUT" }),
    aParameter("mode", { kind: "positional", flags: [], choices: [{ value: "fast" }, { value: "slow" }] }),
  ],
  { subcommands: { required: false, commands: [build] } },
);
const chosen = { $command: { name: "build", values: {} } };
const read = (stderr: string, values = {}) => readParserRefusals(spec, values, stderr);

const usage = "usage: tool.py [-h] [--threads THREADS] INPUT\n               {fast,slow}\n";

describe("argparse", () => {
  test.each([
    ["argument --threads/-t: invalid int value: 'x'", ["/threads"], "invalid int value: 'x'"],
    ["argument -t/--threads: must be even,\nnot odd", ["/threads"], "must be even,\nnot odd"],
    ["argument INPUT: not a FASTA file: it has no >", ["/input"], "not a FASTA file: it has no >"],
    [
      "argument mode: invalid choice: 'x' (choose from 'fast', 'slow')",
      ["/mode"],
      "invalid choice: 'x' (choose from 'fast', 'slow')",
    ],
    ["argument {fast,slow}: invalid choice: 'x'", ["/mode"], "invalid choice: 'x'"],
    [
      "the following arguments are required: INPUT, mode",
      ["/input", "/mode"],
      "the following arguments are required: INPUT, mode",
    ],
    [
      "one of the arguments -t/--threads INPUT is required",
      ["/threads", "/input"],
      "one of the arguments -t/--threads INPUT is required",
    ],
  ])("%s", (message, pointers, detail) => {
    const expected = pointers.map((pointer) => ({ pointer, detail }));
    expect(read(`reading\n${usage}tool.py: error: ${message}\n`)).toEqual(expected);
  });

  test("names the option of the sub-command whose parser wrote it, and otherwise the script's own", () => {
    const text = (program: string) =>
      `usage: ${program} [-h]\n${program}: error: argument --threads: invalid int value\n`;
    expect(read(text("tool.py build"), chosen)[0]?.pointer).toBe("/$command/build/threads");
    expect(read(text("tool.py"), chosen)[0]?.pointer).toBe("/threads");
  });

  test.each([
    ["", "nothing"],
    [`${usage}tool.py: error: unrecognized arguments: --x\n`, "no parameter"],
    [`${usage}tool.py: error: argument --unknown: bad\n`, "an unknown parameter"],
    ["Traceback (most recent call last):\nValueError: argument --threads: bad\n", "no parser"],
  ])("finds nothing in %j, which names %s", (stderr) => expect(read(stderr)).toEqual([]));
});

test("optparse", () => {
  const [refusal] = read("Usage: tool.py [options]\n\ntool.py: error: option -t: invalid integer value: 'x'\n");
  expect(refusal).toEqual({ pointer: "/threads", detail: "invalid integer value: 'x'" });
  expect(read("Usage: x\n\ntool.py: error: -t option requires 1 argument\n")[0]?.pointer).toBe("/threads");
});

describe("click", () => {
  const head = "Usage: tool.py [OPTIONS] INPUT\nTry 'tool.py --help' for help.\n\n";
  test.each([
    ["Invalid value for '--threads' / '-t': 'x' is not a valid integer.", "/threads", "'x' is not a valid integer."],
    ['Invalid value for "--threads": x is not a valid integer', "/threads", "x is not a valid integer"],
    ["Invalid value for 'INPUT': File 'a' does not exist.", "/input", "File 'a' does not exist."],
    ["Missing argument 'INPUT...'.", "/input", "Missing argument 'INPUT...'."],
    ["Missing argument '[INPUT]...'.", "/input", "Missing argument '[INPUT]...'."],
    ["Missing option '--threads' / '-t'.", "/threads", "Missing option '--threads' / '-t'."],
    [
      "Invalid value for '{fast|slow}': 'x' is not one of 'fast', 'slow'.",
      "/mode",
      "'x' is not one of 'fast', 'slow'.",
    ],
    ["Option '--threads' requires an argument.", "/threads", "Option '--threads' requires an argument."],
  ])("%s", (message, pointer, detail) => {
    expect(read(`${head}Error: ${message}\n`)).toEqual([{ pointer, detail }]);
  });

  test("in a sub-command", () => {
    const stderr = "Usage: tool.py build [OPTIONS]\n\nError: Invalid value for '--target': no\n";
    expect(read(stderr, chosen)).toEqual([{ pointer: "/$command/build/target", detail: "no" }]);
  });

  test("in the box that Typer draws", () => {
    const stderr = `Usage: tool.py [OPTIONS]
Try 'tool.py --help' for help.
╭─ Error ────────────────────────╮
│ Invalid value for '--threads': │
│ 'x' is not a valid integer.    │
╰────────────────────────────────╯
`;
    expect(read(stderr)).toEqual([{ pointer: "/threads", detail: "'x' is not a valid integer." }]);
  });
});

test("takes names apart from what every object inherits, and escapes pointers", () => {
  const odd = aSpec([aParameter("a/b~c", { flags: ["--odd"] })]);
  expect(readParserRefusals(odd, {}, "x: error: argument --odd: bad")[0]?.pointer).toBe("/a~1b~0c");
});
