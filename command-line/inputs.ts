import { isFileReference } from "./file-reference";
import { chosenCommand, findSubcommand, listOf, pathOf, setValue, valueIn } from "./parameter";
import type { Command, Parameter, ScriptSpec } from "./spec";
import type { CommandValues, Scalar, Value } from "./values";

/** A parameter whose values name files, with those values as texts. */
export interface FileParameter {
  path: string;
  parameterId: string;
  values: string[];
}

/** Whether a form asks for an upload: argparse's FileType("r"), click's File, a path to read, or staff said so. */
export function isInputFile(parameter: Parameter): boolean {
  if (parameter.widget === "file" || parameter.widget === "files") return true;
  if (parameter.widget !== undefined) return false;
  if (parameter.format === "file") return !isWriting(parameter);
  return parameter.format === "path" && parameter.mode?.startsWith("r") === true && parameter.pathKind !== "directory";
}

/**
 * Whether a form offers an upload next to its text: the script accepts any text there, but it looks like a file to read,
 * or staff said so. Its value is a text unless it is a reference to a file.
 */
export function isFileOrText(parameter: Parameter): boolean {
  if (parameter.widget !== undefined)
    return parameter.widget === "file-or-text" || parameter.widget === "files-or-text";
  const { hint, type, format, choices, secret, nargs } = parameter;
  const isPlainText = type === "string" && format === undefined && !choices?.length && !secret && nargs !== 0;
  return isPlainText && hint?.kind === "file" && hint.mode !== "w";
}

/** Whether the value is the name of a file that the script writes. */
export function isOutputFile(parameter: Parameter): boolean {
  if (parameter.widget !== undefined) return parameter.widget === "output-file";
  return (parameter.format === "file" || parameter.format === "path") && isWriting(parameter);
}

/** The parameters of the chosen commands that may have an upload, with the files given for each; possibly none. */
export function inputFileParameters(spec: ScriptSpec, values: CommandValues): FileParameter[] {
  const namesFile = (parameter: Parameter, text: string) => isInputFile(parameter) || isFileReference(text);
  return collect(spec.command, values, { selects: acceptsUpload, accepts: namesFile });
}

/** The same for the files that the script writes, with the default of a parameter that has no value. */
export function outputFileParameters(spec: ScriptSpec, values: CommandValues): FileParameter[] {
  return collect(spec.command, values, {
    selects: isOutputFile,
    accepts: () => true,
    defaultOf: (parameter) => parameter.default as Value | undefined, // a default in a spec is what JSON can hold
  });
}

type Exchange = (value: string, path: string) => string;

/** The values with each reference to an input file replaced; booleans (an option without its value) stay. */
export function mapInputFiles(spec: ScriptSpec, values: CommandValues, exchange: Exchange): CommandValues {
  return mapCommand(spec.command, values, {
    selects: acceptsUpload,
    exchange: (parameter, value, path) =>
      isInputFile(parameter) || isFileReference(value) ? exchange(value, path) : value,
  });
}

/** Where a value that may stand for an upload is, and whether it always is a file. */
export interface UploadableValue {
  path: string;
  isFile: boolean;
}

/** The values with each value that may stand for an upload replaced, including plain texts. */
export function mapUploadable(
  spec: ScriptSpec,
  values: CommandValues,
  exchange: (value: string, about: UploadableValue) => string,
): CommandValues {
  return mapCommand(spec.command, values, {
    selects: acceptsUpload,
    exchange: (parameter, value, path) => exchange(value, { path, isFile: isInputFile(parameter) }),
  });
}

/** What stands in the place of a secret wherever people can see it. */
export const secretMask = "••••";

/** The values with every secret masked: for commands, snippets, pages and logs. */
export function maskSecrets(spec: ScriptSpec, values: CommandValues): CommandValues {
  return mapCommand(spec.command, values, {
    selects: (parameter) => parameter.secret === true,
    exchange: () => secretMask,
  });
}

/** Whether its values are secrets to be kept; a secret file is a file. */
export function isSecret(parameter: Parameter): boolean {
  return parameter.secret === true && !isInputFile(parameter);
}

/** The values with each secret replaced. */
export function mapSecrets(spec: ScriptSpec, values: CommandValues, exchange: Exchange): CommandValues {
  return mapCommand(spec.command, values, {
    selects: isSecret,
    exchange: (_, value, path) => exchange(value, path),
  });
}

/** The values without secrets: what a form may be filled with. */
export function omitSecrets(spec: ScriptSpec, values: CommandValues): CommandValues {
  return omit(spec.command, values);
}

function omit(command: Command, values: CommandValues): CommandValues {
  const secrets = new Set(command.params.filter((one) => one.secret).map((one) => one.id));
  const kept = Object.fromEntries(Object.entries(values).filter(([id]) => !secrets.has(id))) as CommandValues; // its own entries
  const chosen = chosenCommand(values);
  const sub = chosen && findSubcommand(command, chosen.name);
  if (chosen && sub) kept.$command = { name: chosen.name, values: omit(sub, chosen.values) };
  return kept;
}

function isWriting(parameter: Parameter): boolean {
  return /^[wax]/.test(parameter.mode ?? "r");
}

function acceptsUpload(parameter: Parameter): boolean {
  return isInputFile(parameter) || isFileOrText(parameter);
}

interface Selection {
  selects: (parameter: Parameter) => boolean;
  accepts: (parameter: Parameter, text: string) => boolean;
  /** The value of a parameter that has none. */
  defaultOf?: (parameter: Parameter) => Value | undefined;
  /** The names of the sub-commands around it. */
  prefix?: string;
}

function collect(command: Command, values: CommandValues, selection: Selection): FileParameter[] {
  const { selects, accepts, defaultOf, prefix = "" } = selection;
  const found = command.params.filter(selects).map((parameter) => ({
    path: pathOf(prefix, parameter.id),
    parameterId: parameter.id,
    values: listOf(valueIn(values, parameter.id) ?? defaultOf?.(parameter))
      .filter((value) => typeof value !== "boolean")
      .map(String)
      .filter((text) => accepts(parameter, text)),
  }));
  const chosen = chosenCommand(values);
  const sub = chosen && findSubcommand(command, chosen.name);
  if (!sub) return found;
  return [...found, ...collect(sub, chosen.values, { ...selection, prefix: pathOf(prefix, sub.name) })];
}

interface Mapping {
  selects: (parameter: Parameter) => boolean;
  exchange: (parameter: Parameter, value: string, path: string) => string;
  /** The names of the sub-commands around it. */
  prefix?: string;
}

function mapCommand(command: Command, values: CommandValues, mapping: Mapping): CommandValues {
  const { selects, exchange, prefix = "" } = mapping;
  const mapped: CommandValues = { ...values };
  for (const parameter of command.params) {
    const value = valueIn(values, parameter.id);
    if (value === undefined || value === null || !selects(parameter)) continue;
    const path = pathOf(prefix, parameter.id);
    const next = mapValue(value, (text) => exchange(parameter, text, path));
    setValue(mapped, parameter.id, next);
  }
  const chosen = chosenCommand(values);
  const sub = chosen && findSubcommand(command, chosen.name);
  if (chosen && sub) {
    const inside = mapCommand(sub, chosen.values, { ...mapping, prefix: pathOf(prefix, sub.name) });
    mapped.$command = { name: chosen.name, values: inside };
  }
  return mapped;
}

function mapValue(value: Value, exchange: (text: string) => string): Value {
  const one = (scalar: Scalar): Scalar => (typeof scalar === "boolean" ? scalar : exchange(String(scalar)));
  if (!Array.isArray(value)) return value === null ? null : one(value);
  if (value.every((item) => Array.isArray(item))) return value.map((group) => group.map(one));
  return (value as Scalar[]).map(one); // not every item is a list, so that none is
}
