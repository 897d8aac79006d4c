import { Refused } from "./errors";
import type { Command, Parameter } from "./spec";
import type { CommandValues, Scalar, Subcommand, Value } from "./values";

/**
 * How a parameter's value looks in CommandValues: flag: true when given · on-off: true or false · count: how many times
 * · one: a scalar · optional: a scalar, or true for the option without its value · many: scalars (nargs, extend) ·
 * list: scalars, each with the option before it (append) · groups: lists of scalars (append with nargs).
 */
export type Shape = "flag" | "on-off" | "count" | "one" | "optional" | "many" | "list" | "groups";

/** The shape of this parameter's value. */
export function shapeOf(parameter: Parameter): Shape {
  const { action, nargs } = parameter;
  if (action === "boolean_optional") return "on-off";
  if (action === "count") return "count";
  if (parameter.kind === "literal" || nargs === 0 || FLAG_ACTIONS.has(action)) return "flag";
  const several = typeof nargs === "number" || nargs === "*" || nargs === "+" || nargs === "remainder";
  if (action === "append") return several ? "groups" : "list";
  if (action === "extend") return several ? "many" : "list";
  if (several) return "many";
  return nargs === "?" ? "optional" : "one";
}

const FLAG_ACTIONS = new Set(["store_true", "store_false", "store_const", "append_const"]);

/** Whether it is the "--" that a docopt usage names: it separates options from words, and means nothing by itself. */
export function isSeparator(parameter: Parameter): boolean {
  return parameter.kind === "literal" && parameter.dest === "--";
}

/** Whether the option stands alone, however often: it takes no value. */
export function takesNoValue(parameter: Parameter): boolean {
  const shape = shapeOf(parameter);
  return shape === "flag" || shape === "count" || shape === "on-off";
}

/** Whether the value of this parameter is a truth value written as a word. */
export function isBoolean(parameter: Parameter): boolean {
  return parameter.type === "boolean" || parameter.format === "bool" || parameter.format === "truthy";
}

/**
 * Whether the value stands for the option without a value. For a truth value `true` means Yes, and the option alone
 * says that only if it stands for True.
 */
export function isBare(parameter: Parameter, value: Scalar): boolean {
  return parameter.nargs === "?" && parameter.kind !== "positional" && value === true && !isBoolean(parameter);
}

/** Whether an option without a value says something: a list without items. It adds nothing to a list that is extended. */
export function takesNothing({ kind, nargs, action }: Parameter): boolean {
  return kind === "option" && nargs === "*" && action !== "extend";
}

/** The value that means the option without a value. @throws Refused where none does */
export function readBare(parameter: Parameter): Scalar {
  if (!isBoolean(parameter)) return true;
  if (typeof parameter.const === "boolean") return parameter.const;
  throw new Refused(`argument ${nameOf(parameter)}: without a value it is neither true nor false`);
}

/** The option strings that switch the parameter on, longest form first; empty for positionals. */
export function positiveFlags(parameter: Parameter): string[] {
  const negative = parameter.negativeFlags ?? [];
  return (parameter.flags ?? []).filter((flag) => !negative.includes(flag));
}

/** The main one of several option strings: the first with two prefix characters, else the longest. */
export function mainFlag(flags: readonly string[]): string | undefined {
  const double = flags.find((flag) => flag.length > 2 && flag[0] === flag[1]);
  return (
    double ??
    flags.reduce<string | undefined>((best, flag) => (best && best.length >= flag.length ? best : flag), undefined)
  );
}

/** What people call the parameter: its main option string, else its metavar or dest. */
export function nameOf(parameter: Parameter): string {
  return mainFlag(positiveFlags(parameter)) ?? parameter.metavar ?? parameter.dest;
}

/** Own value of the parameter, never something inherited (`constructor` is a possible dest); null is absent. */
export function valueIn(values: CommandValues, id: string): Value | undefined {
  if (id === "$command" || !Object.hasOwn(values, id)) return undefined;
  // Only `$command` holds anything else.
  return (values[id] as Value | undefined) ?? undefined;
}

/** Sets an own property whatever its name is (`__proto__` included). */
export function setValue(values: CommandValues, id: string, value: Value | undefined): void {
  if (value === undefined) return;
  Object.defineProperty(values, id, { value, enumerable: true, configurable: true, writable: true });
}

/** The chosen sub-command, if its own property is there and well formed. */
export function chosenCommand(values: CommandValues): Subcommand | undefined {
  return Object.hasOwn(values, "$command") ? (values.$command ?? undefined) : undefined;
}

/** The sub-command of that name or alias. */
export function findSubcommand(command: Command, name: string): Command | undefined {
  return command.subcommands?.commands.find((one) => one.name === name || (one.aliases ?? []).includes(name));
}

/** A value as a flat list: null and undefined give none. */
export function listOf(value: Value | undefined): Scalar[] {
  if (value === null || value === undefined) return [];
  // A list of values is one of scalars or of groups.
  return Array.isArray(value) ? (value as (Scalar | Scalar[])[]).flat() : [value];
}

/** A value as groups; a flat list is one group each, unless the parameter takes a fixed number at a time. */
export function groupsOf(parameter: Parameter, value: Value | undefined): Scalar[][] {
  if (value === null || value === undefined) return [];
  // A list of values is one of scalars or of groups.
  const items = Array.isArray(value) ? (value as (Scalar | Scalar[])[]) : [value];
  // Every item was just found to be a group.
  if (items.every((item) => Array.isArray(item))) return items as Scalar[][];
  const flat = items.flat();
  const size = typeof parameter.nargs === "number" ? Math.max(1, parameter.nargs) : 1;
  return Array.from({ length: Math.ceil(flat.length / size) }, (_, index) =>
    flat.slice(index * size, (index + 1) * size),
  );
}

/** The text a scalar has on the command line: booleans in the script's own two words, else Python's. */
export function textOf(parameter: Parameter, value: Scalar): string {
  if (typeof value !== "boolean") return String(value);
  if (parameter.boolStrings) return parameter.boolStrings[value ? 0 : 1];
  if (parameter.format === "truthy") return value ? "True" : "";
  return value ? "True" : "False";
}

/** The path of a parameter inside its sub-commands, as errors and form fields name it. */
export function pathOf(prefix: string, id: string): string {
  return prefix === "" ? id : `${prefix}.${id}`;
}
