import type { FieldErrors } from "@/server/errors";
import { t } from "@/server/language/text";
import { inputContextOf, insideOf, shownCommands } from "./fillable-inputs";
import type { InputContext } from "./input-context";
import { valueSchema } from "./parameter-schema";
import { definitions } from "./scalar-schema";
import { isPlainObject } from "./schema-match";
import type { JsonSchema } from "./schema-types";
import type { Parameter, ScriptSpec } from "./spec";

/** What is wrong with an input, and where: `pointer` is a JSON pointer (RFC 6901). */
export interface InputError {
  pointer: string;
  detail: string;
  /** What the input has there; absent for secrets and for properties that the script does not have. */
  given?: unknown;
  /** The choices, the names of the properties, or the schema of the value. */
  allowed?: unknown;
}

/** The request that an input came with. */
export interface InputOrigin {
  input: unknown;
  /** Where the input is in the request: "/input", or "" for the root. */
  base?: string;
}

/** Messages by the path of a parameter (checkValues, ArgumentsError) as errors of the input. */
export function inputErrors(spec: ScriptSpec, fields: FieldErrors, { input, base = "" }: InputOrigin): InputError[] {
  return Object.entries(fields).flatMap(([path, messages]) => {
    const location = locate(inputContextOf(spec), path, { pointer: base, input });
    return messages.map((detail) => (location ? errorAt(location, detail) : { pointer: base, detail }));
  });
}

/** A pointer to a property or an item inside of what another pointer leads to. */
export function pointerTo(pointer: string, name: string | number): string {
  return `${pointer}/${String(name).replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

/** What an error about a parameter says besides its message. A secret is never repeated, not even in the message. */
export function errorAt({ context, parameter, pointer, given }: InputLocation, detail: string): InputError {
  if (!parameter) return { pointer, detail, ...(context && { allowed: shownCommands(context).map(nameOf) }) };
  const allowed = allowedOf(context, valueSchema(context, parameter));
  if (parameter.secret && given !== undefined) {
    return { pointer, detail: t("This value cannot be passed to the script."), allowed };
  }
  return { pointer, detail, ...(given !== undefined && { given: shortened(given) }), allowed };
}

const nameOf = ({ name }: { name: string }): string => name;

/** Where in an input a path of checkValues leads. */
interface InputLocation {
  context: InputContext;
  /** Absent for the sub-command. */
  parameter?: Parameter;
  pointer: string;
  given?: unknown;
}

function locate(
  context: InputContext,
  path: string,
  { pointer, input }: { pointer: string; input: unknown },
): InputLocation | null {
  const at = (name: string) => ({ pointer: pointerTo(pointer, name), given: propertyOf(input, name) });
  if (path === "$command") return { context, ...at(path) };
  const parameter = context.command.params.find(({ id }) => id === path);
  if (parameter) return { context, parameter, ...at(path) };
  const chosen = at("$command");
  for (const command of context.command.subcommands?.commands ?? []) {
    if (!path.startsWith(`${command.name}.`)) continue;
    const inside = { pointer: pointerTo(chosen.pointer, command.name), input: propertyOf(chosen.given, command.name) };
    const location = locate(insideOf(context, command), path.slice(command.name.length + 1), inside);
    if (location) return location;
  }
  return null;
}

function propertyOf(value: unknown, name: string): unknown {
  return isPlainObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

const choicesShownMax = 100;
const givenCharactersMax = 200;

/** The choices of a value, else its schema, without references. */
function allowedOf(context: InputContext, schema: JsonSchema): unknown {
  if (schema.items) return { ...schema, items: allowedOf(context, schema.items) };
  const consts = schema.oneOf?.map((one) => one.const);
  const choices = schema.enum ?? (consts?.every((one) => one !== undefined) ? consts : undefined);
  if (choices) return choices.slice(0, choicesShownMax);
  const { $ref, ...others } = schema;
  if ($ref === undefined) return schema;
  return { ...definitions(context.dialect)[$ref.slice("#/$defs/".length)], ...others };
}

/** The given value, unless it is long. */
function shortened(given: unknown): unknown {
  const text = typeof given === "string" ? given : JSON.stringify(given);
  return text.length > givenCharactersMax ? `${text.slice(0, givenCharactersMax)}…` : given;
}
