import { spawn } from "node:child_process";
import path from "node:path";
import readline from "node:readline";
import { buildArgv } from "../../build";
import { readPastedCommand } from "../../command";
import { ArgumentsError } from "../../errors";
import { toFormEntries } from "../../form-entries";
import { readFormValues } from "../../form-values";
import { joinCommandLine } from "../../shell";
import type { ScriptSpec } from "../../spec";
import { checkValues } from "../../validate";
import type { CommandValues } from "../../values";
import { Chance } from "../random";
import { seeded } from "../seeded";

/** A library at the version that this interpreter imports. */
export interface Library {
  library: string;
  python: string;
  /** A folder to import it from, before the interpreter's own. */
  folder?: string;
}

export interface Difference {
  kind: "wrong" | "rejected" | "wrongly refused" | "misread";
  seed: number;
  values: CommandValues;
  argv?: string[];
  got?: unknown;
  expected?: unknown;
  source: string;
}

export interface DifferentialResult {
  version: string;
  /** Scripts that were made, and those of which no spec could be read. */
  scripts: number;
  unread: number;
  /** Value sets that the script can take. */
  cases: number;
  /** Of these, those that were refused though no command line of the search says them. */
  unsayable: number;
  differences: Difference[];
}

const VALUES_PER_SCRIPT = 10;

/**
 * Random scripts, read by `describe`, given random values by form and by paste, and run: what they get is compared. For
 * each seed there are `count` sets of values. `parallel` drivers share the scripts; the seeds alone decide what is
 * compared.
 */
export async function compareWithLibrary(
  library: Library,
  options: { seeds: number[]; count: number; parallel?: number },
): Promise<DifferentialResult> {
  const { count, parallel = 1 } = options;
  const result: DifferentialResult = { version: "", scripts: 0, unread: 0, cases: 0, unsayable: 0, differences: [] };
  const scripts = Array.from({ length: Math.ceil(count / VALUES_PER_SCRIPT) }, (_, index) => index);
  const seeds = options.seeds.flatMap((seed) => scripts.map((index) => seed * 1_000_003 + index));
  const driveAll = async (): Promise<void> => {
    const driver = new Driver(library.python, library.folder);
    result.version = ((await driver.ask({ version: library.library })) as { version: string }).version;
    for (let next = seeds.shift(); next !== undefined; next = seeds.shift()) {
      await compareScript({ driver, library: library.library, seed: next }, result);
    }
    await driver.end();
  };
  await Promise.all(Array.from({ length: parallel }, driveAll));
  result.differences.sort((left, right) => left.seed - right.seed);
  return result;
}

interface Script {
  driver: Driver;
  library: string;
  seed: number;
}

async function compareScript({ driver, library, seed }: Script, result: DifferentialResult): Promise<void> {
  const made = (await driver.ask({ make: { library, seed } })) as Made;
  result.scripts += 1;
  const spec = "spec" in made.report ? made.report.spec : made.report;
  if (!spec?.command) {
    result.unread += 1;
    return;
  }
  const { command } = spec;
  const chance = new Chance(seeded(seed));
  const cases = Array.from({ length: VALUES_PER_SCRIPT }, () =>
    toCase(spec, withoutEmptyLists(chance.values(command))),
  );
  const questions = cases.map(({ values, argvs }) => ({ values, argvs }));
  const answers = (await driver.ask({ check: questions })) as Checked[];
  for (const [index, checked] of answers.entries()) {
    const one = cases[index];
    if (one) await judge({ ...one, checked, driver, library, seed, source: made.source }, result);
  }
}

/** A form has nothing that says "a list without items". */
function withoutEmptyLists(values: CommandValues): CommandValues {
  const kept = Object.entries(values).filter(([, value]) => !Array.isArray(value) || value.flat().length > 0);
  const { $command: chosen, ...rest }: CommandValues = Object.fromEntries(kept);
  return chosen ? { ...rest, $command: { ...chosen, values: withoutEmptyLists(chosen.values) } } : rest;
}

interface Made {
  source: string;
  report: ScriptSpec & { spec?: ScriptSpec };
}

/** One set of values, and the command lines that the form and the paste make of it; none if it is refused. */
interface Case {
  values: CommandValues;
  argvs: string[][];
  errors?: unknown;
}

interface Checked {
  invalid?: string;
  expected?: unknown;
  results: { value?: unknown; error?: unknown }[];
}

function toCase(spec: ScriptSpec, values: CommandValues): Case {
  const { argv, errors } = build(spec, values);
  return argv ? { values, argvs: [argv, ...byPaste(spec, argv)] } : { values, argvs: [], errors };
}

async function judge(
  {
    driver,
    library,
    values,
    argvs,
    errors,
    checked,
    seed,
    source,
  }: Case & Script & { checked: Checked; source: string },
  result: DifferentialResult,
): Promise<void> {
  if (checked.invalid !== undefined) return;
  result.cases += 1;
  const add = (difference: Omit<Difference, "seed" | "values" | "source">): void => {
    result.differences.push({ ...difference, seed, values, source });
  };
  const [built] = argvs;
  if (!built) {
    const { found } = (await driver.ask({ search: { library, values } })) as { found: string[] | null };
    if (found) add({ kind: "wrongly refused", argv: found, got: errors });
    else result.unsayable += 1;
    return;
  }
  for (const [index, { value, error }] of checked.results.entries()) {
    const argv = argvs[index] ?? [];
    if (error !== undefined) add({ kind: "rejected", argv, got: error, expected: checked.expected });
    else if (!isSame(value, checked.expected)) {
      add({ kind: index === 0 ? "wrong" : "misread", argv, got: value, expected: checked.expected });
    }
  }
  if (argvs.length === 1) add({ kind: "misread", argv: built });
}

/** The arguments by way of the form: its entries, as a browser sends them. */
function build(spec: ScriptSpec, values: CommandValues): { argv?: string[]; errors?: unknown } {
  try {
    const read = readFormValues(spec, toFormEntries(spec, values));
    const errors = checkValues(spec, read);
    if (Object.keys(errors).length > 0) return { errors };
    return { argv: buildArgv(spec, read).argv };
  } catch (error) {
    if (error instanceof ArgumentsError) return { errors: error.fields };
    throw error;
  }
}

/** The arguments that pasting this command line, and submitting the form that it fills in, leads to; none if refused. */
function byPaste(spec: ScriptSpec, argv: string[]): string[][] {
  const repeated = build(spec, readPastedCommand(spec, joinCommandLine(["./script.py", ...argv]), ["script.py"]));
  return repeated.argv ? [repeated.argv] : [];
}

function isSame(left: unknown, right: unknown): boolean {
  return JSON.stringify(sorted(left)) === JSON.stringify(sorted(right));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]): [string, unknown] => [key, sorted(inner)]);
  return Object.fromEntries(entries.toSorted(([left], [right]) => (left < right ? -1 : 1)));
}

/** The Python side: answers questions one after another. */
class Driver {
  private readonly child;
  private readonly answers: AsyncIterator<string>;

  constructor(python: string, folder?: string) {
    const PYTHONPATH = folder ?? "";
    this.child = spawn(python, [path.join(import.meta.dirname, "driver.py")], {
      stdio: ["pipe", "pipe", "inherit"],
      env: { ...process.env, PYTHONPATH, COLUMNS: "200" },
    });
    this.answers = readline.createInterface({ input: this.child.stdout })[Symbol.asyncIterator]();
  }

  async ask(question: object): Promise<unknown> {
    this.child.stdin.write(`${JSON.stringify(question)}\n`);
    const { value, done } = await this.answers.next();
    if (done) throw new Error(`The driver ended at ${JSON.stringify(question)}`);
    return JSON.parse(value);
  }

  async end(): Promise<void> {
    this.child.stdin.end();
    await this.answers.return?.();
  }
}
