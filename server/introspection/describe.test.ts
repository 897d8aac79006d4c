import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import type { DescribeReport } from "@/command-line/spec";
import { textsOf } from "@/server/language/catalogs";
import { setReader } from "@/server/language/text";
import { projectRoot } from "@/server/root";
import { findPython } from "@/server/sandbox/level";
import { runConfined } from "@/server/sandbox/run";
import { type ConfinedRun, type DescribeOptions, describeScript } from "./describe";
import { toDoctorReport } from "./doctor";

const corpus = path.join(import.meta.dirname, "corpus");
let folder: string;
/** The first on the PATH may be one that confined scripts cannot run, such as one in a private home. */
let python: string;

beforeAll(async () => {
  python = (await findPython()).path;
  folder = await fs.mkdtemp(path.join(os.tmpdir(), "wooey-stored-"));
  return () => fs.rm(folder, { recursive: true, force: true });
});

async function describeContent(content: string | Buffer, more: Partial<DescribeOptions> = {}) {
  const file = path.join(folder, `stored-${performance.now()}`);
  await fs.writeFile(file, content);
  return describeScript({ file, filename: "tool.py", python, ignoreBadImports: true, ...more });
}

function corpusScript(name: string, more: Partial<DescribeOptions> = {}) {
  const file = path.join(corpus, name);
  return describeScript({ file, filename: path.basename(name), python, ignoreBadImports: true, ...more });
}

/** An end of the confined process that a real one comes to only now and then. */
function ends(with_: Partial<Awaited<ReturnType<ConfinedRun>>>): ConfinedRun {
  const nothing = { exitCode: null, signal: null, timedOut: false, stdout: "", stderr: "", answer: Buffer.alloc(0) };
  return async () => ({ ...nothing, isolationLevel: 0, ...with_ });
}

describe("describeScript", () => {
  test("reads a script in the sandbox under the name it was uploaded with", async () => {
    const content = "import argparse\np = argparse.ArgumentParser()\np.add_argument('--x', type=int)\np.parse_args()\n";
    const report = await describeContent(content, { filename: "../odd name.py" });
    expect(report.error).toBeUndefined();
    expect(report.spec).toMatchObject({ engine: "argparse", method: "runtime", prog: "odd name.py" });
    expect(report.spec?.command.params).toMatchObject([{ id: "x", type: "integer" }]);
    expect(report.durationMs).toBeGreaterThan(0);
    expect(report.isolationLevel).toBeGreaterThanOrEqual(0);
  });

  test.each([
    ["raises.py", "import argparse\np = argparse.ArgumentParser()\nraise RuntimeError('in ' + __file__)\n"],
    [
      "choices.py",
      "import argparse\np = argparse.ArgumentParser(description=__file__)\np.add_argument('--x', choices=open(__file__ + '.no').read())\np.parse_args()\n",
    ],
    ["syntax.py", "import argparse\ndef oops(\n"],
    ["tool.sh", '#!/bin/bash\necho "Usage: $0 [options]"; echo "  --name NAME  in $PWD (default: $0)"\n'],
    ["tool.js", "console.log('Usage: ' + __filename + '\\n  --name NAME  see ' + __dirname); throw new Error('x')\n"],
  ])("what is said of %s has no traceback and no path of this machine in it", async (filename, content) => {
    const answer = JSON.stringify(await describeContent(content, { filename }));
    expect(answer).not.toMatch(/Traceback|wooey-describe-|wooey-stored-/);
    expect(answer).not.toContain(projectRoot());
  });

  test("nothing is left in the temporary folder, whatever happens", async () => {
    const leftovers = async () => (await fs.readdir(os.tmpdir())).filter((name) => name.startsWith("wooey-describe-"));
    const seen: string[] = [];
    const run: ConfinedRun = async (request) => {
      seen.push(path.basename(path.dirname(request.cwd)));
      throw new Error("no sandbox");
    };
    await expect(corpusScript("argparse/actions.py", { run })).rejects.toThrow("no sandbox");
    const watched: ConfinedRun = async (request) => {
      seen.push(path.basename(path.dirname(request.cwd)));
      return runConfined(request);
    };
    const report = await corpusScript("argparse/actions.py", { run: watched });
    expect(report.spec).not.toBeNull();
    expect(seen).toHaveLength(2);
    expect((await leftovers()).filter((name) => seen.includes(name))).toEqual([]);
  });

  test("what is wrong with a script is an error with its line, never an exception", async () => {
    const report = await corpusScript("hostile/broken_syntax.py");
    expect(report).toMatchObject({ spec: null, error: { code: "syntax_error", line: 2 } });
    expect(report.error?.message).not.toContain(os.tmpdir());
  });

  test("a script that never comes to its parser ends in time", async () => {
    const report = await corpusScript("hostile/loop.py", { timeoutMs: 3_000 });
    expect(report).toMatchObject({ spec: null, error: { code: "timeout", line: 4 } });
    expect(report.durationMs).toBeLessThan(4_000);
  });

  test("missing imports are replaced only where that is wanted", async () => {
    const content = "import absent_thing\nimport argparse\nargparse.ArgumentParser(absent_thing.x).parse_args()\n";
    expect((await describeContent(content)).spec?.stubbed).toEqual(["absent_thing"]);
    const strict = await describeContent(content, { ignoreBadImports: false });
    expect(strict.spec?.stubbed ?? []).toEqual([]);
  });

  test.each([
    ["killed for its time", { timedOut: true }, "timeout"],
    ["ended without a word", { exitCode: 1 }, "unreadable"],
    ["rubbish", { answer: Buffer.from("{") }, "unreadable"],
    ["a spec with holes", { answer: Buffer.from('{"schema": 1, "engine": "argparse"}') }, "unreadable"],
    ["a spec of words that do not exist", { answer: Buffer.from('{"schema": 1, "engine": "evil"}') }, "unreadable"],
  ])("an answer that is no answer (%s) is told as an error", async (_, end, code) => {
    const report = await corpusScript("argparse/actions.py", { run: ends(end) });
    expect(report).toMatchObject({ spec: null, error: { code, message: expect.stringMatching(/\.$/) } });
  });

  test("keys that are not in the contract are dropped", async () => {
    const spec = { schema: 1, engine: "none", method: "static", stubbed: [], warnings: [], extra: "x" };
    const answer = Buffer.from(JSON.stringify({ ...spec, command: { name: "", groups: [], mutex: [], params: [] } }));
    const report = await corpusScript("argparse/actions.py", { run: ends({ answer }) });
    expect(report.spec).not.toHaveProperty("extra");
    expect(report.spec).toMatchObject({ engine: "none" });
  });

  test("each command that a program lists is asked for its own help", async () => {
    const content = [
      ...["#!/bin/sh", 'case "$1" in'],
      `build) printf 'Usage: tool build [options] <dir>\\n\\nOptions:\\n  -o, --out <dir>  where to\\n  --loud  words\\n';;`,
      `--help) printf 'Usage: tool [options] [command]\\n\\nOptions:\\n  --loud  words\\n\\nCommands:\\n  build <dir>  builds\\n               all\\n  serve|s [port]  serves\\n  help [command]  this\\n\\nSee more.\\n';;`,
      ...["*) echo", "esac"],
    ].join("\n");
    const { spec } = await describeContent(content, { filename: "tool" });
    expect(spec).toMatchObject({ engine: "help", command: { params: [{ id: "loud" }] } });
    expect(spec?.command.subcommands?.commands).toMatchObject([
      { name: "build", help: "builds", params: [{ id: "out" }, { id: "dir", required: true }] },
      { name: "serve", aliases: ["s"], params: [{ id: "port", nargs: "?" }] },
    ]);
  });

  test.each([
    ["x.sh", 'while getopts "n:v" o; do case $o in n) N=$OPTARG;; v) V=1;; esac; done\n', "getopt", ["n", "v"]],
    ["x.pl", "use Getopt::Long;\nGetOptions('size=i' => \\my $s) or exit 2;\n", "help", ["size"]],
  ])("%s, which does not answer --help, is guessed from its source", async (filename, content, engine, ids) => {
    const { spec } = await describeContent(content, { filename });
    expect(spec).toMatchObject({ engine, method: "static", warnings: [{ code: "guessed" }] });
    expect(spec?.command.params.map(({ id }) => id)).toEqual(ids);
  });

  test("a parser that reads the defaults of each of its options by a list is described once", async () => {
    const growing = [
      "import argparse",
      "p = argparse.ArgumentParser()",
      "for i in range(400):",
      "    p.add_argument(f'--o{i}', help='h' * 900)",
      "    p.parse_known_args([f'--o{i}', 'x'])",
      "p.parse_args()",
    ];
    const report = await describeContent(growing.join("\n"));
    expect(report.error).toBeUndefined();
    expect(report.spec?.command.params).toHaveLength(400); // reported each time, they would be 70 MB
    expect(report.spec?.lenient).toBeUndefined();
  });

  test("a Python script with a help text of its own is guessed from that", async () => {
    const content = [
      "import sys, getopt",
      "if '--help' in sys.argv:",
      "    print('usage: tool FILE\\noptions:\\n  -a  all\\n  --to=PLACE  where to')",
      "    sys.exit(0)",
      "raise SystemExit(2)",
    ].join("\n");
    const { spec } = await describeContent(content);
    expect(spec).toMatchObject({ engine: "help", method: "help" });
    expect(spec?.command.params.map((param) => param.id)).toEqual(["a", "to", "file"]);
  });

  test("options that only the help text of a lenient script has are guessed", async () => {
    const { spec } = await corpusScript("argparse/passes_on.py");
    expect(spec).toMatchObject({ engine: "argparse", method: "runtime", lenient: true });
    expect(spec?.command.params).toMatchObject([
      { id: "mine" },
      { id: "c", action: "store_true", guessed: true, group: "help" },
      { id: "arg", nargs: 2, guessed: true },
    ]);
    expect(spec?.command.params).toHaveLength(3);
  });

  test("a report is in the language of the reader", async () => {
    setReader(() => ({ language: "de", texts: textsOf("de") }));
    onTestFinished(() => setReader(() => undefined));
    const messagesOf = async (content: string | Buffer) =>
      toDoctorReport(await describeContent(content)).findings.map((finding) => finding.message);
    const missing =
      "import argparse, absent_thing\np = argparse.ArgumentParser()\np.add_argument('--x')\np.parse_args()\n";
    expect(await messagesOf(missing)).toContain(
      "Diese Module sind hier nicht installiert und wurden beim Erstellen des Formulars ersetzt: absent_thing.",
    );
    expect(await messagesOf(Buffer.from("89504e470d0a1a0a", "hex"))).toEqual(["Dies ist ein Bild, kein Skript."]);
    const stopped = "import argparse\np = argparse.ArgumentParser()\nraise KeyError('size')\np.add_argument('--x')\n";
    expect(await messagesOf(stopped)).toContain(
      "Das Skript endete in Zeile 3 mit KeyError ('size'), bevor es seine Argumente las. " +
        "Stattdessen wurde der Quelltext gelesen. Einige Parameter fehlen möglicherweise.",
    );
  });

  test("a program in another language is guessed from its --help, in the sandbox", async () => {
    const content =
      '#!/bin/sh -e\necho "usage: tool [options] FILE\\n\\nOptions:\\n  -n, --number=N  how many"; : > work\n';
    const { spec, error } = await describeContent(content, { filename: "tool" });
    expect(error).toBeUndefined();
    expect(spec).toMatchObject({ engine: "help", method: "help", prog: "tool" });
    expect(spec?.command.params).toMatchObject([
      { id: "number", flags: ["-n", "--number"], type: "integer", guessed: true },
      { id: "file", kind: "positional" },
    ]);
  });

  test("a program that says nothing of itself is a script without parameters", async () => {
    const { spec } = await describeContent("#!/bin/sh\necho hello\n", { filename: "hello.sh" });
    expect(spec).toMatchObject({ engine: "none", method: "help", command: { params: [] } });
  });

  test("a compiled program is started as it is", async () => {
    const { spec } = await describeContent(await fs.readFile("/bin/ls"), { filename: "ls" });
    expect(spec?.engine).toBe("help");
    expect(spec?.command.params.find((param) => param.flags?.includes("--all"))).toMatchObject({
      flags: ["-a", "--all"],
    });
  });

  test("an interpreter that is missing is named, without its path", async () => {
    const report = await describeContent("#!/opt/none/bin/moonlang\n", { filename: "x" });
    expect(report).toMatchObject({ spec: null, error: { code: "no_interpreter" } });
    expect(report.error?.values).toEqual({ interpreter: "moonlang" });
    expect(JSON.stringify(report.error)).not.toContain("/opt");
  });

  test("a form is read from the source where the interpreter is missing, and what is missing is said", async () => {
    const content = 'param([string]$Name = "World", [int]$Count = 1)\n1..$Count | ForEach-Object { "Hello $Name" }\n';
    const report = await describeContent(content, { filename: "hello.ps1" });
    expect(report.spec).toMatchObject({
      method: "static",
      warnings: [{ code: "no_interpreter", values: { interpreter: "pwsh" } }, { code: "guessed" }],
      command: {
        params: [
          { flags: ["-Name"], default: "World" },
          { flags: ["-Count"], type: "integer" },
        ],
      },
    });
  });

  const shown = (report: DescribeReport) =>
    report.spec?.command.params.map(({ flags, dest, nargs }) => [flags?.join("|") ?? dest, nargs]);

  test("source and usage line are read together: the source knows the options", async () => {
    const content = `#!/bin/bash
usage() { echo "Usage: $0 [-v] [-n NUMBER] [-o FILE] input"; exit 1; }
num=5
while getopts ":vn:o:" opt; do
  case $opt in v) verbose=1 ;; n) num=$OPTARG ;; o) out=$OPTARG ;; *) usage ;; esac
done
shift $((OPTIND - 1))
echo "num=$num out=$out verbose=$verbose input=$1"
`;
    const report = await describeContent(content, { filename: "x.sh" });
    expect(shown(report)).toEqual([
      ["-v", 0],
      ["-n", undefined],
      ["-o", undefined],
      ["input", undefined],
    ]);
    expect(report.spec?.engine).toBe("getopt");
  });

  test("Perl: options written -f|name, redirections, and what only GetOptions knows", async () => {
    const listed = `#!/usr/bin/perl
use Getopt::Long;
my ($f, $int, $c);
GetOptions("f|fastafile:s" => \\$f, "int|interval" => \\$int, "c|case:s" => \\$c);
die "Usage:\\n  -f|fastafile <fastafile> MANDATORY\\n  -c|case [U|L]            convert to upper or lower case\\n  -int|interval            use intervals\\n" unless $f;
print "f=$f\\n";
`;
    const params = (await describeContent(listed, { filename: "x.pl" })).spec?.command.params ?? [];
    expect(params).toHaveLength(3);
    expect(params.find(({ flags }) => flags?.includes("--fastafile"))).toMatchObject({ action: "store" });
    expect(params.find(({ flags }) => flags?.includes("--interval"))).toMatchObject({ action: "store_true" });
    expect(params.find(({ flags }) => flags?.includes("--case"))?.choices).toEqual([{ value: "U" }, { value: "L" }]);

    const redirected = `#!/usr/bin/perl
use Getopt::Long;
sub usage { die "USAGE: $0 [options] infile > outfile.svg\\n\\n  --title TEXT     # change title text\\n  --width NUM      # width (default 10)\\n"; }
GetOptions('title=s' => \\$title, 'width=i' => \\$w, 'palette=s' => \\$p, 'help' => sub { usage() }) or usage();
print scalar(<>);
`;
    expect(shown(await describeContent(redirected, { filename: "y.pl" }))).toEqual([
      ["--title", undefined],
      ["--width", undefined],
      ["--palette", undefined],
      ["infile", undefined],
    ]);
  });

  test("an npm package that is missing is named", async () => {
    const report = await describeContent('require("no-such-package-here");\n', { filename: "x.js" });
    expect(report.spec).toMatchObject({
      engine: "none",
      warnings: [{ code: "missing_module", values: { module: "no-such-package-here" } }],
    });
  });

  test("sub-commands are read at any depth", async () => {
    const content = `#!/bin/sh
case "$*" in
  "remote add --help") echo "Usage: x remote add [--fetch] NAME" ;;
  "remote --help") printf 'Usage: x remote COMMAND\\n\\nCommands:\\n  add     Add one\\n  remove  Remove one\\n' ;;
  *--help) printf 'Usage: x COMMAND\\n\\nCommands:\\n  remote  Manage remotes\\n  status  Show it\\n' ;;
esac
`;
    const [remote] = (await describeContent(content, { filename: "x.sh" })).spec?.command.subcommands?.commands ?? [];
    expect(remote?.subcommands?.commands.map(({ name }) => name)).toEqual(["add", "remove"]);
    expect(remote?.subcommands?.commands[0]?.params).toMatchObject([{ dest: "name" }]);
  });

  test("Windows line ends of a shell script are named", async () => {
    const report = await describeContent('#!/bin/bash\r\nin="$1"\r\necho "in=$in"\r\n', { filename: "x.sh" });
    expect(report.spec).toMatchObject({ command: { params: [{ dest: "in" }] } });
    expect(report.spec?.warnings).toContainEqual(expect.objectContaining({ code: "windows_line_ends" }));
  });

  test("a form block is taken at its word, and the program is not started", async () => {
    const content = "#!/bin/sh\n# /// form\n# params:\n#   - flags: --size\n#     type: integer\n# ///\n";
    const run: ConfinedRun = async () => {
      throw new Error("started");
    };
    const { spec } = await describeContent(content, { filename: "x.sh", run });
    expect(spec).toMatchObject({ engine: "declared", command: { params: [{ id: "size", type: "integer" }] } });
    const broken = await describeContent("#!/bin/sh\n# /// form\n", { filename: "x.sh", run });
    expect(broken).toMatchObject({ spec: null, error: { code: "form_block", line: 2 } });
  });
});
