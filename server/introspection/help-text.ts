import type { Command, Parameter, ParameterGroup } from "./spec";

const optionLine = /^ {0,12}(-{1,2}[A-Za-z0-9?][^\n]*)$/;
const flagPattern = /^(--?[A-Za-z0-9?][\w.-]*|-[A-Za-z0-9?])(?:\[?[= ]?\[?(.*))?$/;
const colour = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, "g");
const notOffered = new Set(["-h", "-?", "--help", "-V", "--version", "--usage"]);
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

function toOption(line: string, below: string): Parameter | null {
  const [column = "", ...rest] = line.split(/ {2,}/);
  const help = [...rest, below].join(" ").trim();
  const flags: string[] = [];
  let value = "";
  for (const part of column.split(/,\s*(?=-)|\s*[|/]\s*(?=-)|\s+(?=--?\w)/)) {
    const [, flag, argument = ""] = flagPattern.exec(part.trim()) ?? [];
    if (flag === undefined) continue;
    flags.push(flag);
    if (argument !== "") value = argument.replace(/\]$/, "").trim();
  }
  if (flags.length === 0 || flags.some((flag) => notOffered.has(flag))) return null;
  const name = flags.find((flag) => flag.startsWith("--")) ?? flags[0] ?? "";
  const dest = name.replace(/^-+/, "").replaceAll(/[^A-Za-z0-9]+/g, "_");
  const base = {
    id: dest,
    dest,
    kind: "option" as const,
    flags,
    required: false,
    guessed: true,
    help: help || undefined,
  };
  if (value === "") return { ...base, action: "store_true", nargs: 0, type: "boolean" };
  const choices = /^\{([^{}]+)\}/.exec(value)?.[1]?.split(/[,|]/);
  return {
    ...base,
    action: "store",
    ...(/\s/.test(value) && /^[A-Z_0-9 ]+$/.test(value) ? { nargs: value.split(/\s+/).length } : {}),
    type: /^<?(int|integer|n|num|number|count|port|seconds)>?$/i.test(value) ? typeOf(value) : "string",
    metavar: value,
    ...(choices ? { choices: choices.map((choice) => ({ value: choice.trim() })) } : {}),
  };
}

function typeOf(value: string): Parameter["type"] {
  return /int|^<?n>?$|count|port/i.test(value) ? "integer" : "number";
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

function withIds(params: Parameter[]): Parameter[] {
  const seen = new Map<string, number>();
  return params.map((param) => {
    const count = (seen.get(param.dest) ?? 0) + 1;
    seen.set(param.dest, count);
    return count === 1 ? param : { ...param, id: `${param.dest}-${count}` };
  });
}
