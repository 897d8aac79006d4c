import { phrase, t } from "@/server/language/text";
import { giveExactly } from "./errors";
import { optionLike, optionWords, refused, subcommandWords } from "./option-words";
import { listOf, mainFlag, pathOf, positiveFlags, textOf, valueIn } from "./parameter";
import type { Command, Parameter } from "./spec";
import type { CommandValues, Scalar } from "./values";

/** Forms of a command line to try, the plain one first. `separate` writes no `--option=value`. */
export const layouts = ["plain", "dash-dash", "positionals-first", "separate"] as const;
export type Layout = (typeof layouts)[number];

/** Where the words of a command are written, and what the commands around it change. */
export interface LayoutTarget {
  command: Command;
  layout: Layout;
  /** Where errors belong: behind this path. */
  prefix: string;
  /** Characters at which a word names a file of arguments. */
  fromFile: string;
}

/**
 * Arguments that say the values to an argparse parser in the given order, without reading them back. Source of the
 * rules: CPython 3.8 to 3.14 argparse. @throws ArgumentsError when a value cannot be passed in this layout
 */
export function layOut(target: LayoutTarget, values: CommandValues): string[] {
  const { command, layout } = target;
  const here: LayoutTarget = { ...target, fromFile: target.fromFile + (command.fromfilePrefixChars ?? "") };
  const options = command.params.filter((one) => one.kind !== "positional" && valueIn(values, one.id) !== undefined);
  const words = options
    .toSorted((left, right) => rankOf(left) - rankOf(right))
    .flatMap((one) => wordsOf(here, one, values));
  const positionals = positionalWords(here, values);
  const sub = subcommandWords(here, values, (inner, given) => layOut({ ...here, ...inner }, given));
  if (layout === "positionals-first") return [...positionals, ...words, ...sub];
  if (layout !== "dash-dash" || positionals.length === 0) return [...words, ...positionals, ...sub];
  return [...words, "--", ...positionals, ...sub];
}

/** Greedy options come first, so that the others after them end their lists. One that takes the remainder comes last. */
function rankOf({ nargs }: Parameter): number {
  if (nargs === "remainder") return 2;
  return nargs === "*" || nargs === "+" || nargs === "?" ? 0 : 1;
}

/** Whether the text may be an argument of its own where a value is expected, without being taken for an option. */
export function isStandalone(command: Command, text: string): boolean {
  const prefixes = command.prefixChars ?? "-";
  if (text === "--") return false;
  if (text.length < 2 || !prefixes.includes(text.charAt(0))) return true;
  // The number pattern of CPython before 3.14, which is the narrower one.
  const isNumber = /^-\d+$|^-\d*\.\d+$/.test(text) && !command.negativeNumberOptions && prefixes.includes("-");
  return isNumber || (text.includes(" ") && !startsLikeOption(command, text));
}

/** Whether a text with a space could still be an option: its part before "=", a prefix, or a short one with a value. */
function startsLikeOption(command: Command, text: string): boolean {
  const [name = ""] = text.split("=", 1);
  const flags = command.params.flatMap((one) => [...(one.flags ?? []), ...(one.negativeFlags ?? [])]);
  return [...flags, "-h", "--help"].some((flag) => flag.startsWith(name) || flag === text.slice(0, 2));
}

function wordsOf(target: LayoutTarget, parameter: Parameter, values: CommandValues): string[] {
  const value = valueIn(values, parameter.id);
  if (value === undefined || value === null) return [];
  const path = pathOf(target.prefix, parameter.id);
  return optionWords({ parameter, flag: mainFlag(positiveFlags(parameter)), path }, value, {
    one: (flag, text) => single({ ...target, path, parameter }, flag, text),
    several: (flag, items) => groupWords({ ...target, path, parameter }, flag, items),
  });
}

interface OptionTarget extends LayoutTarget {
  path: string;
  parameter: Parameter;
}

/** An option with one value: `--long=value`, or `-o value`, or `-o=value` where the value could be misread. */
function single(target: OptionTarget, flag: string, text: string): string[] {
  const { command, layout, fromFile, path, parameter } = target;
  refuseDashes(path, text);
  if (flag.length > 2 && layout !== "separate") return [`${flag}=${text}`];
  // An option that takes several values would take the words after it, too.
  const isGreedy = rankOf(parameter) === 0;
  if (isGreedy || !isStandalone(command, text) || startsWithAny(text, fromFile)) return [`${flag}=${text}`];
  if (fromFile !== "" && fromFile.includes(flag.charAt(0))) throw refused(path, t(FROM_FILE));
  return [flag, text];
}

function groupWords(target: OptionTarget, flag: string, group: Scalar[]): string[] {
  const { command, parameter, path, fromFile } = target;
  const texts = group.map((scalar) => textOf(parameter, scalar));
  const { nargs } = parameter;
  if (typeof nargs === "number" && texts.length !== nargs) throw refused(path, giveExactly(nargs));
  const [first] = texts;
  if (first === undefined) return nargs === "+" || parameter.action === "extend" ? [] : [flag];
  if (texts.length === 1 && nargs !== "remainder") return single(target, flag, first);
  for (const text of texts) {
    if (startsWithAny(text, fromFile)) throw refused(path, t(FROM_FILE));
    refuseDashes(path, text);
    if (nargs !== "remainder" && !isStandalone(command, text)) throw refused(path, optionLike(text));
  }
  return [flag, ...texts];
}

function positionalWords(target: LayoutTarget, values: CommandValues): string[] {
  const { command, layout, prefix, fromFile } = target;
  const words: string[] = [];
  const given = command.params.filter((one) => one.kind === "positional" && listOf(valueIn(values, one.id)).length > 0);
  for (const parameter of given) {
    const { nargs } = parameter;
    const path = pathOf(prefix, parameter.id);
    const texts = listOf(valueIn(values, parameter.id)).map((scalar) => textOf(parameter, scalar));
    if (typeof nargs === "number" && texts.length !== nargs) throw refused(path, giveExactly(nargs));
    for (const [index, text] of texts.entries()) {
      if (startsWithAny(text, fromFile)) throw refused(path, t(FROM_FILE));
      refuseDashes(path, text);
      // The remainder takes anything, but only once a word that is no option has started the positionals.
      const hasStarted = nargs === "remainder" && words.length + index > 0;
      // Words that are parsed twice lose the "--" that protects them.
      const isProtected = layout === "dash-dash" && !command.intermixed;
      if (!isProtected && !hasStarted && !isStandalone(command, text)) throw refused(path, optionLike(text));
    }
    words.push(...texts);
  }
  return words;
}

/** CPython before 3.13 drops a value that is exactly "--", of options as of positionals. */
function refuseDashes(path: string, text: string): void {
  if (text === "--") throw refused(path, t(`The value "--" cannot be passed to this script here.`));
}

const FROM_FILE = phrase("This script reads arguments from a file if a value starts like that.");

function startsWithAny(text: string, characters: string): boolean {
  return text !== "" && characters.includes(text.charAt(0));
}
