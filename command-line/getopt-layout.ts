import { type Dialect, flagsOf } from "./dialect";
import { giveExactly } from "./errors";
import { optionLike, optionWords, refused, subcommandWords } from "./option-words";
import { clearest, listOf, pathOf, shapeOf, textOf, valueIn } from "./parameter";
import type { Command, Parameter } from "./spec";
import type { CommandValues, Scalar } from "./values";

/**
 * Arguments for libraries that read from left to right (click, optparse, getopt, docopt, fire, absl, other languages):
 * options, then positionals behind a "--" if one begins like an option, then the sub-command.
 * @throws ArgumentsError when a value cannot be said
 */
export function layOutGetopt(command: Command, dialect: Dialect, values: CommandValues, prefix = ""): string[] {
  const words: string[] = [];
  const positionals: string[] = [];
  let open = false;
  for (const parameter of command.params) {
    const value = valueIn(values, parameter.id);
    if (value === undefined || value === null) continue;
    const path = pathOf(prefix, parameter.id);
    if (parameter.kind === "literal") {
      if (value === true) positionals.push(parameter.dest);
    } else if (parameter.kind === "positional" || dialect.words) {
      const texts = listOf(value).map((scalar) => textOf(parameter, scalar));
      const unsafe = texts.find((text) => !standsAlone(text, dialect));
      if (unsafe !== undefined && !dialect.dashDash) throw refused(path, optionLike(unsafe));
      positionals.push(...texts);
    } else {
      const said = optionWords(parameter, value, clearest(flagsOf(parameter)), path, {
        one: (flag, text) => single(flag, text, parameter, dialect),
        several: (flag, items) => several(parameter, flag, items, path),
      });
      open = said.length === 0 ? open : shapeOf(parameter) === "optional" && value === true;
      words.push(...said);
    }
  }
  const dashed = positionals.some((text) => !standsAlone(text, dialect)) || (open && positionals.length > 0);
  const sub = subcommandWords(command, values, prefix, (inner, given, path) =>
    layOutGetopt(inner, dialect, given, path),
  );
  return [...words, ...(dashed && dialect.dashDash ? ["--"] : []), ...positionals, ...sub];
}

function standsAlone(text: string, dialect: Dialect): boolean {
  return dialect.words || text.length < 2 || !text.startsWith("-");
}

function single(flag: string, text: string, parameter: Parameter, dialect: Dialect): string[] {
  const alone = text !== "" && (text.length < 2 || !text.startsWith("-"));
  const optional = parameter.nargs === "?";
  if (flag.length === 2) return optional || (text !== "" && !alone) ? [`${flag}${text}`] : [flag, text];
  const joined = optional || parameter.metavar?.startsWith("=");
  return dialect.separate && alone && !joined ? [flag, text] : [`${flag}=${text}`];
}

/** An option with several values after it; a fixed number is taken whatever the values look like. */
function several(parameter: Parameter, flag: string, group: readonly Scalar[], path: string): string[] {
  const texts = group.map((scalar) => textOf(parameter, scalar));
  if (typeof parameter.nargs === "number") {
    if (texts.length !== parameter.nargs) throw refused(path, giveExactly(parameter.nargs));
    return [flag, ...texts];
  }
  const unsafe = texts.find((text) => text.length > 1 && text.startsWith("-"));
  if (unsafe !== undefined) throw refused(path, optionLike(unsafe));
  return texts.length === 0 ? [] : [flag, ...texts];
}
