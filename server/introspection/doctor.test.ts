import { describe, expect, test } from "vitest";
import type { Command, DescribeReport, Parameter, ScriptSpec } from "@/command-line/spec";
import { toDoctorReport } from "./doctor";

function parameter(more: Partial<Parameter> = {}): Parameter {
  return {
    id: "name",
    dest: "name",
    kind: "option",
    flags: ["--name"],
    action: "store",
    type: "string",
    required: false,
    ...more,
  };
}

function command(more: Partial<Command> = {}): Command {
  return { name: "", groups: [], mutex: [], params: [], ...more };
}

function report(more: Partial<ScriptSpec>): DescribeReport {
  const spec: ScriptSpec = {
    schema: 1,
    engine: "argparse",
    method: "runtime",
    stubbed: [],
    warnings: [],
    command: command(),
    ...more,
  };
  return { spec, durationMs: 1, isolationLevel: 3 };
}

const messages = (given: DescribeReport) => toDoctorReport(given).findings.map((finding) => finding.message);

describe("toDoctorReport", () => {
  test("says what stopped the description, where, and what to do", () => {
    const error = { code: "syntax_error", message: "Line 2 is Python 2.", line: 2, fix: "Use 2to3." };
    expect(toDoctorReport({ spec: null, error, durationMs: 1, isolationLevel: 3 })).toEqual({
      findings: [{ level: "error", message: "Line 2 is Python 2.", line: 2, fix: "Use 2to3." }],
      summary: "No form could be created: Line 2 is Python 2.",
    });
  });

  test("counts parameters, sub-commands, required ones and sections", () => {
    const given = report({
      command: command({
        groups: [{ id: "g2", title: "Output", standard: false }],
        params: [parameter({ required: true, group: "g2" })],
        subcommands: { required: true, commands: [command({ name: "add", params: [parameter(), parameter()] })] },
      }),
    });
    expect(messages(given)[0]).toBe("3 parameters in 1 sub-command found in argparse.");
    expect(toDoctorReport(given).summary).toBe("The form has 3 fields, 1 tab and 1 section. 1 field is required.");
  });

  test("a script without parameters is fine", () => {
    const given = report({ engine: "none", method: "static" });
    expect(toDoctorReport(given).findings).toEqual([
      { level: "warning", message: expect.stringMatching(/^No command line was found/), fix: expect.any(String) },
    ]);
    expect(toDoctorReport(given).summary).toBe("The form has no fields, only a button to run the script.");
  });

  test("passes on each warning with its line and fix", () => {
    const warning = { code: "import_failed", message: "numpy could not be imported.", line: 3, fix: "Install it." };
    expect(toDoctorReport(report({ warnings: [warning] })).findings).toContainEqual({
      level: "warning",
      message: "numpy could not be imported.",
      line: 3,
      fix: "Install it.",
    });
  });

  test("names text parameters that look like files, and says how to declare them", () => {
    const params = [
      parameter({ flags: ["-i", "--infile"], hint: { kind: "file", mode: "r" } }),
      parameter({ flags: ["--outdir"], hint: { kind: "directory" } }),
    ];
    const { findings } = toDoctorReport(report({ command: command({ params }) }));
    expect(findings.find((finding) => finding.message.startsWith("--infile:"))?.fix).toContain("FileType");
    expect(findings.some((finding) => finding.message.startsWith("--outdir:"))).toBe(true);
  });

  test("warns of type=bool, secrets, guesses, own actions, long lists and hidden parameters, a few names each", () => {
    const many = Array.from({ length: 8 }, (_, index) => parameter({ flags: [`--b${index}`], format: "truthy" }));
    const params = [
      ...many,
      parameter({ flags: ["--token"], secret: true }),
      parameter({ kind: "positional", flags: undefined, dest: "args", guessed: true }),
      parameter({ flags: ["--own"], action: "custom" }),
      parameter({ flags: ["--city"], choicesTruncated: true }),
      parameter({ flags: ["--debug"], hidden: true }),
    ];
    const findings = messages(report({ command: command({ params }) })).join("\n");
    expect(findings).toContain("--b0, --b1, --b2, --b3, --b4 and 3 more: type=bool");
    for (const name of ["--token", "args", "--own", "--city", "--debug"]) expect(findings).toContain(`${name}:`);
  });

  test("reports what is a secret by its name, and what is not one though its name suggests it", () => {
    const params = ["--api-key", "--db_password", "--tokenizer", "--max-tokens"].map((flag) =>
      parameter({ flags: [flag], dest: flag.slice(2) }),
    );
    const findings = messages(report({ command: command({ params }) })).join("\n");
    expect(findings).toContain("--api-key, --db_password: a secret");
    const decided = params.map((param) => ({ ...param, secret: false }));
    expect(messages(report({ command: command({ params: decided }) })).join("\n")).toContain(
      "--api-key, --db_password: looks like a secret",
    );
  });

  test("what no longer fits of staff's corrections is a warning", () => {
    const { findings } = toDoctorReport(report({ command: command({ params: [parameter()] }) }), ["It fits nothing."]);
    expect(findings).toContainEqual(expect.objectContaining({ level: "warning", message: "It fits nothing." }));
  });

  test("asks to check a form that was guessed from --help", () => {
    const { findings } = toDoctorReport(
      report({ engine: "help", method: "help", command: command({ params: [parameter()] }) }),
    );
    expect(findings[1]).toMatchObject({ level: "warning", fix: expect.stringContaining("# /// form") });
  });
});
