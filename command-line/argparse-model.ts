import { type ActionClass, ArgumentError, type ArgumentOptions, ArgumentParser, REMAINDER, SUPPRESS } from "argparse";
import { Refused } from "./errors";
import { findSubcommand, positiveFlags, takesNoValue } from "./parameter";
import type { Command, Parameter } from "./spec";

/** A parser that keeps nothing between two parses, so that one serves them all. */
export interface Model {
  command: Command;
  read(argv: readonly string[]): [Namespace, string[]];
  /** The parameters by the name their findings have in the namespace; unique in the whole tree of commands. */
  parameters: Map<string, Parameter>;
  chosen: string;
  /** The model of a sub-command, made when it is first used. */
  child(command: Command): Model;
}

/** One appearance of a parameter on the command line. */
export interface Finding {
  values: unknown;
  flag: string | undefined;
  /** An option that may stand without a value stood so. */
  isBare: boolean;
}

export type Namespace = Record<string, unknown>;

export const REST = "\u0001rest";
const models = new Map<string, WeakMap<Command, Model>>();

/** The parser of a command, where `number` tells negative numbers from options. */
export function modelOf(command: Command, number: RegExp): Model {
  const ofNumber = models.get(number.source) ?? new WeakMap<Command, Model>();
  models.set(number.source, ofNumber);
  const model = ofNumber.get(command) ?? makeModel(command, { next: 0, number });
  ofNumber.set(command, model);
  return model;
}

/** What the models of one tree of commands share. */
interface Shared {
  /** Where the names in the namespace go on. */
  next: number;
  number: RegExp;
}

function makeModel(command: Command, shared: Shared): Model {
  const parser = newParser(command, shared);
  const children = new Map<Command, Model>();
  const model: Model = {
    command,
    read: (argv) => {
      refuseFiles(command, argv);
      return command.intermixed
        ? parser.parse_known_intermixed_args<Namespace>([...argv])
        : parser.parse_known_args<Namespace>([...argv]);
    },
    parameters: new Map(),
    chosen: `\u0001${shared.next++}`,
    child: (sub) => {
      const known = children.get(sub) ?? makeModel(sub, shared);
      children.set(sub, known);
      return known;
    },
  };
  addArguments({ parser, model, shared, used: new Set() });
  return model;
}

function newParser(command: Command, { number }: Shared): ArgumentParser {
  const parser = new ArgumentParser({
    prog: "script",
    prefix_chars: command.prefixChars ?? "-",
    allow_abbrev: command.allowAbbrev !== false,
    add_help: false,
    exit_on_error: false,
    argument_default: SUPPRESS,
    color: false,
    formatter_class: NoFormatter as never, // the parser only creates one and calls the methods that it has
  });
  return Object.assign(parser, { _negative_number_matcher: number });
}

/** A parser that is being made. */
interface Building {
  parser: ArgumentParser;
  model: Model;
  shared: Shared;
  /** Option strings that have an owner. */
  used: Set<string>;
}

function addArguments(building: Building): void {
  const { parser, model, shared } = building;
  const { command } = model;
  if (!command.noHelp) addHelp(building);
  const mutex = new Map(
    command.mutex.map((one) => [one.id, parser.add_mutually_exclusive_group({ required: one.required })]),
  );
  let positionals = 0;
  let isPending = command.subcommands !== undefined;
  for (const parameter of command.params) {
    if (isPending && parameter.kind === "positional" && positionals >= (command.subcommands?.position ?? Infinity)) {
      addSubcommands(building);
      isPending = false;
    }
    if (parameter.kind === "positional") positionals += 1;
    const dest = `\u0001${shared.next++}`;
    const exclusive = parameter.mutex === undefined ? undefined : mutex.get(parameter.mutex);
    if (addParameter(building, parameter, { dest, exclusive })) model.parameters.set(dest, parameter);
  }
  if (isPending) addSubcommands(building);
}

interface Slot {
  dest: string;
  exclusive: Pick<ArgumentParser, "add_argument"> | undefined;
}

/** Adds a parameter; answers whether the parser can have it. */
function addParameter(building: Building, parameter: Parameter, { dest, exclusive }: Slot): boolean {
  const container = exclusive ?? building.parser;
  const options: ArgumentOptions = { action: asAction(addFinding), metavar: parameter.metavar ?? parameter.dest };
  if (takesNoValue(parameter)) options.nargs = 0;
  else if (parameter.nargs !== undefined) options.nargs = parameter.nargs === "remainder" ? REMAINDER : parameter.nargs;
  if (parameter.kind === "positional") {
    if (takesNoValue(parameter)) return false;
    if (exclusive && options.nargs !== "?" && options.nargs !== "*") options.nargs = "?";
    container.add_argument(dest, options);
    return true;
  }
  // A "resolve" conflict handler takes option strings away from earlier options; what is left of them still works.
  const prefixes = building.model.command.prefixChars ?? "-";
  const names = [...positiveFlags(parameter), ...(parameter.negativeFlags ?? [])].filter(
    (flag) => flag !== "" && prefixes.includes(flag.charAt(0)) && !building.used.has(flag),
  );
  const [first, ...others] = new Set(names);
  if (first === undefined) return false;
  for (const name of names) building.used.add(name);
  const required = parameter.required && !exclusive;
  container.add_argument(first, ...others, { ...options, dest, required, const: BARE });
  return true;
}

function addHelp({ parser, model, used }: Building): void {
  const { command } = model;
  const prefixes = command.prefixChars ?? "-";
  const prefix = prefixes.includes("-") ? "-" : prefixes.charAt(0);
  const taken = new Set(command.params.flatMap((one) => [...(one.flags ?? []), ...(one.negativeFlags ?? [])]));
  const [first, ...others] = [`${prefix}h`, `${prefix}${prefix}help`].filter((flag) => !taken.has(flag));
  if (first === undefined) return;
  for (const flag of [first, ...others]) used.add(flag);
  const help = asAction(({ flag }) => {
    throw new Refused(`${flag} asks the script for its help; it would do no work`);
  });
  parser.add_argument(first, ...others, { action: help, nargs: 0, dest: "\u0001help" });
}

function addSubcommands({ parser, model }: Building): void {
  const subcommands = model.command.subcommands;
  if (!subcommands) return;
  const names = subcommands.commands.flatMap((command) => [command.name, ...(command.aliases ?? [])]);
  const run = asAction(({ action, namespace, values }) => {
    const [name = "", ...rest] = values as string[]; // nargs "A..." gives a list
    const command = findSubcommand(model.command, name);
    if (!command) {
      // asAction gives it what the message needs of an action.
      throw new ArgumentError(action as never, `invalid choice: '${name}' (choose from ${names.join(", ")})`);
    }
    const [found, unknown] = model.child(command).read(rest);
    Object.assign(namespace, found);
    namespace[model.chosen] = command;
    if (unknown.length === 0) return;
    namespace[REST] = [...((namespace[REST] as string[] | undefined) ?? []), ...unknown]; // only written here
  });
  const metavar = subcommands.metavar ?? subcommands.dest ?? `{${names.slice(0, 20).join(",")}}`;
  parser.add_subparsers({ action: withMetavar(run, metavar), prog: "script", required: subcommands.required });
}

/** What argparse tells an action when it meets its argument. */
interface Meeting {
  action: object;
  namespace: Namespace;
  values: unknown;
  flag: string | undefined;
}

/**
 * An action of argparse's as a plain closure: the package's own Action class makes each instance with `new Function`,
 * which a content security policy without 'unsafe-eval' forbids in a browser.
 */
function asAction(meet: (meeting: Meeting) => void): ActionClass {
  function make(options: Record<string, unknown>): object {
    // The signature is argparse's: an action is called with the parser, the namespace, the values and the flag.
    const action = (...[, namespace, values, flag]: [unknown, Namespace, unknown, string?]): void =>
      meet({ action, namespace, values, flag });
    return Object.assign(action, { required: false, deprecated: false, option_strings: [] }, options);
  }
  return make as never; // argparse calls it with `new`, which gives the object that a function returns
}

/** The action of add_subparsers, which passes nargs of its own and knows no `dest` but the one given. */
function withMetavar(action: ActionClass, metavar: string): ActionClass {
  const make = action as unknown as (options: Record<string, unknown>) => object; // asAction made it
  return function subcommands(options: Record<string, unknown>): object {
    return make({ ...options, nargs: "A...", dest: SUPPRESS, metavar });
  } as never; // as in asAction
}

/** Stands for the value of an option that stood alone: no command line can hold it. */
const BARE = "\0bare";

function addFinding({ action, namespace, values, flag }: Meeting): void {
  const { dest } = action as { dest: string }; // argparse sets it
  const found = (namespace[dest] as Finding[] | undefined) ?? []; // only written here
  namespace[dest] = [...found, { values, flag, isBare: values === BARE }];
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
