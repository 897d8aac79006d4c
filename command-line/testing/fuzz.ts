import { buildArgv } from "../build";
import { givenValues } from "../defaults";
import { ArgumentsError } from "../errors";
import { normalValues } from "../normal";
import { parseArgv } from "../parse";
import { joinCommandLine, splitCommandLine } from "../shell";
import type { Command, ScriptSpec } from "../spec";
import { checkValues } from "../validate";
import type { CommandValues } from "../values";
import { Chance } from "./random";
import { type Answer, askPython, type Case } from "./reference";
import { seeded } from "./seeded";

export interface FuzzResult {
  /** Value sets that were put on a command line, and those refused beside a field. */
  built: number;
  invalid: number;
  unsayable: number;
  /** Command lines that mean something else to Python. */
  wrong: unknown[];
  /** Command lines that Python refuses though the values were found right. */
  refused: unknown[];
  /** Free command lines: read alike, refused by both, read differently, refused by one only. */
  bothRead: number;
  bothRefused: number;
  misread: unknown[];
  modelOnly: unknown[];
  pythonOnly: unknown[];
  /** Mean time of one build with its reading back, in milliseconds; the parser's own making apart. */
  buildMs: number;
}

interface Built {
  case: Case;
  values: CommandValues;
}

/** Random parsers and values, each put on a command line, and free command lines, all read by real Python too. */
export async function fuzz(options: { seed: number; count: number; python: string }): Promise<FuzzResult> {
  const chance = new Chance(seeded(options.seed));
  const result: FuzzResult = {
    built: 0,
    invalid: 0,
    unsayable: 0,
    wrong: [],
    refused: [],
    bothRead: 0,
    bothRefused: 0,
    misread: [],
    modelOnly: [],
    pythonOnly: [],
    buildMs: 0,
  };
  const built: Built[] = [];
  const free: (Built & { error?: string })[] = [];
  let elapsed = 0;
  let timed = 0;
  for (let index = 0; index < options.count; index += 1) {
    const spec = chance.spec();
    const { command } = spec;
    const lenient = spec.lenient === true;
    parseArgv(spec, []);
    let argv: string[] = [];
    for (let times = 0; times < 2; times += 1) {
      const values = chance.values(command);
      if (Object.keys(checkValues(spec, values)).length > 0) {
        result.invalid += 1;
        continue;
      }
      const started = performance.now();
      try {
        argv = buildArgv(spec, values).argv;
        if (JSON.stringify(splitCommandLine(joinCommandLine(argv))) !== JSON.stringify(argv))
          throw new Error("quoting");
        built.push({ case: { command, argv, lenient }, values: givenValues(command, values) });
        result.built += 1;
      } catch (error) {
        if (!(error instanceof ArgumentsError)) throw error;
        result.unsayable += 1;
      }
      elapsed += performance.now() - started;
      timed += 1;
    }
    const disturbed = chance.disturb(command, argv).filter((word) => !word.includes("\0") && !word.startsWith("@"));
    const read = readAndRebuild(spec, disturbed);
    const values = "values" in read ? read.values : {};
    free.push({
      case: { command, argv: disturbed, lenient },
      values,
      ...("error" in read && { error: read.error }),
    });
  }
  result.buildMs = elapsed / Math.max(1, timed);
  const answers = await askPython(
    [...built, ...free].map((one) => one.case),
    options.python,
  );
  for (const [index, one] of built.entries()) judgeBuilt(result, one, answers[index] as Answer);
  for (const [index, one] of free.entries()) judgeFree(result, one, answers[built.length + index] as Answer);
  return result;
}

/** What is read counts only if it can also be shown again, as a submitted command is. */
function readAndRebuild(spec: ScriptSpec, argv: string[]): ReturnType<typeof parseArgv> {
  const read = parseArgv(spec, argv);
  if ("error" in read) return read;
  const [error] = Object.values(checkValues(spec, read.values)).flat();
  if (error !== undefined) return { error };
  try {
    buildArgv(spec, read.values);
    return read;
  } catch (error) {
    if (error instanceof ArgumentsError) return { error: error.message };
    throw error;
  }
}

function judgeBuilt(result: FuzzResult, one: Built, answer: Answer): void {
  if ("invalid" in answer) return;
  const shown = { argv: one.case.argv, command: one.case.command };
  if ("error" in answer) result.refused.push({ ...shown, error: answer.error });
  else if (meaning(one.case.command, answer.values) !== meaning(one.case.command, one.values)) {
    result.wrong.push({ ...shown, python: answer.values, expected: one.values });
  }
}

function judgeFree(result: FuzzResult, one: Built & { error?: string }, answer: Answer): void {
  if ("invalid" in answer) return;
  // Which words belong to an option that nobody knows differs between the versions of argparse.
  if (one.values.$rest || ("values" in answer && answer.values.$rest)) return;
  const shown = { argv: one.case.argv, command: one.case.command };
  if ("error" in answer) {
    if (one.error !== undefined) result.bothRefused += 1;
    else result.modelOnly.push({ ...shown, model: one.values, error: answer.error });
  } else if (one.error !== undefined) result.pythonOnly.push({ ...shown, python: answer.values, error: one.error });
  else if (meaning(one.case.command, answer.values) === meaning(one.case.command, one.values)) result.bothRead += 1;
  else result.misread.push({ ...shown, python: answer.values, model: one.values });
}

function meaning(command: Command, values: CommandValues): string {
  // A default that is written out means the same as one that is left to the script.
  return JSON.stringify(normalValues(command, givenValues(command, values, "all")));
}
