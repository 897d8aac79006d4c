import type { Parameter } from "@/command-line/spec";
import { toOptions } from "../help/option-line";
import { callsOf, entriesOf, insideBrackets, splitTopLevel, stringOf } from "./literals";
import { command, option, positional, remaining, type SourceCommand, sourceCharactersMax } from "./parameters";

/**
 * Reads the command line from the source of a Node.js script: the options of `util.parseArgs`, `.option(…)` of
 * commander and yargs, and the variables that get parts of `process.argv`. Null if it has none of them.
 */
export function readNodeSource(source: string): SourceCommand | null {
  const text = source.slice(0, sourceCharactersMax);
  const options = [...parseArgsOptions(text), ...chainedOptions(text)];
  const params = [...options, ...positionalsOf(text)];
  if (params.length === 0) return null;
  return { engine: options.length > 0 ? "help" : "sys.argv", command: command(params) };
}

/** Source: Node.js 20, util.parseArgs([config]). */
function parseArgsOptions(source: string): Parameter[] {
  const config = entriesOf(callsOf(source, /\bparseArgs(?=\s*\()/g)[0]?.flatMap(objectEntries) ?? []);
  const options = resolveObject(source, config.get("options"));
  return [...entriesOf(options)].map(([name, value]) => {
    const entries = entriesOf(objectEntries(value));
    const short = stringOf(entries.get("short"));
    const flags = [...(short ? [`-${short}`] : []), `--${name}`];
    if (stringOf(entries.get("type")) !== "string") return option(flags, null);
    const standard = stringOf(entries.get("default"));
    const several = entries.get("multiple") === "true" ? { action: "append" as const } : {};
    return option(flags, { ...several, ...(standard === null ? {} : { default: standard }) });
  });
}

/** `.option("-p, --port <n>", "port to use", "80")`, `.option("port", { alias: "p", type: "number" })`. */
function chainedOptions(source: string): Parameter[] {
  const commander = callsOf(source, /\.(?:option|requiredOption)(?=\s*\()/g).flatMap(([first, second, third]) => {
    const syntax = stringOf(first);
    if (syntax === null) return [];
    if (!syntax.startsWith("-")) return yargsOption(syntax, second);
    const standard = stringOf(third);
    return toOptions({ syntax, help: stringOf(second) ?? "" }).map((param) =>
      param.nargs === 0 || standard === null ? param : { ...param, default: standard },
    );
  });
  const positionals = callsOf(source, /\.argument(?=\s*\()/g).flatMap(([first, second]) => {
    const [, open, name, many] = /^([<[])([\w-]+)(\.\.\.)?[>\]]$/.exec(stringOf(first) ?? "") ?? [];
    if (name === undefined) return [];
    const required = open === "<";
    const single = required ? {} : { nargs: "?" as const };
    const nargs = many ? { nargs: required ? ("+" as const) : ("*" as const) } : single;
    return [positional(name, { required, help: stringOf(second) ?? undefined, ...nargs })];
  });
  return [...commander, ...positionals];
}

function yargsOption(name: string, settings: string | undefined): Parameter[] {
  const entries = entriesOf(objectEntries(settings ?? ""));
  const alias = stringOf(entries.get("alias"));
  const flags = [...(alias ? [alias.length === 1 ? `-${alias}` : `--${alias}`] : []), `--${name}`];
  const help = stringOf(entries.get("description") ?? entries.get("describe") ?? entries.get("desc")) ?? undefined;
  const required = entries.get("demandOption") === "true";
  const type = stringOf(entries.get("type"));
  if (type === "boolean" || entries.get("boolean") === "true") return [{ ...option(flags, null), help }];
  if (type === "count") return [{ ...option(flags, null), action: "count", type: "integer", help }];
  const choices = splitTopLevel(insideBrackets(entries.get("choices") ?? "", 0) ?? "").map(stringOf);
  return [
    option(flags, {
      help,
      required,
      type: type === "number" ? "number" : "string",
      ...(type === "array" ? { action: "append" as const } : {}),
      ...(choices.length > 0 ? { choices: choices.flatMap((value) => (value === null ? [] : [{ value }])) } : {}),
    }),
  ];
}

/** `const [, , input, output = "x"] = process.argv`, `process.argv.slice(2)`, `process.argv[2]`. */
function positionalsOf(source: string): Parameter[] {
  const [, names, sliced] = /\[([^\][]*)\]\s*=\s*process\.argv(\.slice\(\s*2\s*\))?/.exec(source) ?? [];
  if (names !== undefined) {
    const parts = names.split(",").map((part) => part.trim());
    return parts.slice(sliced ? 0 : 2).flatMap((part) => {
      const [, many, name, standard] = /^(\.\.\.)?([\w$]+)\s*(?:=\s*(.+))?$/.exec(part) ?? [];
      if (name === undefined) return [];
      const text = stringOf(standard);
      return many ? [remaining(name)] : [positional(name, { nargs: "?", ...(text === null ? {} : { default: text }) })];
    });
  }
  const indexed = [...source.matchAll(/(?:\b(?:const|let|var)\s+([\w$]+)\s*=\s*)?process\.argv\[(\d+)\]/g)];
  const positions = new Map<number, string>();
  for (const [, name, index] of indexed) {
    if (Number(index) >= 2 && !positions.get(Number(index))) positions.set(Number(index), name ?? "");
  }
  if (positions.size > 0) {
    const last = Math.max(...positions.keys());
    return Array.from({ length: last - 1 }, (_, at) =>
      positional(positions.get(at + 2) || `arg${at + 1}`, { nargs: "?" }),
    );
  }
  const takesAll = /process\.argv\.slice\(\s*2\s*\)|allowPositionals\s*:\s*true|\bpositionals\b|\.argv\b/.test(source);
  return takesAll ? [remaining()] : [];
}

function objectEntries(text: string): string[] {
  const start = text.indexOf("{");
  return start < 0 ? [] : splitTopLevel(insideBrackets(text, start) ?? "");
}

/** The entries of an object literal, or of the constant that a name stands for. */
function resolveObject(source: string, expression: string | undefined): string[] {
  if (expression?.startsWith("{")) return objectEntries(expression);
  const name = expression ?? "options";
  if (!/^[\w$]+$/.test(name)) return [];
  const start = new RegExp(`\\b(?:const|let|var)\\s+${name.replaceAll("$", "\\$")}\\s*=\\s*(?=\\{)`).exec(source);
  return start ? objectEntries(source.slice(start.index + start[0].length)) : [];
}
