import type { Command, Parameter, ParameterGroup } from "@/command-line/spec";
import { withIds } from "../source/parameters";
import { toOption } from "./option-line";

const optionLine = /^ {0,12}(-{1,2}(?:\[no-?\])?[A-Za-z0-9?][^\n]*)$/;
const colour = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, "g");
const helpCharactersMax = 200_000;

/**
 * A first guess of a command from its --help text: the options it lists with their values, choices and defaults, and
 * the positionals of its usage line. Every parameter is `guessed`.
 */
export function readHelpText(help: string, program: string): Command {
  const text = withoutFrames(help.slice(0, helpCharactersMax)).replaceAll("\r\n", "\n").replaceAll(/\t/g, "        ");
  const groups: ParameterGroup[] = [];
  const params: Parameter[] = [];
  const lines = text.split("\n");
  for (const [index, line] of lines.entries()) {
    const title = /^([A-Z][\w /-]{0,60}):\s*$/.exec(line)?.[1];
    if (title !== undefined) {
      const standard = /^(options|optional arguments|positional arguments)$/i.test(title);
      groups.push({ id: `g${groups.length}`, title, standard });
    }
    const option = optionLine.exec(line)?.[1];
    if (option === undefined) continue;
    const param = toOption(option, continuation(lines, index + 1, line.length - option.length));
    if (param === null || params.some((known) => known.flags?.some((flag) => param.flags?.includes(flag)))) continue;
    params.push({ ...param, group: groups.at(-1)?.id });
  }
  const usage = usageLine(text);
  const all = withIds([...params, ...positionals(usage, program)]);
  const used = groups.filter((group) => all.some((param) => param.group === group.id));
  return { name: "", usage: usage || undefined, groups: used, mutex: [], params: all };
}

/** The command with the options of a help text that neither it nor one of its commands has, in a group of their own. */
export function withGuessed(command: Command, help: Command, notOffered: readonly string[]): Command {
  const known = new Set([...flagsOf(command), ...notOffered]);
  const isNew = ({ kind, flags = [], negativeFlags = [] }: Parameter) =>
    kind === "option" && ![...flags, ...negativeFlags].some((flag) => known.has(flag));
  const more = help.params.filter(isNew).map((param) => ({ ...param, group: "help" }));
  if (more.length === 0) return command;
  const groups = [...command.groups, { id: "help", title: "Found in the help text", standard: false }];
  const ids = new Set(command.params.map((param) => param.id));
  const named = more.map((param) => (ids.has(param.id) ? { ...param, id: `${param.id}-help` } : param));
  return { ...command, groups, params: [...command.params, ...named] };
}

function flagsOf(command: Command): string[] {
  const own = command.params.flatMap((param) => [...(param.flags ?? []), ...(param.negativeFlags ?? [])]);
  return [...own, ...(command.subcommands?.commands ?? []).flatMap(flagsOf)];
}

/** Colours and the boxes that rich draws around options are no part of a help text. */
function withoutFrames(text: string): string {
  return text.replaceAll(colour, "").replaceAll(/^[│┃|]( .*?)\s*[│┃|]?$/gm, "$1");
}

/** The lines below an option that are indented more than it, which go on with its help. */
function continuation(lines: string[], from: number, indent: number): string {
  const found: string[] = [];
  for (const line of lines.slice(from, from + 8)) {
    if (line.search(/\S/) < indent + 2 || optionLine.test(line)) break;
    found.push(line.trim());
  }
  return found.join(" ");
}

/** The usage line and those that go on with it: neither options with their help nor a sentence. */
function usageLine(text: string): string {
  const [, first = "", below = ""] = /^[ \t]*usage:[ \t]*\n?(.*\S.*)((?:\n[ \t]{4,}\S.*)*)/im.exec(text) ?? [];
  const more = below.split("\n").slice(1);
  const end = more.findIndex((line) => /^\s*-.*\S {2,}\S/.test(line) || !/[[<({|-]|^[\sA-Z0-9_.]+$/.test(line));
  const lines = [first, ...(end < 0 ? more : more.slice(0, end))];
  return lines.join(" ").replaceAll(/\s+/g, " ").trim().slice(0, 4096);
}

/** `prog [options] SOURCE... [TARGET]` → SOURCE, one or more; TARGET, optional. */
function positionals(usage: string, program: string): Parameter[] {
  const words = usage.match(/\[[^[\]]*(?:\[[^[\]]*\][^[\]]*)*\](?:\.\.\.)?|<[^>]*>\S*|\S+/g) ?? [];
  const found: Parameter[] = [];
  for (const [index, word] of words.entries()) {
    if (/^\[?\(?-|options?\b|flags\b/i.test(word) || index === 0 || word.endsWith(program)) continue;
    if (/^(or:|\||\.\.\.)$/.test(word) || words[index - 1]?.match(/^-{1,2}\w[\w-]*$/)) continue;
    const dest = word
      .replaceAll(/[^A-Za-z0-9]+/g, "_")
      .replaceAll(/^_+|_+$/g, "")
      .toLowerCase();
    if (dest === "" || found.some((param) => param.dest === dest)) continue;
    const many = word.includes("...");
    const required = !word.startsWith("[");
    const nargs = many ? (required ? "+" : "*") : required ? undefined : "?";
    const base = { id: dest, dest, kind: "positional" as const, action: "store" as const, type: "string" as const };
    found.push({ ...base, ...(nargs ? { nargs } : {}), required, guessed: true, metavar: word });
  }
  return found;
}
