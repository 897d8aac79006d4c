import { describe, expect, test } from "vitest";
import { readHelpText } from "./help-text";

const gnu = `Usage: resize [OPTION]... SOURCE... [TARGET]
Makes pictures smaller.

Options:
  -w, --width=N          new width in pixels
  -m, --mode {fit,fill}  how to fit
                         into the frame
  -q, --quiet            say nothing
      --verbose
  -o FILE, --output FILE where to write
  --size X Y             both at once
  -h, --help             this text

Colours:
  --red[=AMOUNT]   more red
`;

const byId = (help: string) =>
  Object.fromEntries(readHelpText(help, "resize").params.map((param) => [param.id, param]));

describe("readHelpText", () => {
  test("finds flags, whether they take a value, choices and help", () => {
    expect(byId(gnu)).toMatchObject({
      width: { flags: ["-w", "--width"], action: "store", type: "integer", metavar: "N", help: "new width in pixels" },
      mode: { choices: [{ value: "fit" }, { value: "fill" }], help: "how to fit into the frame" },
      quiet: { flags: ["-q", "--quiet"], action: "store_true", nargs: 0 },
      verbose: { action: "store_true" },
      output: { flags: ["-o", "--output"], action: "store", metavar: expect.stringContaining("FILE") },
      size: { nargs: 2 },
      red: { flags: ["--red"], action: "store", metavar: "AMOUNT" },
    });
    expect(byId(gnu)).not.toHaveProperty("help");
  });

  test("finds positionals in the usage line", () => {
    expect(byId(gnu)).toMatchObject({
      source: { kind: "positional", nargs: "+", required: true },
      target: { kind: "positional", nargs: "?", required: false },
    });
  });

  test("options at the beginning of a line, and in the boxes that rich draws", () => {
    expect(byId("Options:\n--keep\n  Keep the names.\n--size=N\n  How large.\n")).toMatchObject({
      keep: { action: "store_true", help: "Keep the names." },
      size: { metavar: "N", help: "How large." },
    });
    const esc = String.fromCharCode(27);
    const rich = `Usage: x\n╭─ Options ─────╮\n│ ${esc}[36m--mode${esc}[0m  TEXT  How │\n│ --help      this │\n╰───────────────╯\n`;
    expect(Object.keys(byId(rich))).toEqual(["mode"]);
  });

  test("positionals end with the usage line, whatever stands below it", () => {
    const ldd =
      "Usage: ldd [OPTION]... FILE...\n      --help      print this help and exit\n  -v, --verbose  tell all\n";
    expect(Object.keys(byId(ldd))).toEqual(["verbose", "file"]);
    const told = "Usage: resize [DIR|--default]\n\tResize what is in DIR, or all of it.\n";
    expect(Object.keys(byId(told))).toEqual(["dir_default"]);
    const wrapped = "usage: resize [-h] [--one ONE]\n              [--two TWO]\n              SOURCE\n";
    expect(Object.keys(byId(wrapped))).toEqual(["source"]);
  });

  test("everything is a guess, and sections are groups", () => {
    const { params, groups } = readHelpText(gnu, "resize");
    expect(params.every((param) => param.guessed)).toBe(true);
    expect(groups).toMatchObject([
      { title: "Options", standard: true },
      { title: "Colours", standard: false },
    ]);
    expect(params.find((param) => param.id === "red")?.group).toBe(groups[1]?.id);
  });

  test("the same option twice is one parameter; the same name twice has two ids", () => {
    const { params } = readHelpText("usage: x\n  -a  one\n  -a  again\n  --b-c  two\n  --b_c  three\n", "x");
    expect(params.map((param) => param.id)).toEqual(["a", "b_c", "b_c-2"]);
  });

  test.each(["", "Hello.", "usage:", "  - a list\n  - of things\n", `${"  -".repeat(10_000)}`, "-".repeat(200_000)])(
    "text that is no help text gives no parameters, quickly (%#)",
    (text) => {
      const started = performance.now();
      expect(readHelpText(text, "x").params).toEqual([]);
      expect(performance.now() - started).toBeLessThan(500);
    },
  );
});
