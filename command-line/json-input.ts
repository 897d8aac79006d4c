import { t } from "@/server/language/text";
import { exclusiveConflicts } from "./exclusive-schema";
import { fillableInputs, inputContextOf, insideOf, shownCommands } from "./fillable-inputs";
import { withInitialValues } from "./initial-values";
import type { InputContext } from "./input-context";
import { type InputError, inputErrors, pointerTo } from "./input-errors";
import { openLists } from "./open-lists";
import { chosenCommand, findSubcommand, pathOf, setValue, valueIn } from "./parameter";
import { missingPositionals } from "./positional-rules";
import { type ReadFile, readInputValue } from "./read-input";
import { definitions } from "./scalar-schema";
import { isPlainObject, matchesSchema } from "./schema-match";
import type { Command, Parameter, ScriptSpec } from "./spec";
import { checkValues } from "./validate";
import type { CommandValues } from "./values";
import { type WriteFile, writeInputValue } from "./write-input";

export interface InputReading {
  /** The values, with initial values where the input has none; incomplete if there are errors. */
  values: CommandValues;
  errors: InputError[];
}

interface Options {
  /** What stands for a file in the values; "upload:0" without it. */
  readFile?: ReadFile;
  /** Where the input is in the request: "/input", or "" for the root. */
  base?: string;
}

/**
 * Reads the JSON input of a script: strictly by the schema that toInputSchema writes, then by checkValues. Properties that
 * are null count as absent, and even their initial values are left out. An error never repeats a secret.
 */
export function readJsonInput(spec: ScriptSpec, input: unknown, options: Options = {}): InputReading {
  const { base = "", readFile = () => "upload:0" } = options;
  const reading: Reading = {
    context: inputContextOf(spec),
    path: "",
    pointer: base,
    input,
    errors: [],
    readFile,
    unread: new Set(),
  };
  const values = withInitialValues(spec, readCommand(reading));
  const { errors, unread } = reading;
  const entries = Object.entries(checkValues(spec, values)).filter(([path]) => !unread.has(path));
  const found = unread.has("") ? [] : inputErrors(spec, Object.fromEntries(entries), { input, base });
  const isNew = ({ pointer }: InputError) => !errors.some((one) => one.pointer === pointer);
  return { values, errors: [...errors, ...found.filter(isNew)] };
}

/** Values as the JSON input that says the same, without secrets. `writeFile` tells what stands for a file. */
export function toJsonInput(spec: ScriptSpec, values: CommandValues, writeFile?: WriteFile): Record<string, unknown> {
  const input = writeCommand(spec.command, values, writeFile);
  const rest = valueIn(values, "$rest");
  return spec.lenient && rest ? { ...input, $rest: rest } : input;
}

interface Reading {
  context: InputContext;
  /** The names of the sub-commands around it, as checkValues names a parameter. */
  path: string;
  pointer: string;
  input: unknown;
  errors: InputError[];
  readFile: ReadFile;
  /** The paths of the parameters whose errors would be a consequence of others. */
  unread: Set<string>;
}

function readCommand(reading: Reading): CommandValues {
  const { context, path, pointer, input, errors, readFile, unread } = reading;
  const values: CommandValues = {};
  if (!isPlainObject(input)) {
    errors.push({ pointer, detail: t("This must be an object.") });
    unread.add(path);
    return values;
  }
  const parameters = new Map(fillableInputs(context).map((one) => [one.id, one]));
  const given = Object.entries(input).filter(([, value]) => value !== null);
  for (const [id, value] of given) {
    const parameter = parameters.get(id);
    const at = pointerTo(pointer, id);
    if (id === "$command" && shownCommands(context).length > 0) readSubcommand(reading, value, values);
    else if (id === "$rest" && context.takesExtra) readExtra(reading, value, values);
    else if (!parameter) errors.push(unknownProperty(at, [...parameters.keys()], context));
    else {
      const read = readInputValue(context, parameter, { value, pointer: at, readFile });
      if ("value" in read) setValue(values, id, read.value);
      else {
        errors.push(...read.errors);
        for (const one of affectedBy(context.command, parameter)) unread.add(pathOf(path, one.id));
      }
    }
  }
  checkTogether(reading, Object.fromEntries(given));
  fillInitialValues([...parameters.values()], input, values);
  return values;
}

/** The rules about several properties of an input. */
function checkTogether({ context, pointer, errors }: Reading, input: object): void {
  for (const { parameter, other } of exclusiveConflicts(context, input)) {
    const detail = t("This cannot be combined with {other}.", { other });
    errors.push({ pointer: pointerTo(pointer, parameter.id), detail });
  }
  for (const { id } of openLists(context, input)) {
    errors.push({
      pointer: pointerTo(pointer, id),
      detail: t("The script's command line cannot distinguish these values."),
    });
  }
  for (const { id, name } of missingPositionals(context, input)) {
    errors.push({ pointer: pointerTo(pointer, id), detail: t("This is required if {name} is given.", { name }) });
  }
}

/** The parameters about which nothing can be said without the value of this one. */
function affectedBy(command: Command, parameter: Parameter): Parameter[] {
  return command.params.filter((one) => {
    if (one === parameter) return true;
    if (parameter.kind === "positional" && one.kind === "positional") return true;
    return parameter.mutex !== undefined && one.mutex === parameter.mutex;
  });
}

function unknownProperty(pointer: string, names: string[], context: InputContext): InputError {
  const hasCommands = shownCommands(context).length > 0;
  const allowed = [...names, ...(hasCommands ? ["$command"] : []), ...(context.takesExtra ? ["$rest"] : [])];
  return { pointer, detail: t("This script has no such parameter."), allowed };
}

function readSubcommand(reading: Reading, value: unknown, values: CommandValues): void {
  const { context, path, errors, unread } = reading;
  const pointer = pointerTo(reading.pointer, "$command");
  const [name, ...others] = isPlainObject(value) ? Object.keys(value) : [];
  const commands = shownCommands(context);
  const command = commands.find((one) => one.name === name);
  if (!isPlainObject(value) || name === undefined || !command || others.length > 0) {
    const detail = t("This must be an object with one property: the name of a command, with its input.");
    errors.push({ pointer, detail, allowed: commands.map((one) => one.name) });
    unread.add(pathOf(path, "$command"));
    return;
  }
  const inside = {
    context: insideOf(context, command),
    path: pathOf(path, name),
    pointer: pointerTo(pointer, name),
    input: value[name],
  };
  values.$command = { name, values: readCommand({ ...reading, ...inside }) };
}

function readExtra({ context, pointer, errors, unread }: Reading, value: unknown, values: CommandValues): void {
  const shared = definitions(context.dialect);
  const isListOfTexts = (list: unknown): list is string[] =>
    matchesSchema({ type: "array", items: { $ref: "#/$defs/text" } }, list, shared);
  if (isListOfTexts(value)) setValue(values, "$rest", value);
  else {
    errors.push({ pointer: pointerTo(pointer, "$rest"), detail: t("This must be an array of strings.") });
    unread.add("$rest");
  }
}

/** The initial value is what applies without a property; not with one that is null, or with a rival. */
function fillInitialValues(parameters: readonly Parameter[], input: object, values: CommandValues): void {
  for (const { id, mutex, initialValue } of parameters) {
    if (initialValue === undefined || Object.hasOwn(input, id)) continue;
    const rivals = parameters.filter((one) => mutex !== undefined && one.mutex === mutex && one.id !== id);
    if (!rivals.some((one) => valueIn(values, one.id) !== undefined)) setValue(values, id, initialValue);
  }
}

function writeCommand(command: Command, values: CommandValues, writeFile?: WriteFile): Record<string, unknown> {
  const written = new Map<string, unknown>();
  for (const parameter of command.params) {
    const value = valueIn(values, parameter.id);
    if (value === undefined || value === null || parameter.secret || parameter.hidden || parameter.locked) continue;
    const json = writeInputValue(parameter, value, writeFile);
    if (json !== undefined) written.set(parameter.id, json);
  }
  const chosen = chosenCommand(values);
  const sub = chosen && findSubcommand(command, chosen.name);
  if (sub) written.set("$command", Object.fromEntries([[sub.name, writeCommand(sub, chosen.values, writeFile)]]));
  return Object.fromEntries(written);
}
