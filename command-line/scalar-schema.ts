import { datePattern, isoDatePatterns } from "./date-patterns";
import { formatsOf } from "./dates";
import type { Dialect } from "./dialect";
import { argumentBytesMax } from "./impossible";
import type { InputContext } from "./input-context";
import { isFileOrText, isInputFile } from "./inputs";
import { isBoolean } from "./parameter";
import { isInteger, toNumber } from "./scalars";
import type { JsonSchema } from "./schema-types";
import type { Parameter } from "./spec";
import { wordPattern } from "./word-patterns";

/** Which JSON value stands for one value of a parameter. */
export type ScalarKind = "boolean" | "integer" | "number" | "json" | "file" | "file-or-text" | "text";

/** The kind of a parameter's values. */
export function scalarKindOf(parameter: Parameter): ScalarKind {
  if (isInputFile(parameter)) return "file";
  if (isBoolean(parameter)) return "boolean";
  if (parameter.type === "integer" || parameter.type === "number") return parameter.type;
  const isStructured = parameter.format === "json" || parameter.type === "array" || parameter.type === "object";
  // A text of YAML can be more than JSON says.
  if (isStructured && !/yaml/i.test(parameter.typeName ?? "")) return "json";
  return isFileOrText(parameter) ? "file-or-text" : "text";
}

/** The schemas that many parameters share, by their name in `$defs`. */
export function definitions(dialect: Dialect): Record<string, JsonSchema> {
  return {
    text: {
      type: "string",
      pattern: "^[^\\u0000]*$",
      // argparse drops such a word, or takes it for the end of the options.
      ...(dialect.reader === "argparse" && { not: { const: "--" } }),
      maxLength: argumentBytesMax,
      "x-wooey-max-bytes": argumentBytesMax,
    },
    integer: {
      description: `A string of digits beyond ${Number.MAX_SAFE_INTEGER}.`,
      type: ["integer", "string"],
      minimum: -Number.MAX_SAFE_INTEGER,
      maximum: Number.MAX_SAFE_INTEGER,
      pattern: "^-?[1-9]\\d{15,4000}$",
    },
    number: { anyOf: [{ type: "number" }, { enum: ["inf", "-inf", "nan"] }] },
    file: fileSchema,
  };
}

/** A part of the request, a file that was uploaded before, or a file of a job. */
const fileSchema: JsonSchema = {
  oneOf: [
    object({ $file: { description: "The name of a part of the request.", type: "string", minLength: 1 } }),
    object({ $upload: { description: "The id of an upload.", type: "string", minLength: 1 } }),
    object({
      $job: { description: "The id of a job.", type: ["integer", "string"], minimum: 1, minLength: 1 },
      path: { description: "One of its files.", type: "string", minLength: 1 },
    }),
  ],
};

function object(properties: Record<string, JsonSchema>): JsonSchema {
  return { type: "object", properties, required: Object.keys(properties), additionalProperties: false };
}

/** The schema of one value of the parameter. */
export function scalarSchema(context: InputContext, parameter: Parameter): JsonSchema {
  const kind = scalarKindOf(parameter);
  if (kind === "file") return { $ref: "#/$defs/file" };
  if (kind === "boolean") return { type: "boolean" };
  const pattern = wordPattern(context, parameter);
  if (kind === "json") return jsonSchema(parameter, pattern);
  if (parameter.choices && !parameter.choicesTruncated) return choiceSchema(parameter, kind, pattern);
  if (kind === "integer" || kind === "number") return numberSchema(context, parameter, pattern);
  const text = textSchema(parameter, pattern);
  if (kind === "text") return text;
  return { anyOf: [{ $ref: "#/$defs/file" }, { ...text, not: { pattern: fileReferencePattern } }] };
}

/** A text that would be taken for a reference to a file: isFileReference of file-reference.ts. */
const fileReferencePattern = "^(?:upload|file):\\d{1,15}$";

function jsonSchema({ type }: Parameter, pattern: string | undefined): JsonSchema {
  if (type === "array" || type === "object") return { type };
  const any: JsonSchema = { type: ["object", "array", "string", "number", "boolean"] };
  return refusesNegative(pattern) ? { ...any, minimum: 0 } : any;
}

function refusesNegative(pattern: string | undefined): boolean {
  return pattern !== undefined && !new RegExp(pattern, "u").test("-1");
}

/** The choices that the script can be given: those of a number have to be numbers. */
function choiceSchema(parameter: Parameter, kind: ScalarKind, pattern: string | undefined): JsonSchema {
  const isNumeric = kind === "integer" || kind === "number";
  const choices = (parameter.choices ?? []).filter(({ value, unreachable }) => {
    if (unreachable) return false;
    if (pattern !== undefined && !new RegExp(pattern, "u").test(value)) return false;
    if (kind === "integer") return isInteger(value) && Number.isSafeInteger(toNumber(value));
    return kind !== "number" || Number.isFinite(toNumber(value));
  });
  const values = choices.map(({ value }) => (isNumeric ? toNumber(value) : value));
  if (!choices.some(({ label, value }) => label !== undefined && label !== value))
    return { enum: [...new Set(values)] };
  const known = new Set<unknown>();
  const oneOf = choices.flatMap(({ label }, index): JsonSchema[] => {
    const value = values[index];
    if (known.has(value)) return [];
    known.add(value);
    return [{ const: value, ...(label !== undefined && { title: label }) }];
  });
  return { oneOf };
}

function numberSchema(context: InputContext, parameter: Parameter, pattern: string | undefined): JsonSchema {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, clamp } = parameter;
  const takesIntegers = parameter.type === "integer";
  const bounds = clamp ? {} : definedOnly({ minimum, maximum, exclusiveMinimum, exclusiveMaximum });
  if (refusesNegative(pattern)) bounds.minimum = Math.max(0, bounds.minimum ?? 0);
  if (Object.keys(bounds).length === 0) {
    if (takesIntegers) return { $ref: "#/$defs/integer" };
    return context.readsPythonNumbers && pattern === undefined ? { $ref: "#/$defs/number" } : { type: "number" };
  }
  if (!takesIntegers) return { type: "number", ...bounds };
  const safe = Number.MAX_SAFE_INTEGER;
  const lowest = Math.max(-safe, bounds.minimum ?? -safe);
  const highest = Math.min(safe, bounds.maximum ?? safe);
  return { type: "integer", ...bounds, minimum: lowest, maximum: highest };
}

type Bounds = Pick<Parameter, "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum">;

function definedOnly(bounds: { [Key in keyof Bounds]: number | undefined }): Bounds {
  return Object.fromEntries(Object.entries(bounds).filter(([, value]) => value !== undefined));
}

function textSchema(parameter: Parameter, pattern: string | undefined): JsonSchema {
  const form = formPattern(parameter);
  const patterns = [form, pattern].filter((one) => one !== undefined);
  const [first, second] = patterns;
  return {
    $ref: "#/$defs/text",
    ...(first !== undefined && { pattern: first }),
    ...(second !== undefined && { allOf: [{ pattern: second }] }),
  };
}

/** The pattern of a format, where the rule of the script's parser is one. */
function formPattern(parameter: Parameter): string | undefined {
  const { format, typeName } = parameter;
  if (format === "uuid") return uuidPattern;
  if (format === "ip") return /IPv4(Address|Interface)?$/.test(typeName ?? "") ? ipv4Pattern : undefined;
  if (format !== "date" && format !== "date-time" && format !== "time") return undefined;
  const formats = formatsOf(parameter);
  if (formats.length > 0) return datePattern(formats);
  const isIso = typeName === undefined || typeName.endsWith("fromisoformat");
  return isIso ? isoDatePatterns[format] : undefined;
}

const uuidPattern = "^[0-9A-Fa-f]{8}-?[0-9A-Fa-f]{4}-?[0-9A-Fa-f]{4}-?[0-9A-Fa-f]{4}-?[0-9A-Fa-f]{12}$";
const byte = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
const ipv4Pattern = `^(?:${byte}\\.){3}${byte}$`;
