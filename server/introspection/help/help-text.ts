import type { Command, Parameter, ParameterGroup } from "@/command-line/spec";
import { withIds } from "../source/parameters";
import { toOptions } from "./option-line";
import { findOptionLines } from "./option-lines";

const colour = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, "g");
/** Longer lines do not belong to a help text. */
const lineCharactersMax = 1_000;
const optionsMax = 3_000;
const helpCharactersMax = 400_000;

/**
 * A first guess of a command from its --help text: the options it lists with their values, choices and defaults, and
 * the positionals of its usage line. Every parameter is `guessed`.
 */
export function readHelpText(help: string, program: string): Command {
  const text = withoutFrames(help.slice(0, helpCharactersMax)).replaceAll("\r\n", "\n").replaceAll(/\t/g, "        ");
  const lines = text.split("\n").map((line) => line.slice(0, lineCharactersMax));
  const groups = groupsOf(lines);
  const params: Parameter[] = [];
  for (const option of findOptionLines(lines).slice(0, optionsMax)) {
    const group = groups.findLast(({ line }) => line < option.line);
    for (const each of toOptions(option)) {
      const param = withoutKnown(each, params);
      if (param) params.push({ ...param, group: group?.id });
    }
  }
  const usage = usageLine(text);
  const all = withIds([...params, ...positionals(usage, program)]);
  const used = groups.filter((group) => all.some((param) => param.group === group.id));
  const shown = used.map(({ line: _, ...group }) => group);
  return { name: "", usage: usage || undefined, groups: shown, mutex: [], params: all };
}

function groupsOf(lines: readonly string[]): (ParameterGroup & { line: number })[] {
  const titles = lines.flatMap((text, line) => {
    const title = /^([A-Z][\w /-]{0,60}):\s*$/.exec(text)?.[1];
    return title === undefined ? [] : [{ title, line }];
  });
  return titles.map(({ title, line }, index) => {
    const standard = /^(options|optional arguments|positional arguments)$/i.test(title);
    return { id: `g${index}`, title, standard, line };
  });
}

/** The option with only those flags that no earlier option has; null if none is left. */
function withoutKnown(param: Parameter, before: readonly Parameter[]): Parameter | null {
  const known = new Set(before.flatMap(({ flags = [], negativeFlags = [] }) => [...flags, ...negativeFlags]));
  const flags = param.flags?.filter((flag) => !known.has(flag)) ?? [];
  if (flags.length === 0) return null;
  const name = flags.find((flag) => flag.startsWith("--")) ?? flags[0] ?? "";
  const dest = name.replace(/^-+/, "").replaceAll(/[^A-Za-z0-9]+/g, "_");
  return flags.length === param.flags?.length ? param : { ...param, flags, id: dest, dest };
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
  const unique = more.map((param) => (ids.has(param.id) ? { ...param, id: `${param.id}-help` } : param));
  return { ...command, groups, params: [...command.params, ...unique] };
}

function flagsOf(command: Command): string[] {
  const direct = command.params.flatMap((param) => [...(param.flags ?? []), ...(param.negativeFlags ?? [])]);
  return [...direct, ...(command.subcommands?.commands ?? []).flatMap(flagsOf)];
}

/** Removes colours, and the boxes that rich draws around options. */
function withoutFrames(text: string): string {
  return text.replaceAll(colour, "").replaceAll(/^[│┃|]( .*?)\s*[│┃|]?$/gm, "$1");
}

/** The usage line and those that continue it: neither options with their help nor a sentence. */
function usageLine(text: string): string {
  const [, first = "", below = ""] = /^[ \t]*usage:[ \t]*\n?(.*\S.*)((?:\n[ \t]{4,}\S.*)*)/im.exec(text) ?? [];
  if (/^\s*-/.test(first)) return ""; // an empty "Usage:" with the options below it
  const more = below.split("\n").slice(1);
  const end = more.findIndex((line) => /^\s*-.*\S {2,}\S/.test(line) || !/[[<({|-]|^[\sA-Z0-9_.]+$/.test(line));
  const lines = [first, ...(end < 0 ? more : more.slice(0, end))].map((line) => line.replace(/(^|\s)#\s.*$/, ""));
  return lines.join(" ").replaceAll(/\s+/g, " ").trim().slice(0, 4096);
}

const usageWord = /\[[^[\]]*(?:\[[^[\]]*\][^[\]]*)*\](?:\.\.\.)?|\{[^{}]*\}\S*|<[^<>\s][^<>]*>\S*|\S+/g;

/** `prog [options] SOURCE... [TARGET]` → SOURCE, one or more; TARGET, optional. */
function positionals(usage: string, program: string): Parameter[] {
  const words = firstForm(untilShell(usage.match(usageWord) ?? []));
  const found: Parameter[] = [];
  for (const [index, word] of words.entries()) {
    if (/^\[?\(?\s*-|options?\b|flags\b/i.test(word) || index === 0 || word.endsWith(program)) continue;
    if (/^(\||\.\.\.)$/.test(word) || words[index - 1]?.match(/^-{1,2}\w[\w-]*$/)) continue;
    const dest = word
      .replaceAll(/[^A-Za-z0-9]+/g, "_")
      .replaceAll(/^_+|_+$/g, "")
      .toLowerCase();
    if (dest === "") continue;
    const many = word.includes("...") || words[index + 1] === "...";
    const known = found.findIndex((param) => param.dest === dest);
    if (known >= 0) {
      // `file [file ...]` is how argparse and R write one or more.
      const before = found[known];
      if (many && before) found[known] = { ...before, nargs: before.required ? "+" : "*" };
      continue;
    }
    const required = !word.startsWith("[");
    found.push({
      id: dest,
      dest,
      kind: "positional",
      action: "store",
      type: "string",
      ...nargsOf({ required, many }),
      required,
      guessed: true,
      metavar: word,
    });
  }
  return found;
}

/** The words up to a second form of the usage, which `or:` or the program's name starts. */
function firstForm(words: string[]): string[] {
  const [name] = words;
  const end = words.findIndex((word, index) => index > 0 && (word === name || /^or:?$/i.test(word)));
  return end < 0 ? words : words.slice(0, end);
}

/** The words of the program itself, up to a redirection, a pipe or a semicolon of the shell. */
function untilShell(words: string[]): string[] {
  const end = words.findIndex(
    (word, index) =>
      /^(\d?>{1,2}&?\d?|<{1,2}|;|&&|&|\|\|)$|^\d?>{1,2}[^>]|;$/.test(word) ||
      (word === "|" && /^(\.{0,2}\/|\$|[a-z])/.test(words[index + 1] ?? "")),
  );
  return end < 0 ? words : words.slice(0, words[end]?.endsWith(";") ? end + 1 : end);
}

function nargsOf({ required, many }: { required: boolean; many: boolean }): Pick<Parameter, "nargs"> {
  if (many) return { nargs: required ? "+" : "*" };
  return required ? {} : { nargs: "?" };
}
