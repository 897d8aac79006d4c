import { ArgumentError } from "argparse";
import { type Finding, type Model, modelOf, type Namespace, REST } from "./argparse-model";
import { Refused } from "./errors";
import { readBare, setValue, shapeOf } from "./parameter";
import type { Command, Parameter } from "./spec";
import type { CommandValues, Scalar, Value } from "./values";

export interface ReadOptions {
  /** Unknown arguments are under `$rest` instead of an error. */
  lenient: boolean;
  /** Refuse arguments unless every version of Python reads the same; else one version that accepts them is enough. */
  byAll: boolean;
}

/**
 * Values from arguments as CPython's argparse reads them (npm argparse is a port of it): structure only; types and
 * choices are for checkValues. @throws Refused
 */
export function readArgparse(command: Command, argv: readonly string[], options: ReadOptions): CommandValues {
  const doubtful = argv.find((word) => MODERN_NUMBER.test(word) && !OLDER_NUMBER.test(word));
  if (doubtful === undefined) return read(modelOf(command, MODERN_NUMBER), argv, options);
  const modern = attempt(modelOf(command, MODERN_NUMBER), argv, options);
  const older = attempt(modelOf(command, OLDER_NUMBER), argv, options);
  if (modern instanceof Refused) {
    if (options.byAll || older instanceof Refused) throw modern;
    return older;
  }
  if (older instanceof Refused) {
    if (options.byAll) throw older;
    return modern;
  }
  if (JSON.stringify(modern) === JSON.stringify(older)) return modern;
  throw new Refused(`${doubtful} is read differently by different versions of Python; write --option=${doubtful}`);
}

/** What is a negative number rather than an option, to CPython from 3.14 on and before. */
const MODERN_NUMBER = /^-\.?\d/;
const OLDER_NUMBER = /^-\d+$|^-\d*\.\d+$/;

function attempt(model: Model, argv: readonly string[], options: ReadOptions): CommandValues | Refused {
  try {
    return read(model, argv, options);
  } catch (error) {
    if (error instanceof Refused) return error;
    throw error;
  }
}

function read(model: Model, argv: readonly string[], { lenient }: ReadOptions): CommandValues {
  try {
    const [namespace, unknown] = model.read(argv);
    // The model keeps a list of words under this key.
    const rest = [...unknown, ...((namespace[REST] as string[] | undefined) ?? [])];
    if (rest.length > 0 && !lenient) throw new Refused(`unrecognized arguments: ${rest.join(" ")}`);
    const values = toValues(model, namespace);
    if (rest.length > 0) values.$rest = rest;
    return values;
  } catch (error) {
    if (error instanceof ArgumentError) throw new Refused(error.message);
    if (error instanceof RangeError) throw new Refused("too many arguments");
    throw error;
  }
}

function toValues(model: Model, namespace: Namespace): CommandValues {
  const values: CommandValues = {};
  for (const [dest, parameter] of model.parameters) {
    // The model keeps findings under the names of parameters, and the command under `chosen`.
    const found = namespace[dest] as Finding[] | undefined;
    if (found) setValue(values, parameter.id, toValue(parameter, found));
  }
  const command = namespace[model.chosen] as Command | undefined; // see above
  if (command) values.$command = { name: command.name, values: toValues(model.child(command), namespace) };
  return values;
}

function toValue(parameter: Parameter, found: Finding[]): Value | undefined {
  const last = found.at(-1);
  // argparse gives one text, the `const` of an option without a value, or a list, as nargs asks.
  const scalars = (): Scalar[] => found.map((one) => (one.isBare ? readBare(parameter) : (one.values as Scalar)));
  const lists = (): Scalar[][] => found.map((one) => one.values as Scalar[]); // see above
  switch (shapeOf(parameter)) {
    case "flag":
      return true;
    case "count":
      return found.length;
    case "on-off":
      return !(parameter.negativeFlags ?? []).includes(last?.flag ?? "");
    case "list":
      return scalars();
    case "groups":
      return lists();
    case "many": {
      const all = parameter.action === "extend" ? lists().flat() : (lists().at(-1) ?? []);
      return parameter.kind === "positional" && all.length === 0 ? undefined : all;
    }
    default:
      return scalars().at(-1);
  }
}
