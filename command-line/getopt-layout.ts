import { type Dialect, flagsOf, isOptionLike } from "./dialect";
import { giveExactly } from "./errors";
import { optionLike, optionWords, refused, subcommandWords } from "./option-words";
import { isSeparator, listOf, mainFlag, pathOf, textOf, valueIn } from "./parameter";
import type { Command, Parameter } from "./spec";
import type { CommandValues, Scalar, Value } from "./values";

/** Where the words of a command are written. */
interface Target {
  command: Command;
  dialect: Dialect;
  prefix: string;
}

/**
 * Arguments for libraries that read from left to right (click, optparse, getopt, docopt, fire, absl, other languages):
 * options, then positionals behind a "--" if one starts like an option, then the sub-command.
 * @throws ArgumentsError when a value cannot be passed
 */
export function layOutGetopt(target: Target, values: CommandValues): string[] {
  const { command, dialect, prefix } = target;
  const words: string[] = [];
  const positionals: string[] = [];
  let isOpen = false;
  for (const parameter of command.params) {
    const value = valueIn(values, parameter.id);
    if (value === undefined || value === null) continue;
    if (parameter.kind === "literal") {
      if (value === true && !isSeparator(parameter)) positionals.push(parameter.dest);
    } else if (parameter.kind === "positional" || dialect.words) {
      positionals.push(...positionalTexts(target, parameter, value));
    } else {
      const option = wordsOfOption(target, parameter, value);
      if (option.length > 0) isOpen = endsOpen(parameter, value);
      words.push(...option);
    }
  }
  const sub = subcommandWords({ command, prefix }, values, (inner, given) =>
    layOutGetopt({ ...target, ...inner }, given),
  );
  const needsDashes = positionals.some((text) => isOptionLike(command, dialect, text)) || isOpen;
  const isFollowed = positionals.length > 0 || sub.length > 0;
  return [...words, ...(needsDashes && isFollowed && dialect.dashDash ? ["--"] : []), ...positionals, ...sub];
}

/** Whether an option that may take the next word has been written without a value. */
function endsOpen(parameter: Parameter, value: Value): boolean {
  return parameter.nargs === "?" && listOf(value).at(-1) === true;
}

function positionalTexts({ command, dialect, prefix }: Target, parameter: Parameter, value: Value): string[] {
  const texts = listOf(value).map((scalar) => textOf(parameter, scalar));
  // The library takes the words of a sub-command behind a "--" for values, too.
  const isDashWord = (text: string): boolean => text === "--" && dialect.dashDashIsWord && !command.subcommands;
  const isUnsafe = (text: string): boolean =>
    (!isDashWord(text) && !dialect.dashDash && isOptionLike(command, dialect, text)) ||
    (dialect.dashSeparates && text === "-");
  const unsafe = texts.find(isUnsafe);
  if (unsafe !== undefined) throw refused(pathOf(prefix, parameter.id), optionLike(unsafe));
  return texts;
}

function wordsOfOption(target: Target, parameter: Parameter, value: Exclude<Value, null>): string[] {
  const path = pathOf(target.prefix, parameter.id);
  if (parameter.optionLikeValuesImpossible) refuseOptionLike(target, parameter, value);
  const flag = mainFlag(flagsOf(parameter));
  return optionWords({ parameter, flag, path }, value, {
    one: (name, text) => single(name, text, { parameter, dialect: target.dialect }),
    several: (name, items) => several(name, items, { parameter, path }),
  });
}

function refuseOptionLike({ command, dialect, prefix }: Target, parameter: Parameter, value: Value): void {
  const texts = listOf(value)
    .filter((scalar) => scalar !== true)
    .map((scalar) => textOf(parameter, scalar));
  const unsafe = texts.find((text) => isOptionLike(command, dialect, text));
  if (unsafe !== undefined) throw refused(pathOf(prefix, parameter.id), optionLike(unsafe));
}

function single(
  flag: string,
  text: string,
  { parameter, dialect }: { parameter: Parameter; dialect: Dialect },
): string[] {
  const isPlain = text !== "" && (text.length < 2 || !text.startsWith("-"));
  const isOptional = parameter.nargs === "?";
  if (flag.length === 2) {
    // An empty value leaves the option alone, if it is joined to it.
    const isSeparate = text === "" ? !isOptional || dialect.optionalTakesNext : isPlain && !isOptional;
    return isSeparate ? [flag, text] : [`${flag}${text}`];
  }
  const isJoined = isOptional || parameter.metavar?.startsWith("=");
  return dialect.separate && isPlain && !isJoined ? [flag, text] : [`${flag}=${text}`];
}

/** An option with several values after it; a fixed number is taken whatever the values look like. */
function several(flag: string, group: readonly Scalar[], { parameter, path }: { parameter: Parameter; path: string }) {
  const texts = group.map((scalar) => textOf(parameter, scalar));
  if (typeof parameter.nargs === "number") {
    if (texts.length !== parameter.nargs) throw refused(path, giveExactly(parameter.nargs));
    return [flag, ...texts];
  }
  const unsafe = texts.find((text) => text.length > 1 && text.startsWith("-"));
  if (unsafe !== undefined) throw refused(path, optionLike(unsafe));
  return texts.length === 0 ? [] : [flag, ...texts];
}
