import { phrase, t } from "@/server/language/text";
import { formatsOf, readDate } from "./dates";
import { isBoolean, textOf } from "./parameter";
import type { Parameter } from "./spec";
import type { Scalar } from "./values";

/** Why the script would not take this value for this parameter, worded as Wooey words it (Django's forms); else null. */
export function checkScalar(parameter: Parameter, scalar: Scalar): string | null {
  if (typeof scalar === "boolean" && isBoolean(parameter)) return null;
  const text = textOf(parameter, scalar);
  const choices = checkChoice(parameter, text);
  if (choices !== undefined) return choices;
  if (parameter.type === "integer") return isInteger(text) ? checkBounds(parameter, text) : t("Enter a whole number.");
  if (parameter.type === "number")
    return isNumber(parameter, text) ? checkBounds(parameter, text) : t("Enter a number.");
  if (parameter.type === "array" || parameter.type === "object") return checkJson(parameter, text);
  return checkFormat(parameter, text);
}

/** What Python's int() reads: signs, spaces around, single underscores between digits. */
export function isInteger(text: string): boolean {
  return /^\s*[+-]?\d+(_\d+)*\s*$/.test(text);
}

/** Python's number for this text, as far as JavaScript holds it. */
export function toNumber(text: string): number {
  const plain = text.trim().replaceAll("_", "").toLowerCase();
  const infinite = /^([+-]?)inf(inity)?$/.exec(plain);
  if (infinite) return infinite[1] === "-" ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return Number(plain);
}

function isNumber(parameter: Parameter, text: string): boolean {
  if (/fraction/i.test(parameter.typeName ?? "") && /^\s*[+-]?\d+\/\d+\s*$/.test(text)) return true;
  const number = /^\s*[+-]?((\d+(_\d+)*\.?(\d+(_\d+)*)?|\.\d+(_\d+)*)(e[+-]?\d+(_\d+)*)?|inf(inity)?|nan)\s*$/i;
  return number.test(text);
}

/** The choice that the script takes this text for, as it is listed; undefined for none. */
export function choiceOf({ choices = [], type, caseInsensitive }: Parameter, text: string): string | undefined {
  const isNumeric = (type === "integer" || type === "number") && text.trim() !== "";
  const fits = (value: string): boolean =>
    (isNumeric && toNumber(value) === toNumber(text)) ||
    (caseInsensitive === true && value.toLowerCase() === text.toLowerCase());
  const values = choices.map((one) => one.value);
  return values.find((value) => value === text) ?? values.find(fits);
}

/** Undefined when there are no choices to check against. */
function checkChoice(parameter: Parameter, text: string): string | null | undefined {
  if (!parameter.choices || parameter.choicesTruncated) return undefined;
  return choiceOf(parameter, text) === undefined ? notAChoice(text) : null;
}

/** Why a text that is none of the choices is refused. */
export function notAChoice(text: string): string {
  const shown = text.length > 100 ? `${text.slice(0, 100)}…` : text;
  return t("Select a valid choice. {value} is not one of the available choices.", { value: shown });
}

function checkBounds(parameter: Parameter, text: string): string | null {
  if (parameter.clamp) return null;
  const value = toNumber(text);
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = parameter;
  if (minimum !== undefined && value < minimum)
    return t("Ensure this value is greater than or equal to {limit}.", { limit: minimum });
  if (maximum !== undefined && value > maximum)
    return t("Ensure this value is less than or equal to {limit}.", { limit: maximum });
  if (exclusiveMinimum !== undefined && value <= exclusiveMinimum) {
    return t("Ensure this value is greater than {limit}.", { limit: exclusiveMinimum });
  }
  if (exclusiveMaximum !== undefined && value >= exclusiveMaximum) {
    return t("Ensure this value is less than {limit}.", { limit: exclusiveMaximum });
  }
  return null;
}

function checkFormat(parameter: Parameter, text: string): string | null {
  switch (parameter.format) {
    case "json":
      return checkJson(parameter, text);
    case "uuid":
      return /^[0-9a-f]{32}$/i.test(text.replace(/^urn:|uuid:|[{}-]/g, "")) ? null : t("Enter a valid UUID.");
    case "date":
    case "date-time":
    case "time":
      return checkDate(parameter, text);
    default:
      return null;
  }
}

/** Python's json.loads also takes NaN and Infinity; YAML takes nearly everything and is left to the script. */
function checkJson(parameter: Parameter, text: string): string | null {
  if (/yaml/i.test(parameter.typeName ?? "")) return null;
  try {
    JSON.parse(
      text.replace(/"(?:[^"\\]|\\.)*"|-?\bInfinity\b|\bNaN\b/g, (part) => (part.startsWith('"') ? part : "0")),
    );
    return null;
  } catch {
    return t("Enter valid JSON.");
  }
}

const DATE_TEXTS = {
  date: phrase("Enter a valid date."),
  "date-time": phrase("Enter a valid date/time."),
  time: phrase("Enter a valid time."),
};

/** Only where the script's own format is known: other date types may read more than ISO dates. */
function checkDate(parameter: Parameter, text: string): string | null {
  const { format, typeName } = parameter;
  if (format !== "date" && format !== "date-time" && format !== "time") return null;
  const formats = formatsOf(parameter);
  if (formats.length > 0) return formats.some((one) => readDate(text, one)) ? null : t(DATE_TEXTS[format]);
  const iso = typeName === undefined || typeName.endsWith("fromisoformat");
  const patterns = {
    date: /^\d{4}-\d{2}-\d{2}$/,
    "date-time": /^\d{4}-\d{2}-\d{2}([T ]\d{2}(:\d{2}(:\d{2}([.,]\d+)?)?)?(Z|[+-]\d{2}(:?\d{2})?)?)?$/,
    time: /^\d{2}(:\d{2}(:\d{2}([.,]\d+)?)?)?(Z|[+-]\d{2}(:?\d{2})?)?$/,
  };
  const real = format === "time" || readDate(text.slice(0, 10), "%Y-%m-%d") !== null;
  return iso && !(patterns[format].test(text) && real) ? t(DATE_TEXTS[format]) : null;
}
