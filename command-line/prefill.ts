import { isFileReference } from "./file-reference";
import { isFileOrText, isInputFile } from "./inputs";
import {
  chosenCommand,
  findSubcommand,
  groupsOf,
  isBoolean,
  listOf,
  setValue,
  shapeOf,
  textOf,
  valueIn,
} from "./parameter";
import type { Command, Parameter, ScriptSpec } from "./spec";
import type { CommandValues, Scalar, Value } from "./values";

/**
 * The values that a link fills into the form, by Wooey's rules: `?dest=value` in snake case, repeated for several, the
 * last one for one, any value ticks a flag, `__subparser=name` (repeated for nested ones). Unknown choices are dropped;
 * uploads, secrets and what is locked are never taken from a link (Wooey 0.14, URL prefill).
 */
export function prefill(spec: ScriptSpec, searchParams: URLSearchParams): CommandValues {
  const names = searchParams.getAll("__subparser").flatMap((one) => (one === "" ? [] : [one]));
  return prefillCommand(spec.command, searchParams, names);
}

/** The link parameters that fill in these values again; without uploads and secrets. */
export function toSearchParams(spec: ScriptSpec, values: CommandValues): URLSearchParams {
  const params = new URLSearchParams();
  writeCommand(spec.command, values, params);
  return params;
}

function prefillCommand(command: Command, params: URLSearchParams, names: readonly string[]): CommandValues {
  const values: CommandValues = {};
  for (const parameter of command.params) {
    if (parameter.secret || parameter.locked || isInputFile(parameter)) continue;
    const texts = params.getAll(parameter.dest);
    const given = texts.length > 0 ? texts : params.getAll(parameter.dest.replaceAll("-", "_"));
    if (given.length > 0) setValue(values, parameter.id, readTexts(parameter, given));
  }
  const [name, ...deeper] = names;
  const sub = name === undefined ? undefined : findSubcommand(command, name);
  if (sub) values.$command = { name: sub.name, values: prefillCommand(sub, params, deeper) };
  return values;
}

function readTexts(parameter: Parameter, given: readonly string[]): Value | undefined {
  const shape = shapeOf(parameter);
  const choices = parameter.choicesTruncated ? undefined : parameter.choices;
  const isUsable = (text: string) =>
    text !== "" && !isUpload(parameter, text) && (!choices || choices.some((one) => one.value === text));
  const texts = given.filter(isUsable);
  const last = texts.at(-1);
  if (shape === "flag") return true;
  if (shape === "on-off") return !/^(false|off|no|0)$/i.test(given.at(-1) ?? "");
  if (shape === "count") return /^\d{1,2}$/.test(last ?? "") ? last : "1";
  if (last === undefined) return undefined;
  if (shape === "groups") return groupsOf(parameter, [...texts]);
  return shape === "one" || shape === "optional" ? readWord(parameter, last) : [...texts];
}

function isUpload(parameter: Parameter, text: string): boolean {
  return isFileOrText(parameter) && isFileReference(text);
}

function readWord(parameter: Parameter, text: string): Scalar {
  if (!isBoolean(parameter) || parameter.boolStrings?.includes(text)) return text;
  return !/^(false|off|no|0)$/i.test(text);
}

function writeCommand(command: Command, values: CommandValues, params: URLSearchParams): void {
  for (const parameter of command.params) {
    const value = valueIn(values, parameter.id);
    if (value === undefined || value === null || parameter.locked) continue;
    if (parameter.secret || isInputFile(parameter)) continue;
    if (shapeOf(parameter) === "flag" && value !== true) continue;
    for (const scalar of listOf(value).filter((one) => !isUpload(parameter, String(one)))) {
      params.append(parameter.dest, typeof scalar === "boolean" ? String(scalar) : textOf(parameter, scalar));
    }
  }
  const chosen = chosenCommand(values);
  const sub = chosen && findSubcommand(command, chosen.name);
  if (!chosen || !sub) return;
  params.append("__subparser", sub.name);
  writeCommand(sub, chosen.values, params);
}
