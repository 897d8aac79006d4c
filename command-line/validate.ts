import type { FieldErrors } from "@/server/errors";
import { phrase, t } from "@/server/language/text";
import { givenValues, isDefault } from "./defaults";
import { dialectOf } from "./dialect";
import { giveExactly } from "./errors";
import { impossible } from "./impossible";
import { normalValue } from "./normal";
import { chosenCommand, findSubcommand, groupsOf, listOf, nameOf, pathOf, shapeOf, textOf, valueIn } from "./parameter";
import { checkScalar } from "./scalars";
import type { Command, Parameter, ScriptSpec } from "./spec";
import type { CommandValues, Scalar, Value } from "./values";

/**
 * What is wrong with the values, by the path of the parameter; empty when the script can be given them. The same in the
 * browser and on the server, worded as Wooey words it (Django's forms). Files are not looked for.
 */
export function checkValues(spec: ScriptSpec, values: CommandValues): FieldErrors {
  const errors: FieldErrors = {};
  const argparse = dialectOf(spec).reader === "argparse";
  checkCommand(spec.command, values, { errors, argparse, rest: spec.lenient === true }, "");
  return errors;
}

interface Checking {
  errors: FieldErrors;
  /** In argparse a required option is demanded even when it has a default. */
  argparse: boolean;
  rest: boolean;
}

const REQUIRED = phrase("This field is required.");

function checkCommand(command: Command, values: CommandValues, checking: Checking, prefix: string): void {
  const given = givenValues(command, values);
  for (const parameter of command.params) {
    const messages = checkParameter(parameter, valueIn(values, parameter.id), checking);
    report(checking, pathOf(prefix, parameter.id), messages);
  }
  checkUnknown(command, values, checking, prefix);
  checkHoles(command, given, checking, prefix);
  checkExclusive(command, given, checking, prefix);
  const chosen = chosenCommand(values);
  const sub = chosen && findSubcommand(command, chosen.name);
  if (chosen && sub) checkCommand(sub, chosen.values, checking, pathOf(prefix, sub.name));
  else if (chosen) {
    report(checking, pathOf(prefix, "$command"), [
      t("Select a valid choice. {value} is not one of the available choices.", { value: chosen.name }),
    ]);
  } else if (command.subcommands?.required) report(checking, pathOf(prefix, "$command"), [t(REQUIRED)]);
}

function checkParameter(parameter: Parameter, value: Value | undefined, checking: Checking): string[] {
  if (isEmpty(parameter, value)) return isDemanded(parameter, checking) ? [t(REQUIRED)] : [];
  if (parameter.locked && !isFixedValue(parameter, value)) return [t("This value is locked.")];
  const shape = shapeOf(parameter);
  if (shape === "flag" || shape === "on-off") return typeof value === "boolean" ? [] : [t("Choose yes or no.")];
  if (shape === "count") return checkCount(value);
  const { nargs } = parameter;
  const groups = shape === "groups" ? groupsOf(parameter, value) : [listOf(value)];
  if (typeof nargs === "number" && shape !== "list" && groups.some((group) => group.length !== nargs)) {
    return [giveExactly(nargs)];
  }
  if ((shape === "one" || shape === "optional") && listOf(value).length > 1) return [t("Enter only one value.")];
  const messages = new Set<string>();
  for (const scalar of groups.flat()) {
    const bare = scalar === true && nargs === "?" && parameter.kind === "option";
    const message = bare ? null : checkOne(parameter, scalar);
    if (message !== null) messages.add(message);
  }
  return [...messages];
}

/** Whether the value is what a locked parameter is fixed to: its initial value, else the script's default. */
function isFixedValue(parameter: Parameter, value: Value | undefined): boolean {
  if (parameter.initialValue === undefined) return isDefault(parameter, value);
  return (
    JSON.stringify(normalValue(parameter, value)) === JSON.stringify(normalValue(parameter, parameter.initialValue))
  );
}

function checkOne(parameter: Parameter, scalar: Scalar): string | null {
  return impossible(textOf(parameter, scalar)) ?? checkScalar(parameter, scalar);
}

function checkCount(value: Value | undefined): string[] {
  const text = String(listOf(value)[0] ?? "");
  if (!/^\d+$/.test(text)) return [t("Enter a whole number.")];
  return Number(text) > 100 ? [t("Ensure this value is less than or equal to {limit}.", { limit: 100 })] : [];
}

/** Nothing at all, or a switch that is off; an empty text is a value, as `--name=` is. */
function isEmpty(parameter: Parameter, value: Value | undefined): boolean {
  if (value === undefined || value === null) return true;
  const shape = shapeOf(parameter);
  if (shape === "flag") return value === false;
  if (shape === "count") return Number(value) === 0;
  return Array.isArray(value) && value.length === 0 && (parameter.kind === "positional" || parameter.nargs !== "*");
}

function isDemanded(parameter: Parameter, checking: Checking): boolean {
  if (!parameter.required) return false;
  if (parameter.kind === "positional" && (parameter.nargs === "?" || parameter.nargs === "*")) return false;
  return checking.argparse || parameter.default === undefined || parameter.default === null;
}

function checkUnknown(command: Command, values: CommandValues, checking: Checking, prefix: string): void {
  const known = new Set(command.params.map((parameter) => parameter.id));
  for (const id of Object.keys(values)) {
    if (known.has(id) || id === "$command" || values[id] === undefined || values[id] === null) continue;
    const rest = id === "$rest" && checking.rest && prefix === "";
    const messages = rest ? listOf(valueIn(values, id)).flatMap((one) => impossible(String(one)) ?? []) : [];
    report(checking, pathOf(prefix, id), rest ? messages : [t("This script has no such parameter.")]);
  }
}

/** A positional can only be given when those before it are. */
function checkHoles(command: Command, given: CommandValues, checking: Checking, prefix: string): void {
  const positionals = command.params.filter((parameter) => parameter.kind === "positional");
  const isGiven = (one: Parameter): boolean => listOf(valueIn(given, one.id)).length > 0;
  const last = positionals.findLastIndex(isGiven);
  for (const parameter of positionals.slice(0, Math.max(0, last))) {
    if (isGiven(parameter) || parameter.required) continue;
    report(checking, pathOf(prefix, parameter.id), [t("This is required if a later one is given.")]);
  }
}

function checkExclusive(command: Command, given: CommandValues, checking: Checking, prefix: string): void {
  for (const { id, required } of command.mutex) {
    const members = command.params.filter((parameter) => parameter.mutex === id);
    const [first, ...others] = members.filter((one) => !isEmpty(one, valueIn(given, one.id)));
    for (const other of others) {
      report(checking, pathOf(prefix, other.id), [
        t("This cannot be combined with {other}.", { other: first ? nameOf(first) : "" }),
      ]);
    }
    const [member] = members;
    if (required && !first && member) {
      report(checking, pathOf(prefix, member.id), [
        t("One of {names} is required.", { names: members.map(nameOf).join(", ") }),
      ]);
    }
  }
}

function report(checking: Checking, path: string, messages: string[]): void {
  if (messages.length === 0) return;
  const known = Object.hasOwn(checking.errors, path) ? (checking.errors[path] ?? []) : [];
  Object.defineProperty(checking.errors, path, {
    value: [...known, ...messages],
    enumerable: true,
    configurable: true,
    writable: true,
  });
}
