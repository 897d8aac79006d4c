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

/** Whether the value is the name of a file that the script writes. */
export function isOutputFile(parameter: Parameter): boolean {
  if (parameter.widget !== undefined) return parameter.widget === "output-file";
  return (parameter.format === "file" || parameter.format === "path") && isWriting(parameter);
}

/** The input-file parameters of the chosen commands, with what is given for each; those left alone have no values. */
export function inputFileParameters(spec: ScriptSpec, values: CommandValues): FileParameter[] {
  return collect(spec.command, values, isInputFile, "");
}

/** The same for the files that the script writes; for those left alone their default. */
export function outputFileParameters(spec: ScriptSpec, values: CommandValues): FileParameter[] {
  return collect(spec.command, values, isOutputFile, "", (parameter) => parameter.default as Value | undefined);
}

/** The values with each value of an input-file parameter exchanged; booleans (an option without its value) stay. */
export function mapInputFiles(
  spec: ScriptSpec,
  values: CommandValues,
  exchange: (value: string, path: string) => string,
): CommandValues {
  return mapCommand(spec.command, values, isInputFile, exchange, "");
}

/** What stands in the place of a secret wherever people can see it. */
export const secretMask = "••••";

/** The values with every secret masked: for commands, snippets, pages and logs. */
export function maskSecrets(spec: ScriptSpec, values: CommandValues): CommandValues {
  return mapCommand(
    spec.command,
    values,
    (parameter) => parameter.secret === true,
    () => secretMask,
    "",
  );
}

/** Whether its values are secrets to be kept; a secret file is a file. */
export function isSecret(parameter: Parameter): boolean {
  return parameter.secret === true && !isInputFile(parameter);
}

/** The values with each secret exchanged. */
export function mapSecrets(
  spec: ScriptSpec,
  values: CommandValues,
  exchange: (value: string, path: string) => string,
): CommandValues {
  return mapCommand(spec.command, values, isSecret, exchange, "");
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

function collect(
  command: Command,
  values: CommandValues,
  wanted: (parameter: Parameter) => boolean,
  prefix: string,
  otherwise: (parameter: Parameter) => Value | undefined = () => undefined,
): FileParameter[] {
  const own = command.params.filter(wanted).map((parameter) => ({
    path: pathOf(prefix, parameter.id),
    parameterId: parameter.id,
    values: listOf(valueIn(values, parameter.id) ?? otherwise(parameter))
      .filter((value) => typeof value !== "boolean")
      .map(String),
  }));
  const chosen = chosenCommand(values);
  const sub = chosen && findSubcommand(command, chosen.name);
  return sub ? [...own, ...collect(sub, chosen.values, wanted, pathOf(prefix, sub.name), otherwise)] : own;
}

function mapCommand(
  command: Command,
  values: CommandValues,
  wanted: (parameter: Parameter) => boolean,
  exchange: (value: string, path: string) => string,
  prefix: string,
): CommandValues {
  const mapped: CommandValues = { ...values };
  for (const parameter of command.params) {
    const value = valueIn(values, parameter.id);
    if (value === undefined || value === null || !wanted(parameter)) continue;
    const path = pathOf(prefix, parameter.id);
    setValue(
      mapped,
      parameter.id,
      mapValue(value, (text) => exchange(text, path)),
    );
  }
  const chosen = chosenCommand(values);
  const sub = chosen && findSubcommand(command, chosen.name);
  if (chosen && sub) {
    const inside = mapCommand(sub, chosen.values, wanted, exchange, pathOf(prefix, sub.name));
    mapped.$command = { name: chosen.name, values: inside };
  }
  return mapped;
}

function mapValue(value: Value, exchange: (text: string) => string): Value {
  const one = (scalar: Scalar): Scalar => (typeof scalar === "boolean" ? scalar : exchange(String(scalar)));
  if (!Array.isArray(value)) return value === null ? null : one(value);
  if (value.every((item) => Array.isArray(item))) return value.map((group) => group.map(one));
  return (value as Scalar[]).map(one);
}
