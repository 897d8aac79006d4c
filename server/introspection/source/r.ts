import type { Parameter } from "@/command-line/spec";
import { callsOf, entriesOf, insideBrackets, splitTopLevel, stringOf } from "./literals";
import {
  command,
  isHelpOrVersion,
  option,
  positional,
  remaining,
  type SourceCommand,
  sourceCharactersMax,
} from "./parameters";

const types: Record<string, Parameter["type"]> = { integer: "integer", double: "number", numeric: "number" };

/**
 * Reads the command line from the source of an R script: optparse's `make_option`, argparse's `add_argument`, and the
 * parts of `commandArgs` that it uses. Sources: R optparse 1.7 and argparse 2.2.
 */
export function readRSource(source: string): SourceCommand | null {
  const text = source.slice(0, sourceCharactersMax).replaceAll(/^\s*#.*$/gm, "");
  const options = [
    ...callsOf(text, /\b(?:make_option|add_option)(?=\s*\()/g).flatMap(toOptparseOption),
    ...callsOf(text, /(?:\$add_argument|\badd_argument|\badd_arg)(?=\s*\()/g).flatMap(toArgument),
  ];
  const hasOptions = options.some(({ kind }) => kind === "option");
  const params = [...options, ...positionalsOf(text, { hasOptions })];
  return params.length === 0 ? null : { engine: hasOptions ? "help" : "sys.argv", command: command(params) };
}

function toOptparseOption(parts: string[]): Parameter[] {
  const { flags, entries } = flagsAndEntries(parts);
  const help = stringOf(entries.get("help")) ?? undefined;
  const action = stringOf(entries.get("action"));
  if (flags.length === 0 || isHelpOrVersion(flags, help ?? "")) return [];
  const standard = defaultOf(entries.get("default"));
  if (action === "store_true" || action === "store_false") return [{ ...option(flags, null), help }];
  const type = types[stringOf(entries.get("type")) ?? ""] ?? typeOf(entries.get("default"));
  const metavar = stringOf(entries.get("metavar")) ?? undefined;
  return [option(flags, { help, metavar, type, ...(standard === undefined ? {} : { default: standard }) })];
}

function toArgument(parts: string[]): Parameter[] {
  const { flags, names, entries } = flagsAndEntries(parts);
  const help = stringOf(entries.get("help")) ?? undefined;
  const type = types[stringOf(entries.get("type")) ?? ""] ?? "string";
  const choices = textsOf(entries.get("choices")).map((value) => ({ value }));
  const more = { help, type, ...(choices.length > 0 ? { choices } : {}) };
  const nargs = stringOf(entries.get("nargs"));
  const several: Pick<Parameter, "nargs"> = nargs === "+" || nargs === "*" || nargs === "?" ? { nargs } : {};
  const [name] = names;
  if (flags.length === 0) {
    return name === undefined
      ? []
      : [positional(name, { ...more, ...several, required: nargs !== "?" && nargs !== "*" })];
  }
  if (isHelpOrVersion(flags, help ?? "")) return [];
  const action = stringOf(entries.get("action"));
  if (action?.startsWith("store_") || entries.get("flag") === "TRUE") return [{ ...option(flags, null), help }];
  if (action === "count") return [{ ...option(flags, null), action: "count", type: "integer", help }];
  const standard = defaultOf(entries.get("default"));
  const required = entries.get("required") === "TRUE";
  return [option(flags, { ...more, ...several, required, ...(standard === undefined ? {} : { default: standard }) })];
}

/** `c("-n", "--name")` or `"-n", "--name"`, and what stands behind names such as `help=`. */
function flagsAndEntries(parts: string[]) {
  const unnamed = parts.filter((part) => !/^[\w.]+\s*=(?!=)/.test(part));
  const entries = entriesOf(parts.filter((part) => !unnamed.includes(part)));
  const texts = [...unnamed.flatMap(textsOf), ...textsOf(entries.get("opt_str"))];
  return {
    flags: texts.filter((text) => text.startsWith("-")),
    names: texts.filter((text) => !text.startsWith("-")),
    entries,
  };
}

function textsOf(expression: string | undefined): string[] {
  const single = stringOf(expression);
  if (single !== null) return [single];
  const [vector] = /^c(?=\()/.exec(expression ?? "") ?? [];
  if (vector === undefined) return [];
  return splitTopLevel(insideBrackets(expression ?? "", 1) ?? "").flatMap((part) => stringOf(part) ?? []);
}

function defaultOf(expression: string | undefined): string | number | undefined {
  const text = stringOf(expression);
  if (text !== null) return text;
  const number = /^(-?\d+(?:\.\d+)?(?:e-?\d+)?)L?$/i.exec(expression ?? "")?.[1];
  return number === undefined ? undefined : Number(number);
}

/** Without a type, optparse uses that of the default. */
function typeOf(standard: string | undefined): Parameter["type"] {
  if (/^-?\d+L$/.test(standard ?? "")) return "integer";
  return /^-?\d/.test(standard ?? "") ? "number" : "string";
}

/** `args <- commandArgs(trailingOnly = TRUE)`, then `args[1]`; `positional_arguments` of optparse. */
function positionalsOf(source: string, { hasOptions }: { hasOptions: boolean }): Parameter[] {
  const variable =
    /(?<![\w.])([\w.]{1,80})\s*(?:<-|=)\s*commandArgs\s*\(\s*(?:trailingOnly\s*=\s*)?(?:TRUE|T)\s*\)/.exec(source)?.[1];
  if (variable === undefined) return /positional_arguments\s*=/.test(source) ? [remaining()] : [];
  if (hasOptions) return [];
  const escaped = variable.replaceAll(".", "\\.");
  const positions = new Map<number, string>();
  const reference = new RegExp(
    `(?:(?<![\\w.])([\\w.]{1,80})\\s*(?:<-|=)\\s*(?:as\\.\\w+\\()?)?\\b${escaped}\\[\\[?(\\d)\\]`,
    "g",
  );
  for (const [, name, index] of source.matchAll(reference)) {
    if (!positions.get(Number(index))) positions.set(Number(index), name ?? "");
  }
  if (positions.size === 0) return [remaining()];
  return Array.from({ length: Math.max(...positions.keys()) }, (_, at) =>
    positional((positions.get(at + 1) || `arg${at + 1}`).replaceAll(".", "_"), { nargs: "?" }),
  );
}
