import { addFieldErrors, type FieldErrors } from "@/server/errors";
import { phrase, t } from "@/server/language/text";
import { givenValues, isDefault } from "./defaults";
import { type Dialect, dialectOf, isDemanded } from "./dialect";
import { giveExactly } from "./errors";
import { impossible } from "./impossible";
import { normalValue } from "./normal";
import { equalsBare } from "./option-words";
import {
  chosenCommand,
  findSubcommand,
  groupsOf,
  isBare,
  listOf,
  nameOf,
  pathOf,
  shapeOf,
  takesNothing,
  textOf,
  valueIn,
} from "./parameter";
import { divide } from "./positionals";
import { checkScalar } from "./scalars";
import type { Command, Parameter, ScriptSpec } from "./spec";
import type { CommandValues, Scalar, Value } from "./values";

/**
 * What is wrong with the values, by the path of the parameter; empty when the script can be given them. The same in the
 * browser and on the server, worded as Wooey words it (Django's forms). Files are not looked for.
 */
export function checkValues(spec: ScriptSpec, values: CommandValues): FieldErrors {
  const errors: FieldErrors = {};
  const dialect = dialectOf(spec);
  checkCommand({ command: spec.command, prefix: "", errors, dialect, takesExtra: spec.lenient === true }, values);
  return errors;
}

/** A command that is checked, and where errors go. */
interface Check {
  command: Command;
  /** Where its errors belong: behind this path. */
  prefix: string;
  errors: FieldErrors;
  dialect: Dialect;
  /** Arguments that no parameter describes are accepted. */
  takesExtra: boolean;
}

const REQUIRED = phrase("This field is required.");

function checkCommand(check: Check, values: CommandValues): void {
  const { command, prefix } = check;
  const given = givenValues(command, values);
  for (const parameter of command.params) {
    report(check, parameter.id, checkParameter(check, parameter, valueIn(values, parameter.id)));
  }
  checkUnknown(check, values);
  if (!isDivisible(check, givenValues(command, values, "none"))) checkPositionals(check, given);
  checkExclusive(check, given);
  const chosen = chosenCommand(values);
  const sub = chosen && findSubcommand(command, chosen.name);
  if (chosen && sub) checkCommand({ ...check, command: sub, prefix: pathOf(prefix, sub.name) }, chosen.values);
  else if (chosen) {
    report(check, "$command", [
      t("Select a valid choice. {value} is not one of the available choices.", { value: chosen.name }),
    ]);
  } else if (command.subcommands?.required) report(check, "$command", [t(REQUIRED)]);
}

function checkParameter(check: Check, parameter: Parameter, value: Value | undefined): string[] {
  if (isEmpty(parameter, value)) return isDemanded(check.dialect, parameter) ? [t(REQUIRED)] : [];
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
    const message = isBare(parameter, scalar) ? null : checkOne(parameter, scalar);
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

/** Why the parameter cannot have this as one of its values; null when it can. */
export function checkOne(parameter: Parameter, scalar: Scalar): string | null {
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
  return Array.isArray(value) && value.length === 0 && (shape === "groups" || !takesNothing(parameter));
}

function checkUnknown(check: Check, values: CommandValues): void {
  const known = new Set(check.command.params.map((parameter) => parameter.id));
  for (const id of Object.keys(values)) {
    if (known.has(id) || id === "$command" || values[id] === undefined || values[id] === null) continue;
    const isExtra = id === "$rest" && check.takesExtra && check.prefix === "";
    const messages = isExtra ? listOf(valueIn(values, id)).flatMap((one) => impossible(String(one)) ?? []) : [];
    report(check, id, isExtra ? messages : [t("This script has no such parameter.")]);
  }
}

/** How many words each positional is given, and how many the script would give it: it sees their number alone. */
function countValues({ command, dialect }: Check, given: CommandValues) {
  const positionals = command.params.filter((parameter) => parameter.kind === "positional");
  const counts = positionals.map((one) => listOf(valueIn(given, one.id)).length);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const got = divide(positionals, total, dialect.division);
  return { positionals, counts, got };
}

function isDivisible(check: Check, given: CommandValues): boolean {
  const { counts, got } = countValues(check, given);
  return counts.every((count) => count === 0) || counts.every((count, index) => count === got[index]);
}

function checkPositionals(check: Check, given: CommandValues): void {
  if (isDivisible(check, given)) return;
  const { positionals, counts, got } = countValues(check, given);
  if (positionals.some((one, index) => counts[index] === 0 && isDemanded(check.dialect, one))) return; // reported already
  const blank = positionals.findIndex((_, index) => counts[index] === 0 && got[index] !== 0);
  const robbed = positionals.findIndex((_, index) => (got[index] ?? 0) < (counts[index] ?? 0));
  const target = positionals[blank === -1 ? robbed : blank];
  if (target === undefined) return;
  const list = positionals.find((_, index) => index < blank && (counts[index] ?? 0) > 0);
  if (blank === -1) report(check, target.id, [t("The script's command line cannot distinguish these values.")]);
  else if (robbed > blank) report(check, target.id, [t("This is required if a later one is given.")]);
  else report(check, target.id, [t("This is required if {name} is given.", { name: list ? nameOf(list) : "" })]);
}

function checkExclusive(check: Check, given: CommandValues): void {
  const { command } = check;
  for (const { id, required } of command.mutex) {
    const members = command.params.filter((parameter) => parameter.mutex === id);
    const present = members.filter((one) => !isEmpty(one, valueIn(given, one.id)));
    const [first, ...others] = present;
    for (const other of others) {
      report(check, other.id, [t("This cannot be combined with {other}.", { other: first ? nameOf(first) : "" })]);
    }
    const [member] = members;
    const names = members.map(nameOf).join(", ");
    if (required && !first && member) report(check, member.id, [t("One of {names} is required.", { names })]);
    if (required && first && present.every((one) => isOverlooked(one, valueIn(given, one.id)))) {
      report(check, first.id, [t(OVERLOOKED, { names })]);
    }
  }
}

const OVERLOOKED = phrase(
  "The script would reject this value because it equals the default. Enter another value or use another of {names}.",
);

/** Whether the parameter is given in a way that counts as absent in a required exclusive group. */
function isOverlooked(parameter: Parameter, value: Value | undefined): boolean {
  const { overlooked } = parameter;
  const [scalar] = listOf(value);
  if (overlooked === undefined || scalar === undefined) return false;
  if (isBare(parameter, scalar) || equalsBare(parameter, scalar)) return overlooked.alone === true;
  return overlooked.default === true && (isDefault(parameter, value) || convertsToDefault(parameter, scalar));
}

/** Whether the script converts a differently written value to its default: "True" to true, or "05" to 5. */
function convertsToDefault(parameter: Parameter, scalar: Scalar): boolean {
  const standard = parameter.default;
  if (standard === undefined || standard === null) return false;
  if (parameter.type === "integer") return Number(scalar) === Number(standard);
  const meaning = truthOf(scalar);
  return parameter.format === "bool" && meaning !== null && meaning === truthOf(String(standard));
}

/** What the common converters of truth values take a word for; null for other words. */
function truthOf(scalar: Scalar): boolean | null {
  if (/^(true|yes|on|y|t|1)$/i.test(String(scalar).trim())) return true;
  return /^(false|no|off|n|f|0)$/i.test(String(scalar).trim()) ? false : null;
}

function report({ errors, prefix }: Check, id: string, messages: string[]): void {
  addFieldErrors(errors, pathOf(prefix, id), messages);
}
