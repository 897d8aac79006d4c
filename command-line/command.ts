import { AppError } from "@/server/errors";
import { positiveFlags, shapeOf } from "./parameter";
import { parseArgv } from "./parse";
import { splitCommandLine } from "./shell";
import type { Command, ScriptSpec } from "./spec";
import { checkValues } from "./validate";
import type { CommandValues } from "./values";

/**
 * The values a command line says: read as the script itself would; only when the script would refuse it, as Wooey's API
 * reads it (`--flag True`, `--flag False`, `--count 2`, several values after an option that is given repeatedly).
 * Types and choices still have to be checked with checkValues. @throws invalid on "command", in argparse's words
 */
export function readCommand(spec: ScriptSpec, text: string): CommandValues {
  const argv = splitCommandLine(text);
  const own = parseArgv(spec, argv);
  if ("values" in own && !hasErrors(spec, own.values) && !own.values.$rest) return own.values;
  const readings = [rewriteFlags(spec, argv)].flatMap((words) => [
    parseArgv(spec, words),
    parseArgv(withSeveral(spec), words),
  ]);
  for (const reading of readings) {
    if ("values" in reading && !hasErrors(spec, reading.values) && !reading.values.$rest) return reading.values;
  }
  if ("values" in own) return own.values;
  const structural = readings.find((reading) => "values" in reading);
  if (structural && "values" in structural) return structural.values;
  throw new AppError("invalid", own.error, { command: [own.error] });
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
    const said = flag && value !== undefined ? rewrite(flag, value) : undefined;
    if (said === undefined) words.push(word);
    else {
      words.push(...said);
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
