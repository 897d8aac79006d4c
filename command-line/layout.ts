import { phrase, t } from "@/server/language/text";
import { giveExactly } from "./errors";
import { optionLike, optionWords, refused, subcommandWords } from "./option-words";
import { clearest, listOf, pathOf, positiveFlags, textOf, valueIn } from "./parameter";
import type { Command, Parameter } from "./spec";
import type { CommandValues, Scalar } from "./values";

/** Orders of a command line to try, the plain one first. */
export const layouts = ["plain", "dash-dash", "positionals-first"] as const;
export type Layout = (typeof layouts)[number];

/** What the commands around this one change: characters that read arguments from files, and where errors belong. */
interface Place {
  prefix: string;
  fromFile: string;
}

/**
 * Arguments that say the values to an argparse parser in the given order, without reading them back. Source of the
 * rules: CPython 3.8 to 3.14 argparse. @throws ArgumentsError when a value cannot be said in this layout
 */
export function layOut(command: Command, values: CommandValues, layout: Layout, place = ROOT): string[] {
  const fromFile = place.fromFile + (command.fromfilePrefixChars ?? "");
  const here: Place = { ...place, fromFile };
  const options = command.params.filter(
    (one) => one.kind !== "positional" && (valueIn(values, one.id) ?? null) !== null,
  );
  // Greedy options first: the fixed ones after them end their list. One that takes the remainder can only be last.
  const rank = (one: Parameter): number => (one.nargs === "remainder" ? 2 : isGreedy(one) ? 0 : 1);
  const ordered = options.toSorted((left, right) => rank(left) - rank(right));
  const words = ordered.flatMap((one) => wordsOf(command, one, values, here));
  const positionals = positionalWords(command, values, here, layout);
  const sub = subcommandWords(command, values, here.prefix, (inner, given, prefix) =>
    layOut(inner, given, layout, { prefix, fromFile }),
  );
  if (layout === "positionals-first") return [...positionals, ...words, ...sub];
  if (layout === "plain" || positionals.length === 0) return [...words, ...positionals, ...sub];
  return [...words, "--", ...positionals, ...sub];
}

const ROOT: Place = { prefix: "", fromFile: "" };

/** Whether the text may be an argument of its own where a value is wanted, without being taken for an option. */
export function standsAlone(command: Command, text: string): boolean {
  const prefixes = command.prefixChars ?? "-";
  if (text === "--") return false;
  if (text.length < 2 || !prefixes.includes(text.charAt(0))) return true;
  // The number pattern of CPython before 3.14, which is the narrower one.
  return /^-\d+$|^-\d*\.\d+$/.test(text) && !command.negativeNumberOptions && prefixes.includes("-");
}

function isGreedy(parameter: Parameter): boolean {
  return parameter.nargs === "*" || parameter.nargs === "+" || parameter.nargs === "?";
}

function wordsOf(command: Command, parameter: Parameter, values: CommandValues, place: Place): string[] {
  const value = valueIn(values, parameter.id);
  if (value === undefined || value === null) return [];
  const path = pathOf(place.prefix, parameter.id);
  return optionWords(parameter, value, clearest(positiveFlags(parameter)), path, {
    one: (flag, text) => single(command, flag, text, place, path),
    several: (flag, items) => groupWords(command, parameter, flag, items, place),
  });
}

/** An option with one value: `--long=value`, or `-o value`, or `-o=value` where the value could be misread. */
function single(command: Command, flag: string, text: string, place: Place, path: string): string[] {
  if (flag.length > 2) return [`${flag}=${text}`];
  if (!standsAlone(command, text) || startsWithAny(text, place.fromFile)) return [`${flag}=${text}`];
  if (place.fromFile !== "" && place.fromFile.includes(flag.charAt(0))) throw refused(path, t(FROM_FILE));
  return [flag, text];
}

function groupWords(command: Command, parameter: Parameter, flag: string, group: Scalar[], place: Place): string[] {
  const path = pathOf(place.prefix, parameter.id);
  const texts = group.map((scalar) => textOf(parameter, scalar));
  if (typeof parameter.nargs === "number" && texts.length !== parameter.nargs) {
    throw refused(path, giveExactly(parameter.nargs));
  }
  const [first] = texts;
  if (first === undefined) return parameter.nargs === "+" || parameter.action === "extend" ? [] : [flag];
  if (texts.length === 1 && parameter.nargs !== "remainder") return single(command, flag, first, place, path);
  for (const text of texts) {
    if (startsWithAny(text, place.fromFile)) throw refused(path, t(FROM_FILE));
    if (parameter.nargs !== "remainder" && !standsAlone(command, text)) throw refused(path, optionLike(text));
  }
  return [flag, ...texts];
}

function positionalWords(command: Command, values: CommandValues, place: Place, layout: Layout): string[] {
  const words: string[] = [];
  const given = command.params.filter((one) => one.kind === "positional" && listOf(valueIn(values, one.id)).length > 0);
  for (const parameter of given) {
    const path = pathOf(place.prefix, parameter.id);
    const texts = listOf(valueIn(values, parameter.id)).map((scalar) => textOf(parameter, scalar));
    if (typeof parameter.nargs === "number" && texts.length !== parameter.nargs) {
      throw refused(path, giveExactly(parameter.nargs));
    }
    for (const [index, text] of texts.entries()) {
      if (startsWithAny(text, place.fromFile)) throw refused(path, t(FROM_FILE));
      // CPython before 3.13.1 drops a "--" from the values of a positional.
      if (text === "--") throw refused(path, t(`The value "--" cannot be passed to this script here.`));
      // The remainder takes anything, but only once a word that is no option has begun the positionals.
      const begun = parameter.nargs === "remainder" && words.length + index > 0;
      if (layout !== "dash-dash" && !begun && !standsAlone(command, text)) throw refused(path, optionLike(text));
    }
    words.push(...texts);
  }
  return words;
}

const FROM_FILE = phrase("This script reads arguments from a file if a value starts like that.");

function startsWithAny(text: string, characters: string): boolean {
  return text !== "" && characters.includes(text.charAt(0));
}
