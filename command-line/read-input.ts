import { phrase, t } from "@/server/language/text";
import { giveExactly } from "./errors";
import type { InputContext } from "./input-context";
import { errorAt, type InputError, pointerTo } from "./input-errors";
import { optionLike } from "./option-words";
import { isBare, shapeOf } from "./parameter";
import { valueSchema } from "./parameter-schema";
import { definitions, scalarKindOf } from "./scalar-schema";
import { choiceOf, notAChoice } from "./scalars";
import { isPlainObject, matchesSchema } from "./schema-match";
import type { JsonSchema } from "./schema-types";
import type { Parameter } from "./spec";
import { checkOne } from "./validate";
import type { Scalar, Value } from "./values";

/** A file in an input: a part of the request, an upload, or a file of a job that the caller may see. */
export type FileInput =
  | { kind: "part"; name: string }
  | { kind: "upload"; id: string }
  | { kind: "job"; job: string; path: string };

/** Returns the reference that stands for the file in the values, such as `upload:0`. */
export type ReadFile = (file: FileInput, pointer: string) => string;

/** A property of an input, as it was parsed. */
interface Given {
  value: unknown;
  pointer: string;
  readFile: ReadFile;
}

/** The value of a parameter from its property of an input, which is not null. */
export function readInputValue(
  context: InputContext,
  parameter: Parameter,
  { value, pointer, readFile }: Given,
): { value: Value } | { errors: InputError[] } {
  const reader = new ValueReader(context, parameter, readFile);
  const depth = depths[shapeOf(parameter)] ?? 0;
  const read = reader.read(valueSchema(context, parameter), value, { pointer, depth });
  // The reader gives a scalar, a list of them, or a list of lists, as the depth says.
  return reader.errors.length > 0 ? { errors: reader.errors } : { value: read as Value };
}

/** How many arrays are around the single values of a shape. */
const depths: Partial<Record<ReturnType<typeof shapeOf>, number>> = { list: 1, many: 1, groups: 2 };

class ValueReader {
  readonly errors: InputError[] = [];

  constructor(
    private readonly context: InputContext,
    private readonly parameter: Parameter,
    private readonly readFile: ReadFile,
  ) {}

  read(schema: JsonSchema, value: unknown, { pointer, depth }: { pointer: string; depth: number }): unknown {
    if (depth === 0) return this.readOne(schema, value, pointer);
    if (!Array.isArray(value)) return this.refuse(value, pointer, t("This must be an array."));
    const { prefixItems = [], items = {}, minItems = 0, maxItems = Infinity } = schema;
    if (value.length < minItems || value.length > maxItems) {
      this.refuse(value, pointer, countDetail(minItems, maxItems));
    }
    return value.map((item, index) =>
      this.read(prefixItems[index] ?? items, item, { pointer: pointerTo(pointer, index), depth: depth - 1 }),
    );
  }

  private readOne(schema: JsonSchema, value: unknown, pointer: string): Scalar | undefined {
    const { context, parameter, readFile } = this;
    if (!matchesSchema(schema, value, definitions(context.dialect)))
      return this.refuse(value, pointer, this.reasonAgainst(value));
    const shape = shapeOf(parameter);
    // The schema of these shapes accepts booleans and numbers alone.
    if (shape === "flag" || shape === "on-off" || shape === "count") return value as Scalar;
    const isAlone = value === true && isBare(parameter, value);
    return isAlone || readScalar(parameter, value, (file) => readFile(file, pointer));
  }

  private refuse(given: unknown, pointer: string, detail: string): undefined {
    const { context, parameter } = this;
    this.errors.push(errorAt({ context, parameter, pointer, given }, detail));
  }

  /** Why the value does not match its schema. */
  private reasonAgainst(value: unknown): string {
    const { parameter } = this;
    const shape = shapeOf(parameter);
    if (shape === "flag" || shape === "on-off") return t("This must be true or false.");
    if (shape === "count") return t(typeDetails.integer);
    const kind = scalarKindOf(parameter);
    if (!isOfKind(kind, value)) return t(typeDetails[kind]);
    // A value of the kind can be read as one.
    const text = readScalar(parameter, value, () => "upload:0");
    const reason = checkOne(parameter, text);
    if (reason !== null) return reason;
    if (parameter.choices && !parameter.choicesTruncated) return notAChoice(String(value));
    if (typeof value === "string" && value.startsWith("-")) return optionLike(value);
    return t("This value cannot be passed to the script.");
  }
}

function countDetail(fewest: number, most: number): string {
  if (fewest === most) return giveExactly(fewest);
  return fewest > 0 ? t("This field is required.") : t("Enter only one value.");
}

type Kind = ReturnType<typeof scalarKindOf>;

const typeDetails: Record<Kind, string> = {
  boolean: phrase("This must be true or false."),
  integer: phrase("This must be an integer."),
  number: phrase("This must be a number."),
  json: phrase("This must be a JSON value of the type that the schema names."),
  file: phrase("This must be a file: an object with $file, $upload, or $job and path."),
  "file-or-text": phrase("This must be a string or a file."),
  text: phrase("This must be a string."),
};

function isOfKind(kind: Kind, value: unknown): boolean {
  if (kind === "integer") return Number.isInteger(value);
  if (kind === "text" || kind === "file-or-text") return typeof value === "string";
  return typeof value === kind;
}

/** A value that matches its schema, as the form gives it. */
function readScalar(parameter: Parameter, value: unknown, readFile: (file: FileInput) => string): Scalar {
  const kind = scalarKindOf(parameter);
  if (kind === "json") return typeof value === "number" ? toDecimal(value) : JSON.stringify(value);
  if (isPlainObject(value)) return readFile(toFileInput(value));
  if (typeof value === "boolean") return value;
  const text = typeof value === "number" ? toDecimal(value) : String(value);
  return choiceOf(parameter, text) ?? text;
}

function toFileInput(value: Record<string, unknown>): FileInput {
  if (value.$file !== undefined) return { kind: "part", name: String(value.$file) };
  if (value.$upload !== undefined) return { kind: "upload", id: String(value.$upload) };
  return { kind: "job", job: String(value.$job), path: String(value.path) };
}

/** A number without an exponent, which some libraries would take for an option in "-1e-7". */
export function toDecimal(value: number): string {
  const [mantissa = "", exponent] = String(value).split("e");
  if (exponent === undefined) return mantissa;
  const sign = mantissa.startsWith("-") ? "-" : "";
  const [integral = "", fraction = ""] = mantissa.replace("-", "").split(".");
  const digits = integral + fraction;
  const point = integral.length + Number(exponent);
  if (point <= 0) return `${sign}0.${"0".repeat(-point)}${digits}`;
  return point >= digits.length
    ? `${sign}${digits.padEnd(point, "0")}`
    : `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}
