import type { JsonSchema, JsonType } from "./schema-types";

type Definitions = Record<string, JsonSchema>;

/**
 * Whether a JSON value is what the schema describes, for the keywords that toInputSchema writes. Small, and without
 * generated code, which a content security policy forbids in a browser; tests compare it with a complete validator.
 */
export function matchesSchema(schema: JsonSchema, value: unknown, definitions: Definitions): boolean {
  const matches = (inner: JsonSchema, part: unknown = value): boolean => matchesSchema(inner, part, definitions);
  const { $ref, type, allOf, anyOf, oneOf, not } = schema;
  if ($ref !== undefined && !matches(definitions[$ref.slice("#/$defs/".length)] ?? {})) return false;
  if (type !== undefined && ![type].flat().some((one) => isOfType(value, one))) return false;
  if (schema.const !== undefined && value !== schema.const) return false;
  if (schema.enum && !schema.enum.includes(value)) return false;
  if (allOf && !allOf.every((one) => matches(one))) return false;
  if (anyOf && !anyOf.some((one) => matches(one))) return false;
  if (oneOf && oneOf.filter((one) => matches(one)).length !== 1) return false;
  if (not && matches(not)) return false;
  if (typeof value === "number") return isWithin(schema, value);
  if (typeof value === "string") return isText(schema, value);
  if (Array.isArray(value)) return isList(schema, value, matches);
  return !isPlainObject(value) || isObject(schema, value, matches);
}

/** Whether a JSON value is an object, and neither null nor an array. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isOfType(value: unknown, type: JsonType): boolean {
  switch (type) {
    case "integer":
      return Number.isInteger(value);
    case "array":
      return Array.isArray(value);
    case "null":
      return value === null;
    case "object":
      return isPlainObject(value);
    default:
      return typeof value === type;
  }
}

function isWithin({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: JsonSchema, value: number): boolean {
  if (minimum !== undefined && value < minimum) return false;
  if (maximum !== undefined && value > maximum) return false;
  if (exclusiveMinimum !== undefined && value <= exclusiveMinimum) return false;
  return exclusiveMaximum === undefined || value < exclusiveMaximum;
}

function isText({ minLength = 0, maxLength, pattern }: JsonSchema, text: string): boolean {
  if (text.length < minLength) return false;
  // A character has one or two units.
  if (maxLength !== undefined && text.length > maxLength && [...text].length > maxLength) return false;
  return pattern === undefined || new RegExp(pattern, "u").test(text);
}

type Matches = (schema: JsonSchema, value: unknown) => boolean;

function isList(schema: JsonSchema, list: unknown[], matches: Matches): boolean {
  const { prefixItems = [], items, minItems = 0, maxItems = Infinity } = schema;
  if (list.length < minItems || list.length > maxItems) return false;
  return list.every((item, index) => {
    const itemSchema = prefixItems[index] ?? items;
    return !itemSchema || matches(itemSchema, item);
  });
}

function isObject(
  { properties, required, dependentRequired = {}, additionalProperties }: JsonSchema,
  value: object,
  matches: Matches,
): boolean {
  const isMissing = (name: string): boolean => !Object.hasOwn(value, name);
  if (required?.some(isMissing)) return false;
  if (Object.entries(dependentRequired).some(([name, others]) => !isMissing(name) && others.some(isMissing)))
    return false;
  return Object.entries(value).every(([name, part]) => {
    const schema = properties && Object.hasOwn(properties, name) ? properties[name] : undefined;
    return schema ? matches(schema, part) : additionalProperties !== false;
  });
}
