import fs from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { pythonSince3, type Reading, read, readAll, sentenceOf } from "./read";

// From 3.14 on argparse fills in a help text when its argument is added, and so the script itself stops there.
const [badHelp, strangeDefault] = pythonSince3(14) ? ["fails_at_import", "static"] : ["runtime", "runtime"];

/** What each hostile script must end in: an error's code, or how its one parameter was found all the same. */
const outcomes: Record<string, string> = {
  "at_exit.py": "runtime",
  "bad_help.py": badHelp,
  "becomes_program.py": "static",
  "broken_syntax.py": "syntax_error",
  "closes_files.py": "static",
  "daemon.py": "static",
  "deletes_itself.py": "runtime",
  "endless_choices.py": "runtime",
  "exits.py": "exits_at_import",
  "exits_hard.py": "exits_at_import",
  "fakes_answer.py": "runtime",
  "flood.py": "floods",
  "flood_error.py": "floods",
  "fork_bomb.py": "static",
  "known_then_works.py": "runtime",
  "late_loop.py": "runtime",
  "loop.py": "timeout",
  "lying_strings.py": "runtime",
  "memory.py": "static",
  "nested.py": "syntax_error",
  "network.py": "static",
  "no_library_works.py": "none",
  "nobody_exits.py": "runtime",
  "own_module_names.py": "static",
  "python2.py": "syntax_error",
  "raises.py": "fails_at_import",
  "reads_input.py": "runtime",
  "replaces_argparse.py": "runtime",
  "sleep.py": "timeout",
  "starts_program.py": "runtime",
  "strange_default.py": strangeDefault,
  "stubborn.py": "timeout",
  "swallows.py": "runtime",
  "system.py": "runtime",
  "thread.py": "runtime",
  "type_exits.py": "runtime",
  "type_hangs.py": "runtime",
  "type_works.py": "runtime",
  "writes_first.py": "runtime",
};

const scripts = fs.readdirSync(path.join(import.meta.dirname, "hostile")).map((name) => `hostile/${name}`);
/** Those that are ended by the clock alone get less of it than usual. */
const endless = new Set(["loop", "sleep", "stubborn", "late_loop"].map((name) => `hostile/${name}.py`));
let reports: Map<string, Reading>;

beforeAll(async () => {
  const [ends, hangs] = [scripts.filter((name) => !endless.has(name)), scripts.filter((name) => endless.has(name))];
  reports = new Map([...(await readAll(hangs, ["--timeout", "2"])), ...(await readAll(ends))]);
}, 60_000);

describe("describe, with scripts that mean harm", () => {
  test("every script of the folder has an outcome to check", () => {
    expect([...reports.keys()].sort()).toEqual(Object.keys(outcomes).sort());
  });

  test.each(Object.entries(outcomes))("%s ends as %s, and none of its work happens", (name, outcome) => {
    const { spec, error, left, durationMs, answer, folder, output } = reports.get(name) as Reading;
    expect(left).toEqual([path.join("script", name)]);
    expect(durationMs).toBeLessThan(10_000);
    expect(answer).not.toContain(folder);
    expect(answer).not.toContain("Traceback");
    // Python 3.8's own compiler writes this past everybody.
    expect(output.replace("s_push: parser stack overflow\n", "")).toBe("");
    if (outcome === "runtime" || outcome === "static") {
      expect({ method: spec.method, found: spec.command?.params.some((param) => param.id === "found") }).toEqual({
        method: outcome,
        found: true,
      });
    } else if (outcome === "none") {
      expect(spec).toMatchObject({ engine: "none", command: { params: [] } });
    } else {
      expect(error.code).toBe(outcome);
      expect(sentenceOf(error)).toMatch(/^[A-Z].*[.!]|: .+$/s);
    }
  });

  test("errors name the line that has to change", () => {
    const lineOf = (name: string) => reports.get(name)?.error.line;
    expect([lineOf("exits.py"), lineOf("python2.py")]).toEqual([6, 2]);
    expect([2, 3]).toContain(lineOf("broken_syntax.py")); // Python before 3.10 sees the bracket at its end
    expect([4, 5]).toContain(lineOf("loop.py")); // the loop, or from Python 3.14 on what is in it
  });

  test("a script that takes all memory is held at less than 256 MB", async () => {
    const { spec } = await read({
      name: "measure.py",
      content: [
        "import argparse, resource",
        "held = []",
        "try:",
        "    while True:",
        "        held.append(bytearray(1 << 20))",
        "except MemoryError:",
        "    held = len(held)",
        "peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024",
        "parser = argparse.ArgumentParser()",
        "parser.add_argument('--peak', type=int, default=peak)",
        "parser.parse_args()",
      ].join("\n"),
    });
    expect(spec.command.params[0]?.default).toBeLessThan(256);
    expect(spec.command.params[0]?.default).toBeGreaterThan(100);
  });
});

describe("describe, with files that are not scripts", () => {
  const png = Buffer.from("89504e470d0a1a0a0000000d49484452", "hex");
  test.each<[string, string, string | Buffer, object]>([
    ["an empty file", "a.py", "", { code: "empty" }],
    ["blank space", "a.py", " \n\n", { code: "empty" }],
    ["a picture", "a.py", png, { code: "not_a_script", values: { kind: { text: "a picture" } } }],
    ["a PDF", "a", "%PDF-1.7\n", { code: "not_a_script" }],
    ["a compiled program", "a", Buffer.from("\x7fELF\x02\x01\x01\0", "latin1"), { code: "not_a_script" }],
    ["NUL bytes", "a.py", "import os\0\n", { code: "not_a_script" }],
    ["prose", "notes.txt", "Dear reader,\nthis is a letter, not a program.\n", { code: "not_a_script" }],
    ["UTF-16", "a.py", Buffer.from("\ufeffprint(1)", "utf16le"), { code: "not_text", line: 1 }],
    [
      "Latin-1 without saying so",
      "a.py",
      Buffer.from("x = 1\ny = 'caf\xe9'\n", "latin1"),
      { code: "not_text", line: 2 },
    ],
    ["an unknown encoding", "a.py", "# -*- coding: nothing -*-\n", { code: "not_text", line: 1 }],
    ["another language", "a.sh", "#!/bin/bash\nfor x in *; do echo $x; done\n", { code: "not_python", line: 1 }],
    [
      "a damaged archive",
      "a.pyz",
      Buffer.concat([Buffer.from("PK\x05\x06"), Buffer.alloc(18)]),
      { code: "not_a_script" },
    ],
    ["an unbalanced bracket", "a.py", "def (:\n", { code: "syntax_error", line: 1 }],
    [
      "Python 2's raise",
      "a.py",
      "try:\n  pass\nexcept OSError:\n  raise ValueError, 'no'\n",
      { code: "syntax_error", line: 4 },
    ],
    ["operators without end", "a.py", `x = ${"-".repeat(200_000)}1`, { code: "syntax_error" }],
  ])("refuses %s", async (_, name, content, expected) => {
    expect((await read({ name, content })).error).toMatchObject(expected);
  });

  test("reads what says that it is Latin-1, has a byte order mark, or Windows line ends", async () => {
    const parser =
      "import argparse\np = argparse.ArgumentParser()\np.add_argument('--x', help='caf\xe9')\np.parse_args()\n";
    const contents = [
      Buffer.from(`# -*- coding: latin-1 -*-\n${parser}`, "latin1"),
      `\ufeff${parser}`,
      parser.replaceAll("\n", "\r\n"),
    ];
    for (const content of contents) {
      expect((await read({ name: "a.py", content })).spec.command.params[0]).toMatchObject({ id: "x", help: "café" });
    }
  });

  test("a source of several megabytes is run without being taken apart", async () => {
    const rows = `ROWS = [\n${"    'some data that fills the file',\n".repeat(60_000)}]\n`;
    const parser = "import argparse\np = argparse.ArgumentParser()\np.add_argument('--x')\np.parse_args()\n";
    const { spec, durationMs } = await read({ name: "a.py", content: rows + parser });
    expect(spec).toMatchObject({ engine: "argparse", method: "runtime", command: { params: [{ id: "x" }] } });
    expect(durationMs).toBeLessThan(5_000);
  });
});
