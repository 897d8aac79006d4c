import { pointerTo } from "./input-errors";
import { chosenCommand, findSubcommand } from "./parameter";
import type { Command, Parameter, ScriptSpec } from "./spec";
import type { CommandValues } from "./values";

/** A value that a script's own parser did not accept. */
export interface ParserRefusal {
  /** A JSON pointer (RFC 6901) into the input: `/threads`, `/$command/build/target`. */
  pointer: string;
  /** The parser's own message. */
  detail: string;
}

const DETAIL_MAX = 2_000;

/**
 * The parameters that a script's parser names in the message with which it ended (exit code 2), in the manner of argparse,
 * optparse, click and Typer. Empty if the standard error ends with no such message, or names no parameter of the chosen
 * commands.
 */
export function readParserRefusals(spec: ScriptSpec, values: CommandValues, stderr: string): ParserRefusal[] {
  const text = stderr.replace(escapeSequences, "").replaceAll("\r\n", "\n").trimEnd();
  const message = findMessage(text);
  if (!message) return [];
  const levels = order(levelsOf(spec.command, values), message.program);
  const found = message.names.flatMap((name) => pointerOf(levels, name) ?? []);
  return [...new Set(found)].map((pointer) => ({ pointer, detail: message.detail.slice(0, DETAIL_MAX) }));
}

const escapeSequences = new RegExp(`${String.fromCharCode(27)}\\[[0-?]*[ -/]*[@-~]`, "g");

interface ParserMessage {
  /** What the parser calls the program: the words of its usage, which end with the sub-command. */
  program: string;
  names: string[];
  detail: string;
}

function findMessage(text: string): ParserMessage | null {
  const argparse = [...text.matchAll(/^(.*?): error: /gm)].at(-1);
  const usage = [...text.matchAll(/^\s*usage: (.*?)(?: \[|$)/gim)].at(-1)?.[1] ?? "";
  const clickText = [...text.matchAll(/^Error: /gm)].at(-1);
  if (argparse && argparse.index >= (clickText?.index ?? 0))
    return readArgparse(text.slice(argparse.index + argparse[0].length), argparse[1] ?? "");
  if (clickText) return readClick(text.slice(clickText.index + clickText[0].length), usage);
  const boxed = unbox(text);
  return boxed === null ? null : readClick(boxed, usage);
}

/** The text in the box that Typer draws around an error. */
function unbox(text: string): string | null {
  const [, inside] = /^╭─+ Error ─*╮\n([^╰]*)╰/m.exec(text) ?? [];
  if (inside === undefined) return null;
  return inside
    .split("\n")
    .map((line) => line.replace(/^│\s?|\s*│\s*$/g, ""))
    .join(" ")
    .replace(/\s+/g, " ")
    .trim();
}

function readArgparse(message: string, program: string): ParserMessage {
  const of = (names: string[], detail = message) => ({ program, names, detail });
  const [, name, detail] = /^(?:argument|option) (.+?): (.*)$/s.exec(message) ?? [];
  if (name !== undefined) return of([name], detail);
  const [, required] = /^the following arguments are required: (.*)$/s.exec(message) ?? [];
  if (required !== undefined) return of(required.split(", "));
  const [, alternatives] = /^one of the arguments (.*) is required$/s.exec(message) ?? [];
  if (alternatives !== undefined) return of(alternatives.split(" "));
  const [, option] = /^(\S+) option requires /.exec(message) ?? []; // optparse
  return of(option === undefined ? [] : [option]);
}

/** How click writes option strings or a metavar: `'--count' / '-c'`. */
const hint = `((?:'[^']*'|"[^"]*")(?: / (?:'[^']*'|"[^"]*"))*)`;
const invalidValue = new RegExp(`^Invalid value for ${hint}: (.*)$`, "s");
const missingValue = new RegExp(`^Missing (?:option|argument|parameter) ${hint}`);
const wrongCount = new RegExp(`^(?:Option|Argument) ${hint} (?:requires|takes|does not take) `);

function readClick(message: string, program: string): ParserMessage {
  const invalid = invalidValue.exec(message);
  const found = invalid ?? missingValue.exec(message) ?? wrongCount.exec(message);
  const names = [...(found?.[1] ?? "").matchAll(/'([^']*)'|"([^"]*)"/g)].map(([, single, double]) => single ?? double);
  return { program, names: names.length === 0 ? [] : [names.join("/")], detail: invalid?.[2] ?? message };
}

interface Level {
  /** The JSON pointer of its command. */
  prefix: string;
  command: Command;
}

/** The script's command and the chosen sub-commands, outermost first. */
function levelsOf(command: Command, values: CommandValues, prefix = ""): Level[] {
  const chosen = chosenCommand(values);
  const sub = chosen && findSubcommand(command, chosen.name);
  const level = { prefix, command };
  if (!chosen || !sub) return [level];
  return [level, ...levelsOf(sub, chosen.values, pointerTo(`${prefix}/$command`, sub.name))];
}

/** The command that the parser was reading first, then those around it and inside it. */
function order(levels: Level[], program: string): Level[] {
  const words = program.split(/\s+/);
  const isReading = ({ command }: Level) =>
    words.includes(command.name) || (command.aliases ?? []).some((one) => words.includes(one));
  const depth = levels.findLastIndex((level, index) => index > 0 && isReading(level));
  const reading = levels.slice(0, Math.max(depth, 0) + 1).reverse();
  return [...reading, ...levels.slice(reading.length)];
}

function pointerOf(levels: Level[], name: string): string | null {
  for (const { command, prefix } of levels) {
    const found = findParameter(command, name);
    if (found) return pointerTo(prefix, found.id);
  }
  return null;
}

/** The parameter that a parser calls by its option strings, separated by a slash, or by its metavar or dest. */
function findParameter(command: Command, name: string): Parameter | undefined {
  const flags = name.split("/").map((flag) => flag.trim());
  const option = command.params.find((one) =>
    [...(one.flags ?? []), ...(one.negativeFlags ?? [])].some((flag) => flags.includes(flag)),
  );
  if (option) return option;
  const plain = plainName(name);
  return command.params.find(
    (one) =>
      one.kind === "positional" &&
      [one.metavar, one.dest, one.id, ...choiceNames(one)].some(
        (text) => text !== undefined && plainName(text) === plain,
      ),
  );
}

/** How parsers name a positional that has choices and no other name. */
function choiceNames({ choices = [] }: Parameter): string[] {
  const values = choices.map(({ value }) => value);
  return values.length === 0 ? [] : [`{${values.join(",")}}`, `{${values.join("|")}}`];
}

/** Without the brackets and dots by which click says that it is optional or a list. */
function plainName(name: string): string {
  return name.replace(/^\[|\]?(?:\.\.\.)?$/g, "").toLowerCase();
}
