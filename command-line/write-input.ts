import { isFileReference } from "./file-reference";
import { isFileOrText, isInputFile } from "./inputs";
import { groupsOf, isBare, isBoolean, listOf, shapeOf, textOf } from "./parameter";
import { scalarKindOf } from "./scalar-schema";
import { choiceOf, isInteger, toNumber } from "./scalars";
import type { Parameter } from "./spec";
import type { Scalar, Value } from "./values";

/** What stands for a file in an input: the JSON value of a reference such as `file:12`. */
export type WriteFile = (reference: string) => unknown;

/** A parameter's value as its property of an input. */
export function writeInputValue(parameter: Parameter, value: Exclude<Value, null>, writeFile?: WriteFile): unknown {
  const write = (scalar: Scalar): unknown => writeScalar(parameter, scalar, writeFile);
  switch (shapeOf(parameter)) {
    case "flag":
    case "on-off":
      return value;
    case "count":
      return Number(value);
    case "groups":
      return groupsOf(parameter, value).map((group) => group.map(write));
    case "list":
    case "many":
      return listOf(value).map(write);
    default: {
      const [first] = listOf(value);
      return first === undefined ? undefined : write(first);
    }
  }
}

function writeScalar(parameter: Parameter, scalar: Scalar, writeFile?: WriteFile): unknown {
  if (isBare(parameter, scalar)) return true;
  const text = textOf(parameter, scalar);
  const mayBeFile = isInputFile(parameter) || (isFileOrText(parameter) && isFileReference(text));
  if (mayBeFile) return writeFile ? writeFile(text) : text;
  switch (scalarKindOf(parameter)) {
    case "boolean":
      return typeof scalar === "boolean" ? scalar : truthOf(parameter, text);
    case "integer":
      return writeInteger(choiceOf(parameter, text) ?? text);
    case "number":
      return writeNumber(choiceOf(parameter, text) ?? text);
    case "json":
      return parseJson(text);
    default:
      return parameter.format === "uuid" ? text.replace(/^urn:|uuid:|[{}]/g, "") : (choiceOf(parameter, text) ?? text);
  }
}

/** The truth value that a word means; the word itself if it means none. */
function truthOf(parameter: Parameter, text: string): boolean | string {
  for (const truth of [true, false]) if (text === textOf(parameter, truth)) return truth;
  if (isBoolean(parameter) && /^(?:true|yes|on|y|t|1)$/i.test(text.trim())) return true;
  return /^(?:false|no|off|n|f|0)$/i.test(text.trim()) ? false : text;
}

/** A JSON number where it is exact, else the digits as a string. */
function writeInteger(text: string): number | string {
  if (!isInteger(text)) return text;
  const number = toNumber(text);
  if (Number.isSafeInteger(number)) return number;
  return BigInt(text.trim().replaceAll("_", "").replace(/^\+/, "")).toString();
}

/** A JSON number; "inf", "-inf" and "nan" have none. */
function writeNumber(text: string): number | string {
  const number = toNumber(text);
  if (Number.isFinite(number) && text.trim() !== "") return number;
  if (number === Number.POSITIVE_INFINITY) return "inf";
  if (number === Number.NEGATIVE_INFINITY) return "-inf";
  return /^\s*[+-]?nan\s*$/i.test(text) ? "nan" : text;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
