import type { JsonSchema } from "@/command-line/schema-types";
import { fileForms } from "./agent-schema";

/** Longer lists of choices are cut off: the schema has them all. */
const CHOICES_MAX = 40;
/** How much of each help text is kept: less in an outline that would be longer than about 1,000 tokens. */
const HELP_MAX = [240, 120, 60];
const LENGTH_MAX = 4_000;

/**
 * The schema of a script's input in a few lines, as TypeScript writes types: about half of the schema's tokens. What it
 * leaves out, such as patterns and the limits of texts, is said when an input is refused.
 */
export function outlineSchema(schema: JsonSchema): string {
  let outline = "";
  for (const helpMax of HELP_MAX) {
    outline = writeOutline(schema, helpMax);
    if (outline.length <= LENGTH_MAX) break;
  }
  return outline;
}

function writeOutline(schema: JsonSchema, helpMax: number): string {
  const lines = linesOf(shortenHelp(schema, helpMax), "");
  const text = lines.length > 0 ? lines.join("\n") : "{}  // It takes no parameters.";
  return /\bfile\b/.test(lines.join("\n").replace(/\/\/.*/g, "")) ? `file = ${fileForms}\n${text}` : text;
}

function linesOf(schema: JsonSchema, indent: string): string[] {
  const required = new Set(schema.required);
  const properties = Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
    const key = `${nameOf(name)}${required.has(name) ? "" : "?"}`;
    return name === "$command" ? commandLines(key, property, indent) : [`${indent}${key}: ${lineOf(property)}`];
  });
  return [...properties, ...rulesOf(schema).map((rule) => `${indent}// ${rule}`)];
}

function commandLines(key: string, { title, description, oneOf = [] }: JsonSchema, indent: string): string[] {
  const commands = oneOf.flatMap(({ properties = {} }) => Object.entries(properties));
  const inner = commands.flatMap(([name, command]) => {
    const lines = linesOf(command, `${indent}    `);
    const head = `${indent}  ${nameOf(name)}: {`;
    const about = commentOf(command);
    return lines.length === 0 ? [`${head}}${about}`] : [`${head}${about}`, ...lines, `${indent}  }`];
  });
  const about = [title, description].filter(Boolean).join(": ");
  return [`${indent}${key}: exactly one of {${comment(about)}`, ...inner, `${indent}}`];
}

const lineOf = (property: JsonSchema) => `${typeOf(property)}${defaultOf(property)}${commentOf(property)}`;
const nameOf = (name: string) => (/^[\w$]+$/.test(name) ? name : JSON.stringify(name));

function typeOf(schema: JsonSchema): string {
  const { $ref, enum: values, oneOf, anyOf, items, prefixItems } = schema;
  const dates = schema["x-wooey-date-formats"];
  if (dates) return `date ${dates.join(" or ")}`;
  if (values) return choicesOf(values);
  if ("const" in schema) return JSON.stringify(schema.const);
  if (oneOf) return choicesOf(oneOf.map((one) => one.const));
  if (anyOf) return [...new Set(anyOf.map(typeOf))].join(" | ");
  if (items) return `${group(typeOf(prefixItems?.[0] ?? items))}${lengthOf(schema)}`;
  if ($ref) return sharedTypes[$ref.replace("#/$defs/", "")] ?? "any";
  if (Array.isArray(schema.type)) return schema.type.length > 2 ? "any" : schema.type.join(" | ");
  return `${schema.type ?? "any"}${boundsOf(schema)}`;
}

const sharedTypes: Record<string, string> = { text: "string", integer: "integer", number: "number", file: "file" };
const group = (type: string) => (type.includes(" ") ? `(${type})` : type);

function choicesOf(values: unknown[]): string {
  const shown = values.slice(0, CHOICES_MAX).map((value) => JSON.stringify(value));
  const left = values.length - shown.length;
  return left > 0 ? `${shown.join(" | ")} | … (${left} more)` : shown.join(" | ");
}

/** `[]`, and how many items there may be: `[2]`, `[1..]`, `[..3]`. */
function lengthOf({ minItems, maxItems }: JsonSchema): string {
  if (minItems === undefined && maxItems === undefined) return "[]";
  return minItems === maxItems ? `[${minItems}]` : `[${minItems ?? ""}..${maxItems ?? ""}]`;
}

function boundsOf({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: JsonSchema): string {
  const isLimit = (value: number | undefined) => value !== undefined && Math.abs(value) < Number.MAX_SAFE_INTEGER;
  const bounds = [
    ...(isLimit(minimum) ? [`>= ${minimum}`] : []),
    ...(isLimit(exclusiveMinimum) ? [`> ${exclusiveMinimum}`] : []),
    ...(isLimit(maximum) ? [`<= ${maximum}`] : []),
    ...(isLimit(exclusiveMaximum) ? [`< ${exclusiveMaximum}`] : []),
  ];
  return bounds.length > 0 ? ` ${bounds.join(", ")}` : "";
}

function defaultOf(schema: JsonSchema): string {
  if (schema.default !== undefined) return ` = ${JSON.stringify(schema.default)}`;
  const text = schema["x-wooey-default"];
  return text === undefined ? "" : ` = (${text})`;
}

function commentOf(schema: JsonSchema): string {
  const { title, description, writeOnly, deprecated } = schema;
  const checker = schema["x-checked-by-script"];
  const about = [
    ...(title && !schema.oneOf?.some((one) => "properties" in one) ? [title] : []),
    ...(description ? [description] : []),
    ...(writeOnly ? ["secret"] : []),
    ...(deprecated ? ["deprecated"] : []),
    ...(checker ? ["the script itself checks it"] : []),
  ];
  return comment(about.join("; "));
}

const comment = (text: string) => (text === "" ? "" : `  // ${text.replace(/\s+/g, " ").trim()}`);

/** The schema with at most so many characters of each description. */
function shortenHelp(schema: JsonSchema, helpMax: number): JsonSchema {
  const shorten = (key: string, value: unknown) => {
    if (key !== "description" || typeof value !== "string") return value;
    const characters = [...value.replace(/\s+/g, " ").trim()];
    return characters.length > helpMax ? `${characters.slice(0, helpMax).join("").trimEnd()}…` : characters.join("");
  };
  // Texts become texts; a parameter called `description` has a schema, which stays.
  return JSON.parse(JSON.stringify(schema, shorten)) as JsonSchema;
}

/** Which properties exclude or need each other. */
function rulesOf({ allOf = [], dependentRequired = {} }: JsonSchema): string[] {
  const groups = allOf.flatMap(({ oneOf = [] }) => {
    const names = oneOf.flatMap(({ required = [] }) => required);
    if (names.length < 2) return [];
    return [`${oneOf.some(({ not }) => not) ? "at most" : "exactly"} one of: ${names.join(", ")}`];
  });
  const needs = Object.entries(dependentRequired).map(([name, others]) => `${name} needs ${others.join(", ")}`);
  return [...groups, ...needs];
}
