import { t } from "@/server/language/text";
import { ArgumentsError } from "./errors";
import {
  chosenCommand,
  findSubcommand,
  groupsOf,
  isBare,
  listOf,
  mainFlag,
  pathOf,
  shapeOf,
  textOf,
} from "./parameter";
import type { Command, Parameter } from "./spec";
import type { CommandValues, Scalar, Value } from "./values";

/** How a library's options are written with their values. */
export interface OptionStyle {
  /** One value. */
  one: (flag: string, text: string) => string[];
  /** Several values at once. */
  several: (flag: string, items: Scalar[]) => string[];
}

/** An option to write. */
interface OptionTarget {
  parameter: Parameter;
  /** The option string that is written; undefined where there is none. */
  flag: string | undefined;
  path: string;
}

/** The words of one option and its value, which is neither null nor absent. @throws ArgumentsError */
export function optionWords(
  { parameter, flag, path }: OptionTarget,
  value: Exclude<Value, null>,
  style: OptionStyle,
): string[] {
  const shape = shapeOf(parameter);
  if (shape === "on-off" && value === false) {
    const negative = mainFlag(parameter.negativeFlags ?? []);
    if (negative === undefined) throw refused(path, t("This option cannot be turned off."));
    return [negative];
  }
  if (flag === undefined) throw refused(path, t("This parameter has no option string."));
  const one = (scalar: Scalar): string[] =>
    isBare(parameter, scalar) || equalsBare(parameter, scalar) ? [flag] : style.one(flag, textOf(parameter, scalar));
  switch (shape) {
    case "flag":
    case "on-off":
      return value === true ? [flag] : [];
    case "count":
      return Array.from({ length: Math.max(0, Math.min(100, Number(value) || 0)) }, () => flag);
    case "list":
      return listOf(value).flatMap(one);
    case "groups":
      return groupsOf(parameter, value).flatMap((group) => style.several(flag, group));
    case "many":
      // Each value of `extend` may come with the option before it, which nothing in it can change.
      if (parameter.action === "extend" && typeof parameter.nargs === "string") return listOf(value).flatMap(one);
      return style.several(flag, listOf(value));
    default:
      return listOf(value).slice(0, 1).flatMap(one);
  }
}

/** Whether the option alone says a Yes, too. */
export function equalsBare({ nargs, const: bare }: Parameter, scalar: Scalar): boolean {
  return nargs === "?" && scalar === true && bare === true;
}

/** A command and where its errors belong: behind this path. */
export interface CommandPath {
  command: Command;
  prefix: string;
}

/** The chosen sub-command and its words, which `layOut` makes; none without one. @throws ArgumentsError */
export function subcommandWords(
  { command, prefix }: CommandPath,
  values: CommandValues,
  layOut: (sub: CommandPath, values: CommandValues) => string[],
): string[] {
  const chosen = chosenCommand(values);
  if (!chosen) return [];
  const sub = findSubcommand(command, chosen.name);
  if (!sub) throw refused(pathOf(prefix, "$command"), t("There is no command {name}.", { name: chosen.name }));
  return [chosen.name, ...layOut({ command: sub, prefix: pathOf(prefix, sub.name) }, chosen.values)];
}

/** Why a value that starts like an option is refused. */
export function optionLike(text: string): string {
  const shown = text.length > 40 ? `${text.slice(0, 40)}…` : text;
  return t("The value {value} cannot be passed to this script here, because it starts like an option.", {
    value: JSON.stringify(shown),
  });
}

export function refused(path: string, message: string): ArgumentsError {
  return new ArgumentsError({ [path]: [message] });
}
