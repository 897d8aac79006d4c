import { type ActionClass, ArgumentError, type ArgumentOptions, ArgumentParser, REMAINDER, SUPPRESS } from "argparse";
import { Refused } from "./errors";
import { findSubcommand, positiveFlags, setValue, shapeOf } from "./parameter";
import type { Command, Parameter } from "./spec";
import type { CommandValues, Scalar, Value } from "./values";

/**
 * Values from arguments as CPython's argparse reads them (npm argparse is a port of it): structure only, types and
 * choices are for checkValues. Unknown arguments are under `$rest` if `lenient`. Where versions of Python differ, it is
 * enough that one of them accepts the arguments, unless `byAll`. @throws Refused
 */
export function readArgparse(
  command: Command,
  argv: readonly string[],
  { lenient, byAll }: { lenient: boolean; byAll: boolean },
): CommandValues {
  const doubtful = argv.find((word) => MODERN_NUMBER.test(word) && !OLDER_NUMBER.test(word));
  if (doubtful === undefined) return read(modelOf(command, MODERN_NUMBER), argv, lenient);
  const modern = attempt(modelOf(command, MODERN_NUMBER), argv, lenient);
  const older = attempt(modelOf(command, OLDER_NUMBER), argv, lenient);
  if (modern instanceof Refused) {
    if (byAll || older instanceof Refused) throw modern;
    return older;
  }
  if (older instanceof Refused) {
    if (byAll) throw older;
    return modern;
  }
  if (JSON.stringify(modern) === JSON.stringify(older)) return modern;
  throw new Refused(`${doubtful} is read differently by different versions of Python; write --option=${doubtful}`);
}

/** What is a negative number rather than an option, to CPython from 3.14 on and before. */
const MODERN_NUMBER = /^-\.?\d/;
const OLDER_NUMBER = /^-\d+$|^-\d*\.\d+$/;

function attempt(model: Model, argv: readonly string[], lenient: boolean): CommandValues | Refused {
  try {
    return read(model, argv, lenient);
  } catch (error) {
    if (error instanceof Refused) return error;
    throw error;
  }
}

function read(model: Model, argv: readonly string[], lenient: boolean): CommandValues {
  try {
    const [namespace, unknown] = model.read(argv);
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

/** A parser that keeps nothing between two parses, so that one serves them all. */
interface Model {
  command: Command;
  read(argv: readonly string[]): [Namespace, string[]];
  /** The parameters by the name their findings have in the namespace; unique in the whole tree of commands. */
  parameters: Map<string, Parameter>;
  chosen: string;
  /** The model of a sub-command, made when it is first used. */
  child(command: Command): Model;
}

interface Finding {
  values: unknown;
  flag: string | undefined;
}

type Namespace = Record<string, unknown>;

const REST = "\u0001rest";
const models = new Map([MODERN_NUMBER, OLDER_NUMBER].map((number) => [number, new WeakMap<Command, Model>()]));

function modelOf(command: Command, number: RegExp): Model {
  const known = models.get(number)?.get(command);
  if (known) return known;
  const model = makeModel(command, { next: 0, number });
  models.get(number)?.set(command, model);
  return model;
}

/** What the models of one tree of commands share. */
interface Shared {
  /** Where the names in the namespace go on. */
  next: number;
  number: RegExp;
}

function makeModel(command: Command, shared: Shared): Model {
  const prefixes = command.prefixChars ?? "-";
  const parser = new ArgumentParser({
    prog: "script",
    prefix_chars: prefixes,
    allow_abbrev: command.allowAbbrev !== false,
    add_help: false,
    exit_on_error: false,
    argument_default: SUPPRESS,
    color: false,
    formatter_class: NoFormatter as never,
  });
  Object.assign(parser, { _negative_number_matcher: shared.number });
  const children = new Map<Command, Model>();
  const model: Model = {
    command,
    read: (argv) => {
      refuseFiles(command, argv);
      return parser.parse_known_args<Namespace>([...argv]);
    },
    parameters: new Map(),
    chosen: `\u0001${shared.next++}`,
    child: (sub) => {
      const known = children.get(sub) ?? makeModel(sub, shared);
      children.set(sub, known);
      return known;
    },
  };
  const used = new Set<string>();
  if (!command.noHelp) addHelp(parser, command, prefixes, used);
  const mutex = new Map(
    command.mutex.map((one) => [one.id, parser.add_mutually_exclusive_group({ required: one.required })]),
  );
  let positionals = 0;
  let pending = command.subcommands !== undefined;
  for (const parameter of command.params) {
    if (pending && parameter.kind === "positional" && positionals >= (command.subcommands?.position ?? Infinity)) {
      addSubcommands(parser, model);
      pending = false;
    }
    if (parameter.kind === "positional") positionals += 1;
    const dest = `\u0001${shared.next++}`;
    const exclusive = parameter.mutex === undefined ? undefined : mutex.get(parameter.mutex);
    if (addParameter(exclusive ?? parser, parameter, dest, prefixes, used, exclusive !== undefined)) {
      model.parameters.set(dest, parameter);
    }
  }
  if (pending) addSubcommands(parser, model);
  return model;
}

function addParameter(
  container: Pick<ArgumentParser, "add_argument">,
  parameter: Parameter,
  dest: string,
  prefixes: string,
  used: Set<string>,
  exclusive: boolean,
): boolean {
  const shape = shapeOf(parameter);
  const valueless = shape === "flag" || shape === "count" || shape === "on-off";
  const options: ArgumentOptions = { action: asAction(finding), metavar: parameter.metavar ?? parameter.dest };
  if (valueless) options.nargs = 0;
  else if (parameter.nargs !== undefined) options.nargs = parameter.nargs === "remainder" ? REMAINDER : parameter.nargs;
  if (parameter.kind === "positional") {
    if (valueless) return false;
    const loose = options.nargs === "?" || options.nargs === "*";
    if (exclusive && !loose) options.nargs = "?";
    container.add_argument(dest, options);
    return true;
  }
  // A "resolve" conflict handler takes option strings away from earlier options; what is left of them still works.
  const names = [...positiveFlags(parameter), ...(parameter.negativeFlags ?? [])].filter(
    (flag) => flag !== "" && prefixes.includes(flag.charAt(0)) && !used.has(flag),
  );
  const [first, ...others] = new Set(names);
  if (first === undefined) return false;
  for (const name of names) used.add(name);
  const required = parameter.required && !exclusive;
  container.add_argument(first, ...others, { ...options, dest, required, const: true });
  return true;
}

function addHelp(parser: ArgumentParser, command: Command, prefixes: string, used: Set<string>): void {
  const prefix = prefixes.includes("-") ? "-" : prefixes.charAt(0);
  const taken = new Set(command.params.flatMap((one) => [...(one.flags ?? []), ...(one.negativeFlags ?? [])]));
  const [first, ...others] = [`${prefix}h`, `${prefix}${prefix}help`].filter((flag) => !taken.has(flag));
  if (first === undefined) return;
  for (const flag of [first, ...others]) used.add(flag);
  const help = asAction((_action, _namespace, _values, flag) => {
    throw new Refused(`${flag} asks the script for its help; it would do no work`);
  });
  parser.add_argument(first, ...others, { action: help, nargs: 0, dest: "\u0001help" });
}

function addSubcommands(parser: ArgumentParser, model: Model): void {
  const subcommands = model.command.subcommands;
  if (!subcommands) return;
  const names = subcommands.commands.flatMap((command) => [command.name, ...(command.aliases ?? [])]);
  const run = asAction((action, namespace, values) => {
    const [name = "", ...rest] = values as string[];
    const command = findSubcommand(model.command, name);
    if (!command) {
      throw new ArgumentError(action as never, `invalid choice: '${name}' (choose from ${names.join(", ")})`);
    }
    const [found, unknown] = model.child(command).read(rest);
    Object.assign(namespace, found);
    namespace[model.chosen] = command;
    if (unknown.length > 0) namespace[REST] = [...((namespace[REST] as string[] | undefined) ?? []), ...unknown];
  });
  const metavar = subcommands.metavar ?? subcommands.dest ?? `{${names.slice(0, 20).join(",")}}`;
  parser.add_subparsers({ action: named(run, metavar), prog: "script", required: subcommands.required });
}

type Call = (action: object, namespace: Namespace, values: unknown, flag: string | undefined) => void;

/**
 * An action of argparse's as a plain closure: the package's own Action class makes each instance with `new Function`,
 * which a content security policy without 'unsafe-eval' forbids in a browser.
 */
function asAction(call: Call): ActionClass {
  function make(options: Record<string, unknown>): object {
    const action = (_parser: unknown, namespace: Namespace, values: unknown, flag?: string): void =>
      call(action, namespace, values, flag);
    return Object.assign(action, { required: false, deprecated: false, option_strings: [] }, options);
  }
  return make as never;
}

/** The action of add_subparsers, which passes nargs of its own and knows no `dest` but the one given. */
function named(action: ActionClass, metavar: string): ActionClass {
  const make = action as unknown as (options: Record<string, unknown>) => object;
  return function subcommands(options: Record<string, unknown>): object {
    return make({ ...options, nargs: "A...", dest: SUPPRESS, metavar });
  } as never;
}

function finding(action: object, namespace: Namespace, values: unknown, flag: string | undefined): void {
  const { dest } = action as { dest: string };
  const found = (namespace[dest] as Finding[] | undefined) ?? [];
  namespace[dest] = [...found, { values, flag }];
}

/** Stands in for the help formatter, which asks the process for the width of its terminal. */
class NoFormatter {
  _set_color(): void {}
  _format_args(): string {
    return "";
  }
  _expand_help(): string {
    return "";
  }
}

function refuseFiles(command: Command, argv: readonly string[]): void {
  const prefixes = command.fromfilePrefixChars;
  const word = prefixes && argv.find((one) => one !== "" && prefixes.includes(one.charAt(0)));
  if (word) throw new Refused(`arguments are not read from files here: ${word}`);
}

function toValues(model: Model, namespace: Namespace): CommandValues {
  const values: CommandValues = {};
  for (const [dest, parameter] of model.parameters) {
    const found = namespace[dest] as Finding[] | undefined;
    if (found) setValue(values, parameter.id, toValue(parameter, found));
  }
  const command = namespace[model.chosen] as Command | undefined;
  if (command) values.$command = { name: command.name, values: toValues(model.child(command), namespace) };
  return values;
}

function toValue(parameter: Parameter, found: Finding[]): Value | undefined {
  const last = found.at(-1);
  switch (shapeOf(parameter)) {
    case "flag":
      return true;
    case "count":
      return found.length;
    case "on-off":
      return !(parameter.negativeFlags ?? []).includes(last?.flag ?? "");
    case "list":
      return found.map((one) => one.values as Scalar);
    case "groups":
      return found.map((one) => one.values as Scalar[]);
    case "many": {
      const all =
        parameter.action === "extend" ? found.flatMap((one) => one.values as Scalar[]) : (last?.values as Scalar[]);
      return parameter.kind === "positional" && all.length === 0 ? undefined : all;
    }
    default:
      return last?.values as Scalar;
  }
}
