import { type Dialect, flagsOf } from "./dialect";
import { Refused } from "./errors";
import { findSubcommand, nameOf, setValue, shapeOf, valueIn } from "./parameter";
import type { Command, Parameter, ScriptSpec } from "./spec";
import type { CommandValues, Scalar } from "./values";

/**
 * Values from arguments read from left to right, an option taking the words it needs whatever they look like: the rules
 * that click, optparse, getopt, docopt and most parsers of other languages share. @throws Refused
 */
export function readGetopt(spec: ScriptSpec, dialect: Dialect, argv: readonly string[]): CommandValues {
  return readCommandWords(spec.command, dialect, argv);
}

function readCommandWords(command: Command, dialect: Dialect, argv: readonly string[]): CommandValues {
  const values: CommandValues = {};
  const words: string[] = [];
  const { subcommands } = command;
  const before = subcommands ? (subcommands.position ?? placesOf(command, dialect).length) : Number.POSITIVE_INFINITY;
  let ended = dialect.words;
  let at = 0;
  while (at < argv.length) {
    const word = argv[at] ?? "";
    if (!ended && word === "--" && dialect.dashDash) {
      ended = true;
      at += 1;
    } else if (!ended && word.length > 1 && word.startsWith("-") && word !== "--") {
      at = readOption(command, dialect, argv, at, values);
    } else if (words.length >= before) {
      readSubcommand(command, dialect, argv.slice(at), values);
      break;
    } else {
      words.push(word);
      at += 1;
    }
  }
  if (subcommands?.required && !values.$command) {
    throw new Refused(`the following arguments are required: ${subcommands.metavar ?? subcommands.dest ?? "command"}`);
  }
  takePositionals(command, dialect, words, values);
  const missing = command.params.filter(
    (one) => one.required && isOption(one, dialect) && one.default === undefined && !Object.hasOwn(values, one.id),
  );
  if (missing.length > 0) throw new Refused(`the following arguments are required: ${missing.map(nameOf).join(", ")}`);
  return values;
}

function readSubcommand(command: Command, dialect: Dialect, argv: readonly string[], values: CommandValues): void {
  const [name = "", ...rest] = argv;
  const sub = findSubcommand(command, name);
  if (!sub) {
    const names = (command.subcommands?.commands ?? []).map((one) => one.name).join(", ");
    throw new Refused(`invalid choice: '${name}' (choose from ${names})`);
  }
  values.$command = { name: sub.name, values: readCommandWords(sub, dialect, rest) };
}

/** Reads the option at `at` and stores its value; answers where the next word is. */
function readOption(
  command: Command,
  dialect: Dialect,
  argv: readonly string[],
  at: number,
  values: CommandValues,
): number {
  const word = argv[at] ?? "";
  const equals = word.indexOf("=");
  const name = equals === -1 ? word : word.slice(0, equals);
  const whole = findOption(command, dialect, name);
  if (whole && (name.length > 2 || equals === -1)) {
    const explicit = equals === -1 ? undefined : word.slice(equals + 1);
    return store(whole, dialect, explicit, argv, at + 1, values);
  }
  if (word.startsWith("--")) throw unknown(command, word);
  return readCluster(command, dialect, argv, at, values);
}

/** -abc: flags one after another, or an option with the rest of the word as its value. */
function readCluster(
  command: Command,
  dialect: Dialect,
  argv: readonly string[],
  at: number,
  values: CommandValues,
): number {
  const word = argv[at] ?? "";
  for (let index = 1; index < word.length; index += 1) {
    const found = findOption(command, dialect, `-${word.charAt(index)}`);
    if (!found) throw unknown(command, word);
    const shape = shapeOf(found.parameter);
    const rest = word.slice(index + 1);
    const valueless = shape === "flag" || shape === "count" || shape === "on-off";
    if (!valueless) return store(found, dialect, rest === "" ? undefined : rest, argv, at + 1, values);
    store(found, dialect, undefined, argv, at + 1, values);
  }
  return at + 1;
}

interface Found {
  parameter: Parameter;
  negative: boolean;
}

function findOption(command: Command, dialect: Dialect, name: string): Found | undefined {
  const beginnings = new Map<Parameter, Found>();
  for (const parameter of command.params) {
    if (!isOption(parameter, dialect)) continue;
    for (const negative of [false, true]) {
      for (const flag of negative ? (parameter.negativeFlags ?? []) : flagsOf(parameter)) {
        if (flag === name) return { parameter, negative };
        if (name.length > 2 && name.startsWith("--") && flag.startsWith(name))
          beginnings.set(parameter, { parameter, negative });
      }
    }
  }
  const [only, other] = [...beginnings.values()];
  if (!dialect.abbreviations || only === undefined) return undefined;
  if (other)
    throw new Refused(`ambiguous option: ${name} could match ${[...beginnings.keys()].map(nameOf).join(", ")}`);
  return only;
}

/** Stores what the option says, taking the words from `next` on that it needs; answers where the next word is. */
function store(
  found: Found,
  dialect: Dialect,
  explicit: string | undefined,
  argv: readonly string[],
  next: number,
  values: CommandValues,
): number {
  const { parameter, negative } = found;
  const shape = shapeOf(parameter);
  if (shape === "flag" || shape === "count" || shape === "on-off") {
    let on = !negative;
    if (explicit !== undefined) {
      if (!dialect.flagEquals)
        throw new Refused(`argument ${nameOf(parameter)}: ignored explicit argument '${explicit}'`);
      on = /^(true|1|yes|t|y)$/i.test(explicit) ? on : !on;
    }
    const times = shape === "count" ? Number(valueIn(values, parameter.id) ?? 0) + 1 : undefined;
    setValue(values, parameter.id, times ?? (shape === "on-off" ? on : on || undefined));
    return next;
  }
  const { words, end } = takeWords(parameter, dialect, explicit, argv, next);
  const before = (valueIn(values, parameter.id) ?? []) as Scalar[];
  if (shape === "groups") setValue(values, parameter.id, [...(before as unknown as Scalar[][]), words]);
  else if (shape === "list") setValue(values, parameter.id, [...before, words[0] ?? true]);
  else if (shape === "many")
    setValue(values, parameter.id, parameter.action === "extend" ? [...before, ...words] : words);
  else setValue(values, parameter.id, words[0] ?? true);
  return end;
}

function takeWords(
  parameter: Parameter,
  dialect: Dialect,
  explicit: string | undefined,
  argv: readonly string[],
  next: number,
): { words: string[]; end: number } {
  const { nargs } = parameter;
  if (explicit !== undefined) {
    if (typeof nargs !== "number" || nargs === 1) return { words: [explicit], end: next };
    throw new Refused(`argument ${nameOf(parameter)}: expected ${nargs} arguments`);
  }
  const optionLike = argv.slice(next).findIndex((word) => word.length > 1 && word.startsWith("-"));
  const free = optionLike === -1 ? argv.length - next : optionLike;
  if (nargs === "?") {
    const taken = dialect.optionalTakesNext ? Math.min(1, free) : 0;
    return { words: argv.slice(next, next + taken), end: next + taken };
  }
  const count = nargs === "*" || nargs === "+" ? free : nargs === "remainder" ? argv.length - next : (nargs ?? 1);
  if (next + count > argv.length || (nargs === "+" && count === 0)) {
    const wanted =
      nargs === undefined ? "one argument" : nargs === "+" ? "at least one argument" : `${nargs} arguments`;
    throw new Refused(`argument ${nameOf(parameter)}: expected ${wanted}`);
  }
  return { words: argv.slice(next, next + count), end: next + count };
}

/** Gives the words to the positionals in order, leaving enough for the later ones that must have some. */
function takePositionals(command: Command, dialect: Dialect, words: readonly string[], values: CommandValues): void {
  const places = placesOf(command, dialect);
  let at = 0;
  for (const [index, parameter] of places.entries()) {
    if (parameter.kind === "literal") {
      if (words[at] === parameter.dest) {
        setValue(values, parameter.id, true);
        at += 1;
      } else if (parameter.required) throw new Refused(`the following arguments are required: ${parameter.dest}`);
      continue;
    }
    const later = places.slice(index + 1).reduce((sum, one) => sum + boundsOf(one)[0], 0);
    const [least, most] = boundsOf(parameter);
    const count = Math.min(most, Math.max(0, words.length - at - later));
    if (count < least) throw new Refused(`the following arguments are required: ${nameOf(parameter)}`);
    if (count > 0) {
      const taken = words.slice(at, at + count);
      setValue(values, parameter.id, shapeOf(parameter) === "many" ? taken : taken[0]);
    }
    at += count;
  }
  if (at < words.length) throw new Refused(`unrecognized arguments: ${words.slice(at).join(" ")}`);
}

/** How few and how many words a positional takes. */
function boundsOf(parameter: Parameter): [number, number] {
  const { nargs } = parameter;
  if (parameter.kind === "literal") return [parameter.required ? 1 : 0, 1];
  if (typeof nargs === "number") return parameter.required ? [nargs, nargs] : [0, nargs];
  if (nargs === "*" || nargs === "remainder") return [0, Number.POSITIVE_INFINITY];
  if (nargs === "+") return [1, Number.POSITIVE_INFINITY];
  return [nargs === "?" || !parameter.required ? 0 : 1, 1];
}

function placesOf(command: Command, dialect: Dialect): Parameter[] {
  return command.params.filter((one) => !isOption(one, dialect));
}

function isOption(parameter: Parameter, dialect: Dialect): boolean {
  return !dialect.words && (parameter.kind === "option" || parameter.kind === "keyword");
}

function unknown(command: Command, word: string): Refused {
  const asksHelp = (word === "-h" || word === "--help") && !command.noHelp;
  return new Refused(
    asksHelp ? `${word} asks the script for its help; it would do no work` : `unrecognized arguments: ${word}`,
  );
}
