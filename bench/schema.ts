/**
 * npx tsx --conditions=react-server bench/schema.ts [--count N] [--seed N] [--verbose] [FOLDER OR FILE...]
 * Generates inputs from the JSON Schema of each script and asks the script's own parser whether it accepts their command
 * lines; also changes them at random, and compares the reader of inputs with an independent validator of the schema.
 * Without folders it uses the examples and the scripts of the tests. The goal: with 10,000 inputs none is refused by the
 * parser (what functions of a script refuse is counted apart), and none that the schema refuses is accepted.
 */
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { inputContextOf, insideOf, shownCommands } from "@/command-line/fillable-inputs";
import type { InputContext } from "@/command-line/input-context";
import { parameterSchema } from "@/command-line/parameter-schema";
import type { Parameter, ScriptSpec } from "@/command-line/spec";
import { prepareLibrary } from "@/command-line/testing/differential/libraries";
import { type AcceptedInput, fuzzInputs } from "@/command-line/testing/input-fuzz";
import { askRealParser, type ParserAnswer } from "@/command-line/testing/real-parser";
import { describeScript } from "../server/introspection/describe";

interface Script {
  name: string;
  file: string;
  python: string;
}

/** What the parser of a script said to inputs that its schema accepts. */
interface Result {
  script: Script;
  accepted: number;
  byScript: number;
  refused: { error: string; argv: string[]; input: unknown }[];
  mutants: number;
  differences: unknown[];
  unbuildable: unknown[];
  /** Why the parser could not be asked. */
  reason?: string;
}

const options = readOptions(process.argv.slice(2));
// click, typer, docopt and others, for the scripts of the tests.
const [libraries] = await prepareLibrary("typer", { python: "python3", onlyNewest: true });
const folder = libraries && "folder" in libraries ? libraries.folder : undefined;
const scripts = (await Promise.all(options.paths.map(scriptsIn))).flat();
const results: Result[] = [];
const waiting = [...scripts];
await Promise.all([work(), work()]);
summarize(results);
process.exit(0);

function readOptions(words: string[]) {
  const numberOf = (name: string, standard: number) =>
    Number(words[words.indexOf(name) + 1 || words.length] ?? standard);
  const taken = new Set(
    ["--count", "--seed"].flatMap((name) =>
      words.includes(name) ? [words.indexOf(name), words.indexOf(name) + 1] : [],
    ),
  );
  const paths = words.filter((word, index) => !taken.has(index) && !word.startsWith("--"));
  const corpus = "server/introspection/corpus";
  return {
    count: numberOf("--count", 50),
    seed: numberOf("--seed", 1),
    isVerbose: words.includes("--verbose"),
    paths:
      paths.length > 0
        ? paths
        : ["examples", ...["argparse", "libraries", "missing", "plain"].map((name) => `${corpus}/${name}`)],
  };
}

async function scriptsIn(source: string): Promise<Script[]> {
  const stat = await fs.stat(source);
  const files = stat.isFile() ? [source] : (await fs.readdir(source)).sort().map((name) => path.join(source, name));
  const found = await Promise.all(files.map(asScript));
  return found.filter((one) => one !== null);
}

/** The script with the interpreter of its first line; null for what is not Python. */
async function asScript(file: string): Promise<Script | null> {
  const real = await fs.realpath(file).catch(() => null);
  if (real === null || !(await fs.stat(real)).isFile()) return null;
  const head = (await fs.readFile(real)).subarray(0, 200).toString("latin1");
  const shebang = /^#!\s*(\/\S*python3?[\d.]*)\s/.exec(head)?.[1];
  if (!/^#!.*python/.test(head) && !file.endsWith(".py")) return null;
  return {
    name: path.basename(file),
    file: path.resolve(file),
    python: shebang && !shebang.endsWith("env") ? shebang : "python3",
  };
}

async function work(): Promise<void> {
  for (let script = waiting.shift(); script !== undefined; script = waiting.shift()) {
    const current = script;
    const result = await measure(script).catch((error: unknown) => empty(current, String(error)));
    results.push(result);
    console.log(lineOf(result));
    if (options.isVerbose) printExamples(result);
  }
}

function empty(script: Script, reason: string): Result {
  return { script, accepted: 0, byScript: 0, refused: [], mutants: 0, differences: [], unbuildable: [], reason };
}

async function measure(script: Script): Promise<Result> {
  const { file, python, name } = script;
  const interpreter = python === "python3" ? "/usr/bin/python3" : python;
  const { spec, error } = await describeScript({ file, filename: name, python: interpreter, ignoreBadImports: true });
  if (!spec) return empty(script, `no spec: ${error?.code}`);
  const temporary = await fs.mkdtemp(path.join(os.tmpdir(), "wooey-schema-"));
  try {
    const upload = path.join(temporary, "upload.txt");
    await fs.writeFile(upload, "1\n");
    const found = fuzzInputs(spec, { seed: options.seed, count: options.count, readFile: () => upload });
    const { accepted, refused, differences, unbuildable } = found;
    // A script of the tests may write next to itself.
    const copy = path.join(temporary, name);
    const isOfTests = python === "python3";
    if (isOfTests) await fs.copyFile(file, copy);
    const asked = {
      file: isOfTests ? copy : file,
      python: interpreter,
      ...(isOfTests && folder !== undefined && { folder }),
    };
    const answers = await askRealParser(
      asked,
      accepted.map(({ argv }) => argv),
    );
    const result: Result = { ...empty(script, ""), mutants: refused, differences, unbuildable };
    if (typeof answers === "string") return { ...result, reason: answers };
    const isComplete = answers.commands || !spec.command.subcommands;
    if (!isComplete) return { ...result, reason: "it reads its command line by several parsers" };
    delete result.reason;
    const asking: Asking = { spec, accepted, answers: answers.answers };
    judge(result, asking);
    await askSingly(result, asking, asked);
    return result;
  } finally {
    await fs.rm(temporary, { recursive: true, force: true });
  }
}

/** Some scripts make the parser of a command only when the first word names it: those ask for one line at a time. */
async function askSingly(result: Result, asking: Asking, asked: Parameters<typeof askRealParser>[0]): Promise<void> {
  const refused = result.refused.splice(0);
  for (const one of refused) {
    const single = await askRealParser(asked, [one.argv]);
    const question = asking.accepted.find(({ argv }) => argv === one.argv);
    if (typeof single === "string" || !question) result.refused.push(one);
    else judge(result, { ...asking, accepted: [question], answers: single.answers });
  }
}

interface Asking {
  spec: ScriptSpec;
  accepted: AcceptedInput[];
  answers: ParserAnswer[];
}

function judge(result: Result, { spec, accepted, answers }: Asking): void {
  const checked = checkedNames(inputContextOf(spec));
  for (const [index, answer] of answers.entries()) {
    const asked = accepted[index];
    // A flag that prints something and ends is accepted, too.
    if (!asked || answer.accepted || answer.error === "Exit: 0") result.accepted += 1;
    else if (answer.byScript || "$rest" in asked.values || checked.has(answer.parameter ?? "")) result.byScript += 1;
    else result.refused.push({ error: answer.error, argv: asked.argv, input: asked.input });
  }
}

/** What messages call the parameters that a function of the script checks, or the file system. */
function checkedNames(context: InputContext): Set<string> {
  const isChecked = (parameter: Parameter) => {
    const schema = parameterSchema(context, parameter);
    const marks = ["x-checked-by-script", "x-wooey-must-exist", "x-wooey-path-kind"] as const;
    return marks.some((mark) => schema[mark] !== undefined);
  };
  const here = context.command.params.filter(isChecked);
  const names = here.flatMap(({ dest, metavar, flags }) => [dest, metavar ?? dest, (flags ?? []).join("/")]);
  const inside = shownCommands(context).flatMap((one) => [...checkedNames(insideOf(context, one))]);
  return new Set([...names, ...inside]);
}

function lineOf({ script, accepted, byScript, refused, mutants, differences, unbuildable, reason }: Result): string {
  const counts = `accepted ${accepted}, by functions of the script ${byScript}, REFUSED ${refused.length}, without command line ${unbuildable.length}; refused by the schema ${mutants}, DIFFERENT ${differences.length}`;
  return `${script.name.padEnd(28)} ${reason === undefined ? counts : `NOT RUN: ${reason.slice(0, 100)}; without command line ${unbuildable.length}, DIFFERENT ${differences.length}`}`;
}

function printExamples({ refused, differences, unbuildable }: Result): void {
  const show = (one: unknown) => console.log(`    ${JSON.stringify(one).slice(0, 1_500)}`);
  for (const one of [...refused.slice(0, 3), ...differences.slice(0, 2), ...unbuildable.slice(0, 2)]) show(one);
}

function summarize(all: readonly Result[]): void {
  const sum = (count: (result: Result) => number) => all.reduce((total, result) => total + count(result), 0);
  const run = all.filter(({ reason }) => reason === undefined);
  console.log(`\n${run.length} of ${all.length} scripts were asked`);
  console.log(`inputs that their parsers accept: ${sum((one) => one.accepted)}`);
  console.log(`refused by functions of the script itself: ${sum((one) => one.byScript)}`);
  console.log(`refused by the parser: ${sum((one) => one.refused.length)} (the goal: 0)`);
  console.log(`accepted by the schema, without a command line: ${sum((one) => one.unbuildable.length)} (the goal: 0)`);
  console.log(`changed inputs that schema and reader refuse: ${sum((one) => one.mutants)}`);
  console.log(`accepted by one of them alone: ${sum((one) => one.differences.length)} (the goal: 0)`);
}
