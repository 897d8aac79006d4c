import { spawn } from "node:child_process";
import path from "node:path";
import readline from "node:readline";
import { buildArgv } from "../../build";
import { readPastedCommand } from "../../command";
import { ArgumentsError } from "../../errors";
import { readFormValues, toFormEntries } from "../../form-values";
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

/** Random scripts, read by `describe`, given random values by form and by paste, and run: what they get is compared. */
export async function compareWithLibrary(
  { library, python, folder }: Library,
  options: { seed: number; count: number },
): Promise<DifferentialResult> {
  const driver = new Driver(python, folder);
  const { version } = (await driver.ask({ version: library })) as { version: string };
  const result: DifferentialResult = { version, scripts: 0, unread: 0, cases: 0, unsayable: 0, differences: [] };
  for (let index = 0; index * VALUES_PER_SCRIPT < options.count; index += 1) {
    const seed = options.seed * 1_000_003 + index;
    const made = (await driver.ask({ make: { library, seed } })) as Made;
    result.scripts += 1;
    const spec = "spec" in made.report ? made.report.spec : made.report;
    if (!spec?.command) {
      result.unread += 1;
      continue;
    }
    const chance = new Chance(seeded(seed));
    for (let times = 0; times < VALUES_PER_SCRIPT; times += 1) {
      const values = withoutEmptyLists(chance.values(spec.command));
      await judge({ driver, library, spec, values, seed, source: made.source }, result);
    }
  }
  await driver.end();
  return result;
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

interface Case {
  driver: Driver;
  library: string;
  spec: ScriptSpec;
  values: CommandValues;
  seed: number;
  source: string;
}

interface Checked {
  invalid?: string;
  expected?: unknown;
  results: { value?: unknown; error?: unknown }[];
}

async function judge({ driver, library, spec, values, seed, source }: Case, result: DifferentialResult): Promise<void> {
  const built = build(spec, values);
  const argvs = built.argv ? [built.argv, ...byPaste(spec, built.argv)] : [];
  const checked = (await driver.ask({ check: { values, argvs } })) as Checked;
  if (checked.invalid !== undefined) return;
  result.cases += 1;
  const add = (difference: Omit<Difference, "seed" | "values" | "source">): void => {
    result.differences.push({ ...difference, seed, values, source });
  };
  if (!built.argv) {
    const { found } = (await driver.ask({ search: { library, values } })) as { found: string[] | null };
    if (found) add({ kind: "wrongly refused", argv: found, got: built.errors });
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
  if (argvs.length === 1) add({ kind: "misread", argv: built.argv });
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
      env: { ...process.env, PYTHONPATH, PYTHONDONTWRITEBYTECODE: "1", COLUMNS: "200" },
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
