/**
 * npx tsx --conditions=react-server bench/describe.ts [--commands] FOLDER [NAME...]
 * Describes every Python program of a folder and compares the result with the flags that its --help shows; with
 * --commands also with those that `PROGRAM COMMAND --help` shows, for each of its commands.
 * The goal: 99.7 % of the flags, 99.5 % of the first-level sub-commands, a form for every program with a parser, half of
 * the descriptions of argparse within 150 ms and 95 % of all within 1 s.
 */
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import type { Command, DescribeReport } from "@/command-line/spec";
import { describeScript } from "../server/introspection/describe";
import { interpreterFolders } from "../server/introspection/language";
import { englishOf } from "../server/language/message";
import { runConfined } from "../server/sandbox/run";

interface Result {
  name: string;
  report: DescribeReport;
  shown: string[];
  missing: string[];
  /** The sub-commands that its --help lists, and those of them that were not found. */
  commands: string[];
  missingCommands: string[];
}

const pythonDefault = "/usr/bin/python3";
// The last two set up the shell in which they are typed.
const always = new Set(["-h", "--help", "--version", "-V", "-?", "--install-completion", "--show-completion"]);
const colour = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, "g");
const words = process.argv.slice(2);
const commandsToo = words[0] === "--commands";
const [folder, ...names] = commandsToo ? words.slice(1) : words;
if (folder === undefined) {
  console.error("usage: bench/describe.ts [--commands] FOLDER [NAME...]");
  process.exit(2);
}

const programs = await pythonPrograms(folder, new Set(names));
const results: Result[] = [];
for (const program of programs) {
  const result = await measure(program.file, program.python);
  results.push(result);
  console.log(lineOf(result));
}
summarise(results);
process.exit(0);

async function pythonPrograms(from: string, only: Set<string>) {
  const found: { file: string; python: string }[] = [];
  const seen = new Set<string>();
  for (const name of (await fs.readdir(from)).sort()) {
    if (only.size > 0 && !only.has(name)) continue;
    const file = await fs.realpath(path.join(from, name)).catch(() => null);
    if (file === null || seen.has(file) || !(await fs.stat(file)).isFile()) continue;
    seen.add(file);
    const head = (await fs.readFile(file)).subarray(0, 200).toString("latin1");
    const shebang =
      /^#!\s*(\S*python3?[\d.]*)(?:\s|$)/.exec(head) ?? /^#!\s*\S*env\s+(?:-S\s+)?(python3?)\b/.exec(head);
    if (!shebang && !name.endsWith(".py")) continue;
    const python = shebang?.[1]?.startsWith("/") ? shebang[1] : pythonDefault;
    found.push({ file: path.join(from, name), python });
  }
  return found;
}

async function measure(file: string, python: string): Promise<Result> {
  const name = path.basename(file);
  const report = await describeScript({ file, filename: name, python, ignoreBadImports: true });
  const help = await helpOf(file, python, []);
  const shown = flagsOf(help);
  const commands = commandsOf(help);
  const known = new Set(report.spec ? allFlags(report.spec.command) : []);
  const missing = shown.filter((flag) => !known.has(flag));
  for (const command of commandsToo ? (report.spec?.command.subcommands?.commands ?? []) : []) {
    const commandFlags = flagsOf(await helpOf(file, python, [command.name]));
    const commandKnown = new Set([...known, ...allFlags(command)]);
    shown.push(...commandFlags);
    missing.push(...commandFlags.filter((flag) => !commandKnown.has(flag)).map((flag) => `${command.name}:${flag}`));
  }
  const words = new Set(report.spec ? wordsOf(report.spec.command) : []);
  return { name, report, shown, missing, commands, missingCommands: commands.filter((word) => !words.has(word)) };
}

async function helpOf(file: string, python: string, command: string[]): Promise<string> {
  const cwd = await fs.mkdtemp(path.join(os.tmpdir(), "wooey-bench-"));
  try {
    const result = await runConfined({
      command: [python, file, ...command, "--help"],
      cwd,
      readable: [path.dirname(file), ...(await interpreterFolders(python))],
      writable: [cwd],
      network: false,
      environment: { HOME: cwd, TMPDIR: cwd, COLUMNS: "200" },
      limits: { wallMs: 15_000, memoryBytes: 2 ** 31, processes: 64, outputBytes: 512 * 1024 },
    });
    return result.stdout + result.stderr;
  } finally {
    await fs.rm(cwd, { recursive: true, force: true });
  }
}

/** Flags at the start of a line of a help text, boxed or not, which is where every parser library lists them. */
function flagsOf(help: string): string[] {
  const flags = new Set<string>();
  const bare = help.replaceAll(colour, "").replaceAll(/^[│┃|]( .*?)\s*[│┃|]?$/gm, "$1");
  for (const line of bare.split("\n")) {
    const start = /^\s{1,12}(?:\*\s{1,5})?(-{1,2}[A-Za-z0-9][\w-]*.*)$/.exec(line)?.[1];
    if (start === undefined) continue;
    // rich puts -o and --no-option in separate columns.
    const columns = start.split(/\s{2,}/);
    const column = columns.filter((one, index) => index === 0 || /^--?[A-Za-z0-9][\w-]*$/.test(one)).join(" ");
    const matches = column.matchAll(/(?:^|[\s,/|])(-[A-Za-z0-9?]|--[A-Za-z0-9][\w-]*)(?=$|[\s,=/|[<])/g);
    const found = [...matches].flatMap((match) => match[1] ?? []);
    // Other spellings of --help and --version are not part of a form either.
    if (!found.some((flag) => always.has(flag))) for (const flag of found) flags.add(flag);
  }
  return [...flags];
}

/**
 * The first words that a help text lists: argparse's `{add,remove}`, and click's section of commands, boxed or not.
 * Like --help, a command that shows help is not part of a form.
 */
function commandsOf(help: string): string[] {
  const bare = help.replaceAll(colour, "").replaceAll(/^[│┃|]( .*?)\s*[│┃|]?$/gm, "$1");
  const braces = /^ {2}\{([\w:.,-]+)\}(?: |$)/m.exec(bare)?.[1]?.split(",") ?? [];
  const section = /^(?:Commands:|╭─ Commands ─.*)\n((?: .*\n)+)/m.exec(bare)?.[1] ?? "";
  const indent = /^ +/.exec(section)?.[0] ?? " ";
  const lines = section
    .split("\n")
    .filter((line) => line.startsWith(indent) && /^[\w*]/.test(line.slice(indent.length)));
  const words = lines.flatMap((line) => /^\s*\*?\s*([a-zA-Z][\w:.-]*)/.exec(line)?.[1] ?? []);
  return [...new Set([...braces, ...words])].filter((word) => word !== "" && word !== "help");
}

/** The sub-commands of a command, and the choices of its positionals, which a help text shows alike. */
function wordsOf({ params, subcommands }: Command): string[] {
  const choices = params.flatMap((param) => (param.kind === "positional" ? (param.choices ?? []) : []));
  const names = (subcommands?.commands ?? []).flatMap(({ name, aliases = [] }) => [name, ...aliases]);
  return [...names, ...choices.map(({ value }) => value)];
}

function allFlags(command: Command): string[] {
  return [
    ...command.params.flatMap((param) => [...(param.flags ?? []), ...(param.negativeFlags ?? [])]),
    ...(command.subcommands?.commands ?? []).flatMap(allFlags),
  ];
}

function countParams(command: Command): number {
  const below = command.subcommands?.commands ?? [];
  return command.params.length + below.reduce((sum, sub) => sum + countParams(sub), 0);
}

function lineOf({ name, report, shown, missing, missingCommands }: Result): string {
  const { spec, error } = report;
  const what = spec ? `${spec.engine}/${spec.method} ${countParams(spec.command)} params` : `${error?.code}`;
  const lost =
    missing.length > 0 ? `  missing ${missing.length}/${shown.length}: ${missing.slice(0, 8).join(" ")}` : "";
  const problem = spec?.method === "runtime" ? undefined : (error ?? spec?.warnings[0]);
  const without = missingCommands.length > 0 ? `  without commands: ${missingCommands.slice(0, 8).join(" ")}` : "";
  const why = problem ? `  ${englishOf({ text: problem.message, values: problem.values })}` : "";
  return `${name.padEnd(28)} ${String(report.durationMs).padStart(5)} ms  ${what}${lost}${without}${why}`;
}

function summarise(all: Result[]): void {
  const formless = all.filter(
    ({ report, shown }) => shown.length > 0 && !(report.spec && countParams(report.spec.command)),
  );
  const shown = all.reduce((sum, result) => sum + result.shown.length, 0);
  const missing = all.reduce((sum, result) => sum + result.missing.length, 0);
  const complete = all.filter((result) => result.missing.length === 0).length;
  const share = shown === 0 ? 100 : (100 * (shown - missing)) / shown;
  console.log(
    `\n${all.length} programs, ${complete} complete; flags of --help found: ${shown - missing} of ${shown} (${share.toFixed(2)} %)`,
  );
  const [listed, unfound] = [all.flatMap((result) => result.commands), all.flatMap((result) => result.missingCommands)];
  console.log(`first-level sub-commands found: ${listed.length - unfound.length} of ${listed.length}`);
  console.log(`shows flags but got no form: ${formless.map(({ name }) => name).join(" ") || "none"}`);
  const engines = [...new Set(all.map(engineOf))].sort();
  for (const engine of engines)
    console.log(
      timesOf(
        engine,
        all.filter((result) => engineOf(result) === engine),
      ),
    );
  console.log(timesOf("all", all));
}

function engineOf({ report }: Result): string {
  return report.spec?.engine ?? "error";
}

function timesOf(name: string, results: Result[]): string {
  const times = results.map(({ report }) => report.durationMs).sort((a, b) => a - b);
  const at = (share: number) => `${times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0} ms`;
  return `time, ${name} (${times.length}): median ${at(0.5)}, 90 % within ${at(0.9)}, 95 % within ${at(0.95)}`;
}
