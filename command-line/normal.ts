import {
  chosenCommand,
  findSubcommand,
  groupsOf,
  isBare,
  isSeparator,
  listOf,
  setValue,
  shapeOf,
  textOf,
  valueIn,
} from "./parameter";
import type { Command, Parameter } from "./spec";
import type { CommandValues, Scalar, Value } from "./values";

/**
 * The values in the one form that says what would stand on the command line: texts, in the order of definition, nothing
 * that is left alone. Two values mean the same to the script exactly when their normal forms are equal.
 */
export function normalValues(command: Command, values: CommandValues): CommandValues {
  const normal: CommandValues = {};
  for (const parameter of command.params)
    setValue(normal, parameter.id, normalValue(parameter, valueIn(values, parameter.id)));
  const rest = listOf(valueIn(values, "$rest")).map(String);
  if (rest.length > 0) normal.$rest = rest;
  const chosen = chosenCommand(values);
  const sub = chosen && findSubcommand(command, chosen.name);
  if (sub) normal.$command = { name: sub.name, values: normalValues(sub, chosen.values) };
  return normal;
}

/** Whether both mean the same to the script. */
export function sameValues(command: Command, left: CommandValues, right: CommandValues): boolean {
  return JSON.stringify(normalValues(command, left)) === JSON.stringify(normalValues(command, right));
}

/** The normal form of one value; undefined when nothing of it would stand on the command line. */
export function normalValue(parameter: Parameter, value: Value | undefined): Value | undefined {
  if (value === undefined || value === null || isSeparator(parameter)) return undefined;
  const text = (scalar: Scalar): string => textOf(parameter, scalar);
  switch (shapeOf(parameter)) {
    case "flag":
      return value === true ? true : undefined;
    case "on-off":
      return typeof value === "boolean" ? value : undefined;
    case "count":
      return Number(value) > 0 ? Number(value) : undefined;
    case "groups": {
      const groups = groupsOf(parameter, value).filter((group) => group.length > 0 || parameter.nargs === "*");
      return groups.length > 0 ? groups.map((group) => group.map(text)) : undefined;
    }
    case "list": {
      const items = listOf(value).map((item) => (isBare(parameter, item) ? true : text(item)));
      return items.length > 0 ? items : undefined;
    }
    case "many": {
      const items = listOf(value).map(text);
      const isGiven =
        items.length > 0 || (parameter.kind === "option" && parameter.nargs === "*" && parameter.action !== "extend");
      return isGiven ? items : undefined;
    }
    case "optional":
      return value === true && isBare(parameter, value) ? true : oneText(value, text);
    default:
      return oneText(value, text);
  }
}

function oneText(value: Value, text: (scalar: Scalar) => string): string | undefined {
  const first = listOf(value)[0];
  return first === undefined ? undefined : text(first);
}
