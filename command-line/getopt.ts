import { Cursor } from "./cursor";
import { type Dialect, flagsOf, isOptionLike } from "./dialect";
import { Refused } from "./errors";
import {
  findSubcommand,
  groupsOf,
  isSeparator,
  nameOf,
  readBare,
  setValue,
  shapeOf,
  takesNoValue,
  valueIn,
} from "./parameter";
import { divide } from "./positionals";
import type { Command, Parameter, ScriptSpec } from "./spec";
import type { CommandValues, Scalar } from "./values";

/**
 * Values from arguments read from left to right, an option taking the words it needs whatever they look like: the rules
 * that click, optparse, getopt, docopt and most parsers of other languages share. @throws Refused
 */
export function readGetopt(spec: ScriptSpec, dialect: Dialect, argv: readonly string[]): CommandValues {
  return new CommandReader(spec.command, dialect, new Cursor(argv)).read();
}

interface Found {
  parameter: Parameter;
  isNegative: boolean;
}

/** Reads the words of one command; a sub-command has a reader of its own, which continues at the same cursor. */
class CommandReader {
  private readonly values: CommandValues = {};
  private readonly words: string[] = [];

  constructor(
    private readonly command: Command,
    private readonly dialect: Dialect,
    private readonly cursor: Cursor,
  ) {}

  read(): CommandValues {
    const { subcommands } = this.command;
    const positionals = positionalsOf(this.command, this.dialect);
    const wordsBefore = subcommands ? (subcommands.position ?? positionals.length) : Number.POSITIVE_INFINITY;
    let optionsEnded = this.dialect.words;
    while (!this.cursor.isAtEnd) {
      const word = this.cursor.next();
      if (word === "--" && this.dialect.dashDashIsWord) optionsEnded = true;
      if (!optionsEnded && word === "--" && this.dialect.dashDash) optionsEnded = true;
      else if (!optionsEnded && word !== "--" && isOptionLike(this.command, this.dialect, word)) this.readOption(word);
      else if (this.words.length < wordsBefore && !this.isCommand(word)) {
        this.words.push(word);
        // The options of a click group end at its first positional.
        if (subcommands && this.dialect.groupStopsAtWord) optionsEnded = true;
      } else {
        this.readSubcommand(word);
        break;
      }
    }
    if (subcommands?.required && !this.values.$command) {
      throw missing([subcommands.metavar ?? subcommands.dest ?? "command"]);
    }
    this.readPositionals(positionals);
    this.requireOptions();
    return this.values;
  }

  private readSubcommand(name: string): void {
    const sub = findSubcommand(this.command, name);
    if (!sub) {
      const names = (this.command.subcommands?.commands ?? []).map((one) => one.name).join(", ");
      throw new Refused(`invalid choice: '${name}' (choose from ${names})`);
    }
    const values = new CommandReader(sub, this.dialect, this.cursor).read();
    this.values.$command = { name: sub.name, values };
  }

  private isCommand(word: string): boolean {
    return this.dialect.commandsFirst && this.words.length === 0 && findSubcommand(this.command, word) !== undefined;
  }

  private readOption(word: string): void {
    const equals = word.indexOf("=");
    const name = equals === -1 ? word : word.slice(0, equals);
    const found = this.findOption(name);
    if (found && (name.length > 2 || equals === -1)) {
      this.store(found, equals === -1 ? undefined : word.slice(equals + 1));
    } else if (word.startsWith("--")) throw this.unknownOption(word);
    else this.readCluster(word);
  }

  /** -abc: flags one after another, or an option with the rest of the word as its value. */
  private readCluster(word: string): void {
    const characters = [...word];
    for (let index = 1; index < characters.length; index += 1) {
      const found = this.findOption(`${characters[0]}${characters[index]}`);
      if (!found) throw this.unknownOption(word);
      if (!takesNoValue(found.parameter)) {
        const rest = characters.slice(index + 1).join("");
        this.store(found, rest === "" ? undefined : rest);
        return;
      }
      this.store(found, undefined);
    }
  }

  private findOption(name: string): Found | undefined {
    const beginnings = new Map<Parameter, Found>();
    for (const parameter of this.command.params) {
      if (!isOption(parameter, this.dialect)) continue;
      for (const isNegative of [false, true]) {
        for (const flag of isNegative ? (parameter.negativeFlags ?? []) : flagsOf(parameter)) {
          if (flag === name) return { parameter, isNegative };
          if (name.length > 2 && name.startsWith("--") && flag.startsWith(name)) {
            beginnings.set(parameter, { parameter, isNegative });
          }
        }
      }
    }
    const [only, other] = [...beginnings.values()];
    if (!this.dialect.abbreviations || only === undefined) return undefined;
    if (!other) return only;
    throw new Refused(`ambiguous option: ${name} could match ${[...beginnings.keys()].map(nameOf).join(", ")}`);
  }

  /** Stores what the option says, and takes the words that it needs. `explicit` is the value in the option's own word. */
  private store({ parameter, isNegative }: Found, explicit: string | undefined): void {
    const { id } = parameter;
    const shape = shapeOf(parameter);
    if (takesNoValue(parameter)) {
      const isOn = this.readSwitch(parameter, explicit) !== isNegative;
      if (shape === "count") setValue(this.values, id, Number(valueIn(this.values, id) ?? 0) + 1);
      else setValue(this.values, id, shape === "on-off" ? isOn : isOn || undefined);
      return;
    }
    const words = this.takeValues(parameter, explicit);
    // Only this function stores under the id, always in the same shape.
    const before = (valueIn(this.values, id) ?? []) as Scalar[] & Scalar[][];
    if (shape === "groups") setValue(this.values, id, [...before, words]);
    else if (shape === "list") setValue(this.values, id, [...before, words[0] ?? readBare(parameter)]);
    else if (shape !== "many") setValue(this.values, id, words[0] ?? readBare(parameter));
    else setValue(this.values, id, parameter.action === "extend" ? [...before, ...words] : words);
  }

  /** Whether a flag is on: it is, unless its own word says otherwise in a library that allows that. */
  private readSwitch(parameter: Parameter, explicit: string | undefined): boolean {
    if (explicit === undefined) return true;
    if (this.dialect.flagEquals) return /^(true|1|yes|t|y)$/i.test(explicit);
    throw new Refused(`argument ${nameOf(parameter)}: ignored explicit argument '${explicit}'`);
  }

  private takeValues(parameter: Parameter, explicit: string | undefined): string[] {
    const { nargs } = parameter;
    if (explicit !== undefined) {
      if (this.dialect.explicitIsNextWord) this.cursor.insert(explicit);
      else if (typeof nargs !== "number" || nargs === 1) return [explicit];
      else throw new Refused(`argument ${nameOf(parameter)}: expected ${nargs} arguments`);
    }
    const next = this.cursor.peek();
    if (parameter.optionLikeValuesImpossible && next !== undefined && isOptionLike(this.command, this.dialect, next)) {
      if (nargs === "?") return [];
      throw new Refused(`argument ${nameOf(parameter)}: expected one argument`);
    }
    const count = this.countValues(parameter);
    if (this.cursor.remaining < count || (nargs === "+" && count === 0)) {
      throw new Refused(`argument ${nameOf(parameter)}: expected ${expected(nargs)}`);
    }
    return this.cursor.take(count);
  }

  private countValues({ nargs = 1 }: Parameter): number {
    if (typeof nargs === "number") return nargs;
    if (nargs === "remainder") return this.cursor.remaining;
    const free = this.cursor.countWhile((word) => word.length < 2 || !word.startsWith("-"));
    if (nargs === "?") return this.dialect.optionalTakesNext ? Math.min(1, free) : 0;
    return free;
  }

  private readPositionals(positionals: readonly Parameter[]): void {
    const cursor = new Cursor(this.words);
    const fillable = this.dialect.wordsFillOptions ? this.command.params.filter((one) => one.kind === "option") : [];
    for (const option of fillable) {
      if (!Object.hasOwn(this.values, option.id) && !cursor.isAtEnd) setValue(this.values, option.id, cursor.next());
    }
    const values = positionals.filter((one) => one.kind !== "literal");
    const literals = positionals.filter((one) => one.kind === "literal");
    const present = literals.filter((one) => this.words.includes(one.dest));
    const counts = divide(values, cursor.remaining - present.length, this.dialect.division);
    const countOf = new Map(values.map((one, index) => [one, counts[index] ?? 0]));
    for (const parameter of positionals) {
      if (parameter.kind === "literal") this.readLiteral(parameter, cursor);
      else this.readPositional(parameter, cursor.take(countOf.get(parameter) ?? 0));
    }
    if (!cursor.isAtEnd) {
      throw new Refused(`unrecognized arguments: ${cursor.take(cursor.remaining).join(" ")}`);
    }
  }

  private readLiteral(parameter: Parameter, cursor: Cursor): void {
    if (cursor.peek() === parameter.dest) {
      cursor.next();
      setValue(this.values, parameter.id, true);
    } else if (parameter.required) throw missing([parameter.dest]);
  }

  private readPositional(parameter: Parameter, words: string[]): void {
    const { nargs, required } = parameter;
    const isIncomplete = typeof nargs === "number" && nargs > 0 && words.length % nargs > 0;
    const isDemanded = required && nargs !== "?" && nargs !== "*" && nargs !== "remainder";
    if (isIncomplete || (words.length === 0 && isDemanded && nargs !== 0)) throw missing([nameOf(parameter)]);
    if (words.length === 0) return;
    const shape = shapeOf(parameter);
    if (shape === "groups") setValue(this.values, parameter.id, groupsOf(parameter, words));
    else setValue(this.values, parameter.id, shape === "many" ? words : words[0]);
  }

  private requireOptions(): void {
    const absent = this.command.params.filter(
      (one) =>
        one.required && isOption(one, this.dialect) && one.default === undefined && !Object.hasOwn(this.values, one.id),
    );
    if (absent.length > 0) throw missing(absent.map(nameOf));
  }

  private unknownOption(word: string): Refused {
    const asksForHelp = (word === "-h" || word === "--help") && !this.command.noHelp;
    return new Refused(
      asksForHelp ? `${word} asks the script for its help; it would do no work` : `unrecognized arguments: ${word}`,
    );
  }
}

function missing(names: string[]): Refused {
  return new Refused(`the following arguments are required: ${names.join(", ")}`);
}

function expected(nargs: Parameter["nargs"]): string {
  if (nargs === undefined) return "one argument";
  return nargs === "+" ? "at least one argument" : `${nargs} arguments`;
}

function positionalsOf(command: Command, dialect: Dialect): Parameter[] {
  return command.params.filter((one) => !isOption(one, dialect) && !isSeparator(one));
}

function isOption(parameter: Parameter, dialect: Dialect): boolean {
  return !dialect.words && (parameter.kind === "option" || parameter.kind === "keyword");
}
