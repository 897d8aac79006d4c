import { chosenCommand, findSubcommand, listOf, setValue, shapeOf, textOf, valueIn } from "./parameter";
import type { Command, Parameter } from "./spec";
import type { CommandValues, Value } from "./values";

/** Which defaults are written out: none, those of positionals before one that is given, of all positionals, or all. */
export type Filling = "none" | "holes" | "positionals" | "all";

/**
 * The values without those that equal the script's default, which the script fills in itself: so defaults that JSON
 * cannot hold and dynamic ones stay exact. Kept although equal: what the script demands, and the one that stands for a
 * required exclusive group; of positionals also what `filling` says.
 */
export function givenValues(command: Command, values: CommandValues, filling: Filling = "holes"): CommandValues {
  const given: CommandValues = {};
  const positionals = command.params.filter((parameter) => parameter.kind === "positional");
  const isKept = (parameter: Parameter): boolean => keep(command, parameter, values);
  const lastFilled = {
    none: () => -1,
    holes: () => lastNeeded(command, positionals, positionals.findLastIndex(isKept)),
    positionals: () => positionals.length - 1,
    all: () => positionals.length - 1,
  }[filling]();
  for (const parameter of command.params) {
    const value = valueIn(values, parameter.id);
    const index = positionals.indexOf(parameter);
    if (isKept(parameter)) setValue(given, parameter.id, value);
    else if (filling === "all" && index === -1) setValue(given, parameter.id, value ?? fillLiteral(parameter));
    else if (index !== -1 && index <= lastFilled) setValue(given, parameter.id, value ?? fill(parameter));
  }
  const rest = listOf(valueIn(values, "$rest")).map(String);
  if (rest.length > 0) given.$rest = rest;
  const chosen = chosenCommand(values);
  const sub = chosen && findSubcommand(command, chosen.name);
  if (chosen && sub) given.$command = { name: chosen.name, values: givenValues(sub, chosen.values, filling) };
  return given;
}

/** The last positional that has to stand on the command line when `lastGiven` is the last that is given. */
function lastNeeded(command: Command, positionals: readonly Parameter[], lastGiven: number): number {
  const takesLast = command.laterPositionalsFirst && positionals.slice(0, lastGiven + 1).some(isList);
  return takesLast ? positionals.length - 1 : lastGiven;
}

function isList({ nargs }: Parameter): boolean {
  return nargs === "*" || nargs === "+" || nargs === "remainder";
}

/** Whether the value is the script's default. What adds up (append, extend, count) and flags never are. */
export function isDefault(parameter: Parameter, value: Value | undefined): boolean {
  const { default: standard } = parameter;
  if (value === undefined || value === null) return true;
  if (isOff(parameter, value)) return true;
  if (standard === undefined || standard === null || parameter.defaultSuppressed) return false;
  if (parameter.action === "append" || parameter.action === "extend") return false;
  const shape = shapeOf(parameter);
  if (shape === "on-off") return value === standard;
  if (shape === "many") {
    const items = listOf(value);
    return (
      Array.isArray(standard) &&
      standard.length === items.length &&
      standard.every((one, index) => equals(parameter, items[index], one))
    );
  }
  if (shape === "optional" && value === true) return false;
  return (shape === "one" || shape === "optional") && equals(parameter, listOf(value)[0], standard);
}

/** A default as the text a form shows and a command line would have; undefined when it cannot be written as one. */
export function defaultAsText(parameter: Parameter, standard: unknown): string | undefined {
  if (typeof standard === "boolean") return textOf(parameter, standard);
  if (typeof standard === "string" || typeof standard === "number") return String(standard);
  return undefined;
}

function equals(parameter: Parameter, value: unknown, standard: unknown): boolean {
  if (value === undefined || standard === null || standard === undefined) return false;
  if (value === standard) return true;
  if (typeof standard === "number") {
    const text = String(value).trim().replaceAll("_", "");
    return text !== "" && Number(text) === standard && Number.isSafeInteger(Math.trunc(standard));
  }
  if (typeof standard === "boolean") return typeof value === "string" && value === textOf(parameter, standard);
  if (typeof standard === "object") return sameJson(value, standard);
  // A value whose default is a text is a text as well.
  return typeof standard === "string" && textOf(parameter, value as string) === standard;
}

function sameJson(value: unknown, standard: object): boolean {
  try {
    return JSON.stringify(JSON.parse(String(value))) === JSON.stringify(standard);
  } catch {
    return false;
  }
}

function keep(command: Command, parameter: Parameter, values: CommandValues): boolean {
  const value = valueIn(values, parameter.id);
  if (value === undefined || value === null) return false;
  if (parameter.kind === "positional" && listOf(value).length === 0) return false;
  if (parameter.required || !isDefault(parameter, value)) return true;
  const group = command.mutex.find((one) => one.id === parameter.mutex);
  return group?.required === true && standsForGroup(command, parameter, values);
}

/** Whether the parameter, given as its default, is what satisfies its required group: no other member does. */
function standsForGroup(command: Command, parameter: Parameter, values: CommandValues): boolean {
  const members = command.params.filter((one) => one.mutex === parameter.mutex);
  const given = members.filter((one) => !isOff(one, valueIn(values, one.id)));
  const isChosen = given.some((one) => !isDefault(one, valueIn(values, one.id)));
  return !isChosen && given[0] === parameter;
}

function isOff(parameter: Parameter, value: Value | undefined): boolean {
  if (value === undefined || value === null) return true;
  return shapeOf(parameter) === "flag" ? value !== true : shapeOf(parameter) === "count" && Number(value) === 0;
}

/** The default for a library that reads arguments as literals; undefined where its text means something else to it. */
function fillLiteral(parameter: Parameter): Value | undefined {
  const isText = parameter.type === "string" && parameter.format === undefined;
  return isText && isLiteral(String(parameter.default)) ? undefined : fill(parameter);
}

/** Whether a library that reads arguments as Python literals (fire) reads this text as something else. */
function isLiteral(text: string): boolean {
  return /^\s*[-+.\d'"[({]|^\s*[bBrRuUfF]{1,2}['"]|^\s*(?:True|False|None|inf|nan)\s*$/.test(text);
}

/** Whether a positional that is not given can be written as its default, so that later ones keep their places. */
export function isFillable(parameter: Parameter): boolean {
  const filled = fill(parameter);
  return filled !== undefined && !listOf(filled).includes("--");
}

function fill(parameter: Parameter): Value | undefined {
  if (parameter.defaultSuppressed || parameter.default === undefined || parameter.default === null) return undefined;
  if (!Array.isArray(parameter.default)) return defaultAsText(parameter, parameter.default);
  const texts = parameter.default.map((one) => defaultAsText(parameter, one));
  return texts.every((text) => text !== undefined) ? texts : undefined;
}
