import { AppError } from "@/server/errors";
import { positiveFlags, shapeOf } from "./parameter";
import { parseArgv } from "./parse";
import { splitPasted } from "./paste";
import { withoutProgram } from "./program-words";
import { splitCommandLine } from "./shell";
import type { Command, ScriptSpec } from "./spec";
import { checkValues } from "./validate";
import type { CommandValues } from "./values";

/**
 * The values of a command line that Wooey's API is given. Its words are Python's shlex's, as Wooey splits them; only
 * where the script would refuse these, the text is read as one that was copied from a terminal.
 * Types and choices still have to be checked with checkValues. @throws invalid on "command", in argparse's words
 */
export function readCommand(spec: ScriptSpec, text: string): CommandValues {
  const direct = interpret(spec, splitCommandLine(text));
  if (direct.isAccepted) return direct.values;
  const pasted = attempt(() => interpretPasted(spec, text));
  if (pasted instanceof AppError) {
    if (direct.values) return direct.values;
    const isOfShell = attempt(() => splitPasted(text)) instanceof AppError;
    throw isOfShell ? pasted : refusedCommand(direct.error);
  }
  if (pasted.isAccepted || !direct.values) return pasted.values;
  return direct.values;
}

/**
 * The values of a command that was copied from a terminal: with a prompt, the script and what runs it, over several
 * lines; what only a shell can do is refused by name. @throws invalid on "command"
 */
export function readPastedCommand(spec: ScriptSpec, text: string, names: readonly string[] = []): CommandValues {
  return interpretPasted(spec, text, names).values;
}

/** What a script makes of words: the values, and whether it takes them all. */
type Interpretation =
  | { values: CommandValues; isAccepted: boolean }
  | { values?: undefined; isAccepted: false; error: string };

function interpretPasted(spec: ScriptSpec, text: string, names: readonly string[] = []) {
  const words = splitPasted(text);
  const program = withoutProgram(words, spec.prog === undefined ? names : [...names, spec.prog]);
  const asTyped = { argv: words, isCertain: false };
  let candidates = [asTyped];
  if (program) candidates = program.isCertain ? [program, asTyped] : [asTyped, program];
  const interpretations = candidates.map(({ argv }) => interpret(spec, argv));
  const best = interpretations.find((one) => one.isAccepted) ?? interpretations.find((one) => one.values !== undefined);
  if (best?.values) return best;
  const [first] = program ? [interpret(spec, program.argv)] : interpretations;
  throw refusedCommand(first && "error" in first ? first.error : "");
}

/**
 * The words as the script would read them; only when it would refuse them, as Wooey's API reads them (`--flag True`,
 * `--flag False`, `--count 2`, several values after an option that is given repeatedly).
 */
function interpret(spec: ScriptSpec, argv: readonly string[]): Interpretation {
  const direct = parseArgv(spec, argv);
  if (isAccepted(spec, direct)) return { values: direct.values, isAccepted: true };
  const rewritten = rewriteFlags(spec, argv);
  const others = [parseArgv(spec, rewritten), parseArgv(withSeveral(spec), rewritten)];
  for (const one of others) if (isAccepted(spec, one)) return { values: one.values, isAccepted: true };
  for (const one of [direct, ...others]) if ("values" in one) return { values: one.values, isAccepted: false };
  return { isAccepted: false, error: "error" in direct ? direct.error : "" };
}

type Read = ReturnType<typeof parseArgv>;

function isAccepted(spec: ScriptSpec, read: Read): read is { values: CommandValues } {
  return "values" in read && !hasErrors(spec, read.values) && !read.values.$rest;
}

function attempt<Result>(action: () => Result): Result | AppError {
  try {
    return action();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}

function refusedCommand(message: string): AppError {
  return new AppError("invalid", message, { command: [message] });
}

function hasErrors(spec: ScriptSpec, values: CommandValues): boolean {
  return Object.keys(checkValues(spec, values)).length > 0;
}

/** Wooey's `--flag True` as `--flag`, `--flag False` as nothing or the "no" form, `--verbose 2` as that many. */
function rewriteFlags(spec: ScriptSpec, argv: readonly string[]): string[] {
  const flags = flagStrings(spec.command);
  const words: string[] = [];
  for (let at = 0; at < argv.length; at += 1) {
    const word = argv[at] ?? "";
    if (word === "--") return [...words, ...argv.slice(at)];
    const [name, explicit] = splitEquals(word);
    const flag = flags.get(name) ?? onlyBeginning(flags, name);
    const value = explicit ?? argv[at + 1];
    const rewritten = flag && value !== undefined ? rewrite(flag, value) : undefined;
    if (rewritten === undefined) words.push(word);
    else {
      words.push(...rewritten);
      if (explicit === undefined) at += 1;
    }
  }
  return words;
}

interface FlagString {
  flag: string;
  counts: boolean;
  /** What says "off": the "no" form, where there is one. */
  off?: string;
}

function rewrite({ flag, counts, off }: FlagString, value: string): string[] | undefined {
  if (counts && /^\d{1,2}$/.test(value)) return Array.from({ length: Number(value) }, () => flag);
  if (/^true$/i.test(value)) return [flag];
  if (/^false$/i.test(value)) return off === undefined ? [] : [off];
  return undefined;
}

function splitEquals(word: string): [string, string | undefined] {
  const at = word.indexOf("=");
  return at > 0 ? [word.slice(0, at), word.slice(at + 1)] : [word, undefined];
}

/** The option strings that take no value wherever in the script they are options. */
function flagStrings(command: Command): Map<string, FlagString> {
  const flags = new Map<string, FlagString>();
  const valued = new Set<string>();
  const walk = (one: Command): void => {
    for (const parameter of one.params) {
      const shape = shapeOf(parameter);
      for (const flag of positiveFlags(parameter)) {
        if (shape === "flag" || shape === "count") flags.set(flag, { flag, counts: shape === "count" });
        else if (shape === "on-off") flags.set(flag, { flag, counts: false, off: parameter.negativeFlags?.[0] });
        else valued.add(flag);
      }
    }
    for (const sub of one.subcommands?.commands ?? []) walk(sub);
  };
  walk(command);
  for (const flag of valued) flags.delete(flag);
  return flags;
}

function onlyBeginning(flags: Map<string, FlagString>, name: string): FlagString | undefined {
  if (name.length < 3 || !name.startsWith("--")) return undefined;
  const found = [...flags.keys()].filter((flag) => flag.startsWith(name));
  return found.length === 1 ? flags.get(found[0] ?? "") : undefined;
}

const several = new WeakMap<ScriptSpec, ScriptSpec>();

/** The script as if each option that is given repeatedly took all its values at once, as Wooey writes them. */
function withSeveral(spec: ScriptSpec): ScriptSpec {
  const known = several.get(spec);
  if (known) return known;
  const relax = (command: Command): Command => ({
    ...command,
    params: command.params.map((one) =>
      one.kind === "option" && shapeOf(one) === "list" ? { ...one, action: "extend", nargs: "*" } : one,
    ),
    ...(command.subcommands && {
      subcommands: { ...command.subcommands, commands: command.subcommands.commands.map(relax) },
    }),
  });
  const relaxed = { ...spec, command: relax(spec.command) };
  several.set(spec, relaxed);
  return relaxed;
}
