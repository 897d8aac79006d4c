import type { Parameter } from "@/command-line/spec";
import { toOptions } from "../help/option-line";
import { callsOf, stringOf } from "./literals";
import { command, positional, remaining, type SourceCommand, sourceCharactersMax } from "./parameters";

const types = new Map<string, Parameter["type"]>(
  Object.entries({
    Integer: "integer",
    "OptionParser::DecimalInteger": "integer",
    Float: "number",
    Numeric: "number",
  }),
);

/**
 * Reads the command line from the source of a Ruby script: OptionParser's `opts.on(…)`, and the parts of ARGV that it
 * uses.
 */
export function readRubySource(source: string): SourceCommand | null {
  const text = source.slice(0, sourceCharactersMax).replaceAll(/^\s*#.*$/gm, "");
  const options = /\bOptionParser\b/.test(text)
    ? callsOf(text, /\b\w+\.on(?:_head|_tail)?(?=[\s(])/g).flatMap(toOption)
    : [];
  const params = [...options, ...positionalsOf(text)];
  return params.length === 0 ? null : { engine: options.length > 0 ? "help" : "sys.argv", command: command(params) };
}

/** `opts.on("-n", "--name NAME", Integer, "whom to greet")`. Source: optparse.rb, OptionParser#make_switch. */
function toOption(parts: string[]): Parameter[] {
  const texts = parts.flatMap((part) => stringOf(part) ?? []);
  const syntax = texts.filter((text) => text.startsWith("-")).join(", ");
  const help = texts.filter((text) => !text.startsWith("-")).join(" ");
  const type = parts.map((part) => types.get(part)).find((each) => each !== undefined);
  const [, listed] = parts.map((part) => /^(?:\[|%[wi]\[)([^\]]*)\]$/.exec(part)).find(Boolean) ?? [];
  const choices = listed
    ?.split(/[\s,]+/)
    .map((word) => word.replace(/^[:"']|["']$/g, ""))
    .filter((word) => word !== "");
  const isList = parts.includes("Array");
  return toOptions({ syntax, help }).map((param) => {
    if (param.nargs === 0) return param;
    const value = { ...param, type: type ?? (isList ? "string" : param.type) };
    return choices?.length ? { ...value, choices: choices.map((choice) => ({ value: choice })) } : value;
  });
}

/** `input, output = ARGV`, `name = ARGV[0]`, `ARGV.shift`, `ARGF`. */
function positionalsOf(source: string): Parameter[] {
  const [, names] = /^\s*((?:[a-z_]\w*\s*,\s*)+\*?[a-z_]\w*)\s*=\s*ARGV\b/m.exec(source) ?? [];
  if (names !== undefined) {
    return names.split(",").map((name) => {
      const bare = name.trim();
      return bare.startsWith("*") ? remaining(bare.slice(1)) : positional(bare, { nargs: "?" });
    });
  }
  const matches = [...source.matchAll(/\b([a-z_]\w*)\s*=\s*ARGV(?:\[\d\]|\.(?:shift|fetch\(\d\)|first))/g)];
  const unique = [...new Set(matches.map(([, name = ""]) => name))];
  if (unique.length > 0) return unique.map((name) => positional(name, { nargs: "?" }));
  return /\bARGV\b|\bARGF\b/.test(source.replaceAll(/parse!?\(?\s*ARGV/g, "")) ? [remaining()] : [];
}
