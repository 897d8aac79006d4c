import type { Command, Parameter } from "../spec";
import { type Dialect, flagsOf } from "./dialect";
import { ArgumentsError } from "./errors";
import {
  chosenCommand,
  clearest,
  findSubcommand,
  groupsOf,
  listOf,
  pathOf,
  shapeOf,
  textOf,
  valueIn,
} from "./parameter";
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
      const said = optionWords(parameter, dialect, value as Scalar, path);
      open = said.length === 0 ? open : shapeOf(parameter) === "optional" && value === true;
      words.push(...said);
    }
  }
  const dashed = positionals.some((text) => !standsAlone(text, dialect)) || (open && positionals.length > 0);
  const sub = subcommandWords(command, dialect, values, prefix);
  return [...words, ...(dashed && dialect.dashDash ? ["--"] : []), ...positionals, ...sub];
}

function standsAlone(text: string, dialect: Dialect): boolean {
  return dialect.words || text.length < 2 || !text.startsWith("-");
}

function optionWords(parameter: Parameter, dialect: Dialect, value: unknown, path: string): string[] {
  const flag = clearest(flagsOf(parameter));
  const shape = shapeOf(parameter);
  if (shape === "on-off" && value === false) {
    const negative = clearest(parameter.negativeFlags ?? []);
    if (negative === undefined) throw refused(path, "This option cannot be switched off.");
    return [negative];
  }
  if (flag === undefined) throw refused(path, "This parameter has no option string.");
  const one = (scalar: Scalar): string[] => single(flag, textOf(parameter, scalar), parameter, dialect);
  switch (shape) {
    case "flag":
    case "on-off":
      return value === true ? [flag] : [];
    case "count":
      return Array.from({ length: Math.max(0, Math.min(100, Number(value) || 0)) }, () => flag);
    case "optional":
      return value === true
        ? [flag]
        : listOf(value as Scalar)
            .slice(0, 1)
            .flatMap(one);
    case "list":
      return listOf(value as Scalar).flatMap((item) => (item === true && parameter.nargs === "?" ? [flag] : one(item)));
    case "groups":
      return groupsOf(parameter, value as Scalar).flatMap((group) => several(parameter, flag, group, path));
    case "many":
      return several(parameter, flag, listOf(value as Scalar), path);
    default:
      return listOf(value as Scalar)
        .slice(0, 1)
        .flatMap(one);
  }
}

function single(flag: string, text: string, parameter: Parameter, dialect: Dialect): string[] {
  const alone = text !== "" && (text.length < 2 || !text.startsWith("-"));
  const optional = parameter.nargs === "?";
  if (flag.length === 2) return optional || (text !== "" && !alone) ? [`${flag}${text}`] : [flag, text];
  return dialect.separate && alone && !optional ? [flag, text] : [`${flag}=${text}`];
}

/** An option with several values after it; a fixed number is taken whatever the values look like. */
function several(parameter: Parameter, flag: string, group: readonly Scalar[], path: string): string[] {
  const texts = group.map((scalar) => textOf(parameter, scalar));
  if (typeof parameter.nargs === "number") {
    if (texts.length !== parameter.nargs) throw refused(path, `Give exactly ${parameter.nargs} values.`);
    return [flag, ...texts];
  }
  const unsafe = texts.find((text) => text.length > 1 && text.startsWith("-"));
  if (unsafe !== undefined) throw refused(path, optionLike(unsafe));
  return texts.length === 0 ? [] : [flag, ...texts];
}

function subcommandWords(command: Command, dialect: Dialect, values: CommandValues, prefix: string): string[] {
  const chosen = chosenCommand(values);
  if (!chosen) return [];
  const sub = findSubcommand(command, chosen.name);
  if (!sub) throw refused(pathOf(prefix, "$command"), `There is no command ${chosen.name}.`);
  const inside = layOutGetopt(sub, dialect, chosen.values, pathOf(prefix, sub.name));
  return [chosen.name, ...inside];
}

function optionLike(text: string): string {
  const shown = text.length > 40 ? `${text.slice(0, 40)}…` : text;
  return `This script cannot be given the value ${JSON.stringify(shown)} here: it begins like an option.`;
}

function refused(path: string, message: string): ArgumentsError {
  return new ArgumentsError({ [path]: [message] });
}
