import { matchesSchema } from "./schema-match";
import type { JsonSchema } from "./schema-types";

type Definitions = Record<string, JsonSchema>;
type Example = Record<string, unknown>;

const EXAMPLES_MAX = 5;
const OPTIONS_MAX = 4;

/**
 * Inputs for a first call: the least that a schema of toInputSchema requires, for each sub-command at most one, and the
 * first of them with a few options. Every example matches the schema; a schema for which none was found has none.
 */
export function exampleInputs(schema: JsonSchema): Example[] {
  const definitions = schema.$defs ?? {};
  const commands = schema.properties?.$command?.oneOf ?? [];
  const bases = commands.slice(0, EXAMPLES_MAX).flatMap((command) => {
    const chosen = exampleOf(command, definitions);
    return chosen === undefined ? [] : [{ $command: chosen }];
  });
  const smallest = (bases.length > 0 ? bases : [{}]).flatMap((base) => {
    const example = exampleObject(schema, definitions, base);
    return matchesSchema(schema, example, definitions) ? [example] : [];
  });
  const [first] = smallest;
  const larger = first && withOptions(schema, definitions, first);
  return larger && Object.keys(larger).length > Object.keys(first).length ? [...smallest, larger] : smallest;
}

/** The example with the first of its other properties that people use: neither secrets nor what is deprecated. */
function withOptions(schema: JsonSchema, definitions: Definitions, example: Example): Example {
  let larger = example;
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    if (Object.keys(larger).length >= Object.keys(example).length + OPTIONS_MAX) break;
    const isUsual = !name.startsWith("$") && !property.writeOnly && !property.deprecated;
    if (!isUsual || Object.hasOwn(larger, name)) continue;
    const value = property.type === "boolean" ? true : exampleOf(property, definitions);
    const next = value === undefined ? larger : Object.fromEntries([...Object.entries(larger), [name, value]]);
    if (matchesSchema(schema, next, definitions)) larger = next;
  }
  return larger;
}

/** What is required, and of the members of exclusive groups the first that satisfies the group. */
function exampleObject(schema: JsonSchema, definitions: Definitions, base: Example = {}): Example {
  const example = { ...base };
  const add = (name: string) => {
    if (Object.hasOwn(example, name)) return;
    const value = exampleOf(schema.properties?.[name] ?? {}, definitions);
    if (value !== undefined) Object.defineProperty(example, name, { value, enumerable: true, configurable: true });
    for (const other of schema.dependentRequired?.[name] ?? []) add(other);
  };
  for (const name of schema.required ?? []) add(name);
  for (const rule of schema.allOf ?? []) {
    for (const { required = [], properties = {} } of rule.oneOf ?? []) {
      if (matchesSchema(rule, example, definitions)) break;
      const added = required.filter((name) => !Object.hasOwn(example, name));
      for (const name of added) {
        const value = exampleOf({ allOf: [schema.properties?.[name] ?? {}, properties[name] ?? {}] }, definitions);
        if (value !== undefined) example[name] = value;
      }
      if (!matchesSchema(rule, example, definitions)) for (const name of added) delete example[name];
    }
  }
  return example;
}

/** A value that matches the schema; undefined if none was found. */
function exampleOf(schema: JsonSchema, definitions: Definitions): unknown {
  const parts = [schema, ...partsOf(schema, definitions)];
  const options = parts.flatMap((part) => [...(part.anyOf ?? []), ...(part.oneOf ?? [])]);
  const candidates = [
    ...parts.flatMap(({ default: standard, enum: choices = [] }) => [standard, ...choices]),
    ...parts.map((part) => part.const),
    ...parts.flatMap((part) => [part.minimum, part.maximum]),
    ...simpleValues,
    ...options.map((option) => exampleOf(option, definitions)),
    ...parts.filter((part) => part.type === "object").map((part) => exampleObject(part, definitions)),
    ...parts.filter((part) => part.type === "array").map((part) => exampleList(part, definitions)),
  ];
  return candidates.find((value) => value !== undefined && matchesSchema(schema, value, definitions));
}

/** The schemas that a schema consists of. */
function partsOf({ $ref, allOf = [] }: JsonSchema, definitions: Definitions): JsonSchema[] {
  const inner = $ref === undefined ? allOf : [definitions[$ref.slice("#/$defs/".length)] ?? {}, ...allOf];
  return inner.flatMap((part) => [part, ...partsOf(part, definitions)]);
}

function exampleList({ items = {}, minItems = 1 }: JsonSchema, definitions: Definitions): unknown[] {
  const item = exampleOf(items, definitions);
  return item === undefined ? [] : Array.from({ length: Math.max(1, minItems) }, () => item);
}

const simpleValues: unknown[] = [
  "example",
  1,
  0,
  0.5,
  "1",
  true,
  { $file: "file" },
  "2026-01-31",
  "2026-01-31T12:00:00",
  "12:00:00",
  "127.0.0.1",
  "00000000-0000-4000-8000-000000000000",
  "a,b",
  "key=value",
];
