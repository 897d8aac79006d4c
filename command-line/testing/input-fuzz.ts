import Ajv from "ajv/dist/2020.js";
import fc from "fast-check";
import { buildArgv } from "../build";
import { ArgumentsError } from "../errors";
import type { InputError } from "../input-errors";
import { readJsonInput, toJsonInput } from "../json-input";
import { toInputSchema } from "../json-schema";
import type { ReadFile } from "../read-input";
import { matchesSchema } from "../schema-match";
import type { ScriptSpec } from "../spec";
import type { CommandValues } from "../values";
import { inputArbitrary } from "./input-arbitrary";
import { mutateInput } from "./mutate-input";
import { Chance } from "./random";
import { seeded } from "./seeded";

/** An input that the schema accepts, and what becomes of it. */
export interface AcceptedInput {
  input: unknown;
  values: CommandValues;
  argv: string[];
}

export interface InputFuzz {
  accepted: AcceptedInput[];
  /** How many inputs the schema refuses. */
  refused: number;
  /** Inputs that the schema accepts and the reader refuses, or the other way round. */
  differences: unknown[];
  /** Inputs that both accept, and for which no command line was found. */
  unbuildable: unknown[];
  /** Inputs that do not come back from the values as the same input. */
  changed: unknown[];
}

/**
 * Inputs generated from a script's schema, and changed copies of them: the reader has to accept those that the schema
 * accepts, as an independent validator says, and no others; and each of them needs a command line.
 */
export function fuzzInputs(spec: ScriptSpec, options: { seed: number; count: number; readFile?: ReadFile }): InputFuzz {
  const schema = toInputSchema(spec);
  const accepts = new Ajv({ strict: false, ownProperties: true }).compile(schema);
  const result: InputFuzz = { accepted: [], refused: 0, differences: [], unbuildable: [], changed: [] };
  const { seed, count } = options;
  // They are not written back, so that what comes back may lack one that is required.
  const hasSecrets = JSON.stringify(schema).includes('"writeOnly":true');
  const samples = fc.sample(inputArbitrary(schema), { seed, numRuns: count });
  const chance = new Chance(seeded(seed));
  const mutated = samples.map((input) => withoutNulls(mutateInput(input, chance, { other: chance.of(samples) })));
  for (const input of [...samples, ...mutated]) {
    const isValid = accepts(input);
    if (matchesSchema(schema, input, schema.$defs ?? {}) !== isValid) {
      result.differences.push({ input, isValid, schemaErrors: accepts.errors, by: "matchesSchema" });
    }
    const { values, errors } = readJsonInput(spec, input, { ...(options.readFile && { readFile: options.readFile }) });
    if (isValid !== (errors.length === 0)) {
      if (!isUnsaid(errors)) result.differences.push({ input, isValid, errors, schemaErrors: accepts.errors });
    } else if (!isValid) result.refused += 1;
    else judge(result, { spec, input, values, hasSecrets });
  }
  return result;
}

function judge(
  result: InputFuzz,
  { spec, input, values, hasSecrets }: { spec: ScriptSpec; input: unknown; values: CommandValues; hasSecrets: boolean },
): void {
  try {
    const { argv } = buildArgv(spec, values);
    result.accepted.push({ input, values, argv });
  } catch (error) {
    if (!(error instanceof ArgumentsError)) throw error;
    // Which arguments a parser does not know cannot be said by a schema.
    if (!("$rest" in values)) result.unbuildable.push({ errors: error.fields, input, values });
    return;
  }
  const reread = readJsonInput(
    spec,
    toJsonInput(spec, values, () => ({ $upload: "u" })),
  );
  if (!hasSecrets && reread.errors.length > 0) result.changed.push({ input, values, reread });
}

/** Whether the only errors are about what the schema names in words of its own: a date that does not exist. */
function isUnsaid(errors: readonly InputError[]): boolean {
  return errors.length > 0 && errors.every(({ detail }) => /^Enter a valid (?:date|date\/time)\.$/.test(detail));
}

/** A property that is null counts as absent. */
function withoutNulls(input: unknown): unknown {
  if (typeof input !== "object" || input === null || Array.isArray(input)) return input;
  const entries = Object.entries(input).filter(([, value]) => value !== null);
  return Object.fromEntries(entries.map(([name, value]) => [name, name === "$command" ? insideCommand(value) : value]));
}

function insideCommand(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, input]) => [name, withoutNulls(input)]));
}
