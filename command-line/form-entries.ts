import {
  chosenCommand,
  findSubcommand,
  groupsOf,
  isBare,
  isBoolean,
  listOf,
  pathOf,
  shapeOf,
  takesNothing,
  textOf,
  valueIn,
} from "./parameter";
import { choiceOf } from "./scalars";
import { joinCommandLine } from "./shell";
import type { Command, Parameter, ScriptSpec } from "./spec";
import type { CommandValues, Scalar, Value } from "./values";
import { widgetOf } from "./widget";

/** Writes values as the entries of a form, which `readFormValues` reads back. */
export function toFormEntries(spec: ScriptSpec, values: CommandValues): [string, string][] {
  const rest = listOf(valueIn(values, "$rest")).map(String);
  const entries = writeCommand(spec.command, values, "");
  return rest.length > 0 ? [...entries, ["$rest", joinCommandLine(rest)]] : entries;
}

/** The entries of all initial values, including those of sub-commands: what a new form starts with. */
export function toInitialEntries(spec: ScriptSpec): [string, string][] {
  const write = (command: Command, prefix: string): [string, string][] => [
    ...command.params.flatMap((parameter) =>
      parameter.initialValue === undefined
        ? []
        : writeParameter(parameter, parameter.initialValue, pathOf(prefix, parameter.id)),
    ),
    ...(command.subcommands?.commands ?? []).flatMap((sub) => write(sub, pathOf(prefix, sub.name))),
  ];
  return write(spec.command, "");
}

function writeCommand(command: Command, values: CommandValues, prefix: string): [string, string][] {
  const entries: [string, string][] = [];
  for (const parameter of command.params) {
    const value = valueIn(values, parameter.id);
    if (value !== undefined && value !== null)
      entries.push(...writeParameter(parameter, value, pathOf(prefix, parameter.id)));
  }
  const chosen = chosenCommand(values);
  const sub = chosen && findSubcommand(command, chosen.name);
  if (!chosen || !sub) return entries;
  const path = pathOf(prefix, sub.name);
  return [...entries, [pathOf(prefix, "$command"), sub.name], ...writeCommand(sub, chosen.values, path)];
}

function writeParameter(parameter: Parameter, value: Value, path: string): [string, string][] {
  const shape = shapeOf(parameter);
  const write = (scalar: Scalar): string =>
    typeof scalar === "boolean" && isBoolean(parameter) && widgetOf(parameter) === "tristate"
      ? String(scalar)
      : (choiceOf(parameter, textOf(parameter, scalar)) ?? textOf(parameter, scalar));
  if (shape === "flag") return value === true ? [[path, "on"]] : [];
  if (shape === "on-off") return [[path, String(value)]];
  if (parameter.nargs === "remainder" && shape === "groups") {
    return groupsOf(parameter, value).map((group) =>
      group.length === 0 ? [`${path}.$flag`, "on"] : [path, joinCommandLine(group.map(write))],
    );
  }
  if (parameter.nargs === "remainder") return [[path, joinCommandLine(listOf(value).map(write))]];
  if (shape === "groups") {
    return groupsOf(parameter, value).flatMap((group, index) => {
      const name = `${path}[${index}]`;
      return group.length === 0 ? [[`${name}.$flag`, "on"]] : writeItems(name, group.map(write));
    });
  }
  const items = listOf(value).map((scalar) => (isBare(parameter, scalar) ? true : write(scalar)));
  const isEmptyList = Array.isArray(value) && items.length === 0 && takesNothing(parameter);
  return isEmptyList ? [[`${path}.$flag`, "on"]] : writeItems(path, items);
}

/** The entries of a list: its texts, and the positions of empty texts and of options without a value. */
function writeItems(path: string, items: readonly (string | true)[]): [string, string][] {
  // "0" would turn the entry off.
  const mark = (index: number): string => (index === 0 ? "on" : String(index));
  let texts = 0;
  return items.map((item, index) => {
    if (item === true) return [`${path}.$flag`, mark(index)];
    texts += 1;
    return item === "" ? [`${path}.$empty`, mark(texts - 1)] : [path, item];
  });
}
