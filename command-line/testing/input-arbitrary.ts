import fc from "fast-check";
import { matchesSchema } from "../schema-match";
import type { JsonSchema } from "../schema-types";
import { nastyWords } from "./seeded";

type Input = Record<string, unknown>;

/** Inputs for a schema of toInputSchema. Most of them match it; the few that do not are for a validator to find. */
export function inputArbitrary(schema: JsonSchema): fc.Arbitrary<unknown> {
  return new Arbitraries(schema.$defs ?? {}).of(schema);
}

class Arbitraries {
  private readonly known = new Map<JsonSchema, fc.Arbitrary<unknown>>();

  constructor(private readonly definitions: Record<string, JsonSchema>) {}

  of(schema: JsonSchema): fc.Arbitrary<unknown> {
    const known = this.known.get(schema) ?? this.make(this.resolve(schema));
    this.known.set(schema, known);
    return known;
  }

  private resolve({ $ref, ...siblings }: JsonSchema): JsonSchema {
    return $ref === undefined ? siblings : { ...this.definitions[$ref.slice("#/$defs/".length)], ...siblings };
  }

  private make(schema: JsonSchema): fc.Arbitrary<unknown> {
    if (schema.const !== undefined) return fc.constant(schema.const);
    if (schema.enum) return fc.constantFrom(...schema.enum);
    const alternatives = schema.anyOf ?? schema.oneOf;
    // Most of the commands of a large script are never chosen.
    if (alternatives)
      return fc.nat(alternatives.length - 1).chain((index) => this.of(alternatives[index] as JsonSchema));
    const types = [schema.type ?? "string"].flat();
    return fc.oneof(...types.map((type) => this.ofType(type, schema)));
  }

  private ofType(type: string, schema: JsonSchema): fc.Arbitrary<unknown> {
    switch (type) {
      case "boolean":
        return fc.boolean();
      case "integer":
        return integers(schema);
      case "number":
        return numbers(schema);
      case "array":
        return this.lists(schema);
      case "object":
        return schema.properties ? this.objects(schema) : fc.dictionary(fc.string(), fc.jsonValue());
      default:
        return strings(schema).filter((text) => matchesSchema(schema, text, this.definitions));
    }
  }

  private lists({ items, minItems = 0, maxItems = minItems + 3 }: JsonSchema): fc.Arbitrary<unknown> {
    return fc.array(items ? this.of(items) : fc.jsonValue(), { minLength: minItems, maxLength: maxItems });
  }

  private objects({
    properties = {},
    required = [],
    dependentRequired,
    allOf = [],
  }: JsonSchema): fc.Arbitrary<unknown> {
    const groups = allOf.filter((rule) => rule.oneOf);
    const members = groups.flatMap((group) => memberNames(group));
    const names = Object.keys(properties);
    const chosen = fc
      .subarray(names)
      .map((some) => names.filter((name) => some.includes(name) || required.includes(name) || members.includes(name)));
    return fc.tuple(chosen, fc.nat(1000)).chain(([present, number]) => {
      const entries = withoutRivals(present, groups, number).map((name) => [
        name,
        this.of(properties[name] as JsonSchema),
      ]);
      const record = fc.record(Object.fromEntries(entries) as Record<string, fc.Arbitrary<unknown>>, {
        noNullPrototype: true,
      });
      return record.map((input) => withoutOrphans(turnOn(input, groups), dependentRequired ?? {}));
    });
  }
}

/** The parameters of an exclusive group: each alternative requires one. */
function memberNames({ oneOf = [] }: JsonSchema): string[] {
  return oneOf.flatMap((one) => one.required ?? []);
}

function withoutRivals(names: string[], groups: JsonSchema[], number: number): string[] {
  return groups.reduce((kept, group) => {
    const alternatives = group.oneOf ?? [];
    const only = alternatives[number % alternatives.length]?.required?.[0];
    const members = memberNames(group);
    return kept.filter((name) => name === only || !members.includes(name));
  }, names);
}

/** A switch of an exclusive group says something only if it is on. */
function turnOn(input: Input, groups: JsonSchema[]): Input {
  const members = new Set(groups.flatMap(memberNames));
  return Object.fromEntries(
    Object.entries(input).map(([name, value]) => [name, value === false && members.has(name) ? true : value]),
  );
}

function withoutOrphans(input: Input, needs: Record<string, string[]>): Input {
  const neededBy = (name: string): string[] => (Object.hasOwn(needs, name) ? (needs[name] ?? []) : []);
  const kept = Object.entries(input).filter(([name]) => !neededBy(name).some((other) => !Object.hasOwn(input, other)));
  return kept.length === Object.keys(input).length ? input : withoutOrphans(Object.fromEntries(kept), needs);
}

function integers({ minimum = -1e15, maximum = 1e15 }: JsonSchema): fc.Arbitrary<number> {
  const near = fc.integer({
    min: Math.max(minimum, -20),
    max: Math.max(Math.max(minimum, -20), Math.min(maximum, 20)),
  });
  const any = fc.maxSafeInteger().filter((number) => number >= minimum && number <= maximum);
  const isWide = maximum - minimum > 1e9;
  const bounds = fc.constantFrom(Math.ceil(minimum), Math.floor(maximum));
  return maximum < -20 || minimum > 20 || !isWide
    ? fc.integer({ min: Math.ceil(Math.max(minimum, -2e9)), max: Math.floor(Math.min(maximum, 2e9)) })
    : fc.oneof(near, any, bounds);
}

function numbers({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: JsonSchema): fc.Arbitrary<number> {
  const min = exclusiveMinimum ?? minimum;
  const max = exclusiveMaximum ?? maximum;
  return fc.double({
    noNaN: true,
    noDefaultInfinity: true,
    ...(min !== undefined && { min, minExcluded: exclusiveMinimum !== undefined }),
    ...(max !== undefined && { max, maxExcluded: exclusiveMaximum !== undefined }),
  });
}

function strings({ pattern, minLength = 0 }: JsonSchema): fc.Arbitrary<string> {
  // The patterns of any text and of words exclude NUL; those of a format name every character.
  if (pattern !== undefined && !pattern.includes("\\u0000")) return fc.stringMatching(new RegExp(pattern, "u"));
  return fc.oneof(
    fc.constantFrom(...nastyWords.filter((word) => !word.includes("\0") && word.length >= minLength)),
    fc.string({ unit: "grapheme", minLength, maxLength: 12 }),
    fc.string({ minLength, maxLength: 30 }),
  );
}
