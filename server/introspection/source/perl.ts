import type { Parameter } from "@/command-line/spec";
import { insideBrackets } from "./literals";
import {
  command,
  isHelpOrVersion,
  option,
  positional,
  remaining,
  type SourceCommand,
  sourceCharactersMax,
} from "./parameters";

/**
 * Reads the command line from the source of a Perl script: the specifications for Getopt::Long, the letters for
 * Getopt::Std, and the variables that get parts of @ARGV. Null if it has none of them.
 */
export function readPerlSource(source: string): SourceCommand | null {
  const text = source
    .slice(0, sourceCharactersMax)
    .replace(/^__(END|DATA)__[\s\S]*/m, "")
    .replaceAll(/^=\w+[\s\S]*?^=cut\s*$/gm, "")
    .replaceAll(/^\s*#.*$/gm, "");
  const long = longOptions(text);
  const letters = /\bgetopts?\s*\(?\s*(["'])([A-Za-z0-9:]+)\1/.exec(text)?.[2];
  const options = [
    ...long,
    ...(letters === undefined ? [] : letterOptions(letters, { allTakeValues: /\bgetopt\s*\(/.test(text) })),
  ];
  const params = [...options, ...positionalsOf(text)];
  if (params.length === 0) return null;
  const engine = long.length > 0 ? "help" : "getopt";
  return { engine: options.length > 0 ? engine : "sys.argv", command: command(params) };
}

function longOptions(source: string): Parameter[] {
  const start = /\bGetOptions(?:FromArray)?\s*(?=\()/.exec(source);
  const call = start && insideBrackets(source, start.index + start[0].length);
  if (!call) return [];
  const found: Parameter[] = [];
  for (const [, , quoted, bare, target = ""] of call.matchAll(
    /(?:(["'])([^"'\n]+)\1|(\b[A-Za-z]\w*)(?=\s*=>))\s*(?:(?:=>|,)\s*\\?(?:my\s+)?([@%$&]?))?/g,
  )) {
    const spec = /^([A-Za-z][\w-]*(?:\|[\w?-]+)*)([!+]|[=:](?:[sifo]|\d+|\+)(?:[@%]|\{[\d,]*\})?)?$/.exec(
      quoted ?? bare ?? "",
    );
    const param = spec && toOption(spec[1] ?? "", `${spec[2] ?? ""}${/[@%]/.test(target) ? target : ""}`);
    if (param) found.push(param);
  }
  return found;
}

/** `size|s` and `=i` → -s, --size with a whole number. Source: Getopt::Long, "Summary of Option Specifications". */
function toOption(names: string, kind: string): Parameter | null {
  const words = names.split("|");
  const flags = words.map((word) => (word.length === 1 ? `-${word}` : `--${word}`)).toReversed();
  if (isHelpOrVersion(flags, "")) return null;
  if (kind === "") return option(flags, null);
  if (kind === "+") return { ...option(flags, null), action: "count", type: "integer" };
  if (kind === "!") {
    const negativeFlags = words.filter((word) => word.length > 1).map((word) => `--no${word}`);
    return negativeFlags.length === 0
      ? option(flags, null)
      : { ...option(flags, null), action: "boolean_optional", negativeFlags };
  }
  const type = typeOf(kind);
  const fewest = Number(/\{(\d+)/.exec(kind)?.[1] ?? 1);
  if (fewest > 1) return option(flags, { type, nargs: fewest });
  if (/[@%{]/.test(kind)) {
    return option(flags, { type, action: "append", ...(kind.includes("%") && { metavar: "KEY=VALUE" }) });
  }
  return option(flags, { type, ...(kind.startsWith(":") && { nargs: "?" }) });
}

function typeOf(kind: string): Parameter["type"] {
  if (/^.[io]|^:[\d+]/.test(kind)) return "integer";
  return kind.charAt(1) === "f" ? "number" : "string";
}

/** `getopts("ab:")`: a colon means a value; `getopt("ab")`: each letter takes one. Source: Getopt::Std. */
function letterOptions(letters: string, { allTakeValues }: { allTakeValues: boolean }): Parameter[] {
  return [...letters.matchAll(/([A-Za-z0-9])(:?)/g)]
    .filter(([, letter, colon]) => letter !== "h" || colon === ":")
    .map(([, letter = "", colon]) => option([`-${letter}`], colon === ":" || allTakeValues ? {} : null));
}

/** `my ($in, $out) = @ARGV;`, `my $in = shift;` outside of subs, `$ARGV[0]`, `shift @ARGV`, `<>`. */
function positionalsOf(source: string): Parameter[] {
  const main = outsideOfSubs(source);
  const [, listed] = /\b(?:my|our)?\s*\(\s*((?:[$@]\w+\s*,?\s*)+)\)\s*=\s*@ARGV\b/.exec(main) ?? [];
  if (listed !== undefined) {
    return listed
      .split(",")
      .map((name) => name.trim())
      .filter((name) => name !== "")
      .map((name) => (name.startsWith("@") ? remaining(name.slice(1)) : positional(name.slice(1), { nargs: "?" })));
  }
  const positionals: Parameter[] = [];
  for (const [, name = "", how = "", standard, ends] of main.matchAll(
    /\$(\w+)\s*=\s*(shift(?:\s*\(?\s*@ARGV\s*\)?)?|\$ARGV\[\d\])\s*(?:(?:\|\||\/\/|or)\s*(?:["']([^"'$@]*)["']|(die|usage|pod2usage)\b))?/g,
  )) {
    if (positionals.some((param) => param.dest === name) || (how === "shift" && /\bshift\s*->/.test(main))) continue;
    if (ends !== undefined) for (const [index, one] of positionals.entries()) positionals[index] = needed(one);
    const found = positional(name, { nargs: "?", ...(standard === undefined ? {} : { default: standard }) });
    positionals.push(ends === undefined ? found : needed(found));
  }
  const takesMore = /<>|<<>>|<ARGV>|@ARGV\b(?!\s*(?:[<>=!]=?|\)?\s*(?:or|and)\b|;?\s*\}?\s*(?:unless|if)))/.test(
    main.replaceAll(/shift\s*\(?\s*@ARGV\s*\)?|(?:scalar|\$#|exit\w*|unless|if)\s*\(?\s*!?\s*@ARGV/g, ""),
  );
  return takesMore ? [...positionals, remaining()] : positionals;
}

/** The script ends without it, or it stands before one that the script ends without. */
function needed({ nargs: _, ...param }: Parameter): Parameter {
  return { ...param, required: true };
}

function outsideOfSubs(source: string): string {
  let text = source;
  for (let start = /\bsub\b[^{;]*(?=\{)/.exec(text); start; start = /\bsub\b[^{;]*(?=\{)/.exec(text)) {
    const body = insideBrackets(text, start.index + start[0].length);
    const end = body === null ? text.length : start.index + start[0].length + body.length + 2;
    text = text.slice(0, start.index) + text.slice(end);
  }
  return text;
}
