import type { Parameter } from "@/command-line/spec";
import {
  command,
  destOf,
  isHelpOrVersion,
  option,
  positional,
  remaining,
  type SourceCommand,
  sourceCharactersMax,
} from "./parameters";

/**
 * Reads the command line from the source of a shell script: its getopts string, the options for getopt(1), the patterns
 * of a `case` over its arguments, and the variables that get $1, $2 … outside of functions. Null if it has none of
 * them.
 */
export function readShellSource(source: string): SourceCommand | null {
  const text = source
    .slice(0, sourceCharactersMax)
    .replaceAll("\r\n", "\n")
    .replaceAll(/^\s*#.*$/gm, "");
  const main = outsideOfFunctions(text);
  // A script may parse its arguments in a function of its own: main "$@".
  const inFunctions = main === text ? [main] : [main, text];
  const found = inFunctions.map(optionsOf).find(({ options }) => options.length > 0) ?? optionsOf(main);
  const outside = found.loop === "" ? main : main.replace(found.loop, "");
  const params = [...found.options, ...positionalsOf(outside, found.loop)];
  if (params.length === 0) return null;
  return { engine: found.options.length > 0 ? found.engine : "sys.argv", command: command(params) };
}

interface ShellOptions {
  engine: "getopt" | "help";
  options: Parameter[];
  /** The text of the `case` that handles the options; "" for none. */
  loop: string;
}

function optionsOf(text: string): ShellOptions {
  const letters = /\bgetopts\s+["']?:?([A-Za-z0-9?:]+)["']?\s+\w+/.exec(text)?.[1];
  if (letters !== undefined) return { engine: "getopt", options: repeatedBy(text, lettersOf(letters)), loop: "" };
  const loops = casesOverArguments(text);
  const loop = loops.find(({ body }) => patternsOf(body).length > 0) ?? loops[0];
  const enhanced = getoptOf(text);
  if (enhanced.length > 0) return { engine: "help", options: enhanced, loop: loop?.text ?? "" };
  return { engine: "help", options: patternsOf(loop?.body ?? ""), loop: loop?.text ?? "" };
}

/** `case "$1" in`, also over a variable that holds an argument: `key="$1"`, `for arg in "$@"`, `for arg; do`. */
function casesOverArguments(text: string): { text: string; body: string }[] {
  const assigned = [...text.matchAll(/\b(\w+)=["']?\$\{?1\b/g)].map(([, name = ""]) => name);
  const looped = [...text.matchAll(/\bfor\s+(\w+)\s*(?:in\s+["']?\$(?:\{?[@*])|;|\n)/g)].map(([, name = ""]) => name);
  const names = new Set(["1", "key", "arg", "opt", "param", ...assigned, ...looped]);
  const found: { text: string; body: string }[] = [];
  let end = 0;
  for (const match of text.matchAll(/\bcase\s+["']?\$\{?(\w+)\b[^\n]{0,200}?\bin\b/g)) {
    if (match.index < end || !names.has(match[1] ?? "")) continue;
    const start = match.index + match[0].length;
    const length = text.slice(start).search(/\besac\b/);
    if (length < 0) break;
    end = start + length + "esac".length;
    found.push({ text: text.slice(match.index, end), body: text.slice(start, start + length) });
  }
  return found;
}

function outsideOfFunctions(text: string): string {
  const kept: string[] = [];
  let isInside = false;
  let isOpening = false;
  for (const line of text.split("\n")) {
    const starts = isInside ? null : /^\s*(?:function\s+[\w:-]+\s*(?:\(\s*\))?|[\w:-]+\s*\(\s*\))\s*(\{|$)/.exec(line);
    if (isOpening && /^\s*\{/.test(line)) isInside = true;
    isOpening = Boolean(starts) && starts?.[1] === "";
    const isOneLine = starts && /\}\s*(?:;\s*)?$/.test(line);
    if (!isInside && !starts) kept.push(line);
    if (starts?.[1] === "{" && !isOneLine) isInside = true;
    else if (isInside && /^\s{0,2}\}/.test(line)) isInside = false;
  }
  return kept.join("\n");
}

/** `:hk:v` → -k with a value, -v without. */
function lettersOf(letters: string): Parameter[] {
  return [...letters.matchAll(/([A-Za-z0-9])(:?)/g)]
    .filter(([, letter, colon]) => letter !== "h" || colon === ":")
    .map(([, letter = "", colon]) => option([`-${letter}`], colon === ":" ? {} : null));
}

/** `n) names+=("$OPTARG") ;;`: an option that may come again and again. */
function repeatedBy(text: string, options: Parameter[]): Parameter[] {
  const repeated = new Set(
    [...text.matchAll(/(?:^|;;|\bin\b)\s*\(?\s*["']?(\w)["']?\s*\)(?:(?!;;)[\s\S]){0,500}?\+=\s*\(/gm)].map(
      ([, letter]) => `-${letter}`,
    ),
  );
  return options.map((one) =>
    one.nargs === undefined && repeated.has(one.flags?.[0] ?? "") ? { ...one, action: "append" } : one,
  );
}

/** `getopt -o ab: --long name:,flag -- "$@"`. Source: getopt(1) of util-linux. */
function getoptOf(text: string): Parameter[] {
  const line = /\bgetopt\s+((?:[^\n\\)`]|\\\n)*)/.exec(text)?.[1]?.replaceAll("\\\n", " ");
  if (line === undefined || !/["']?\$[@*]/.test(line)) return [];
  const valueAfter = (names: string) =>
    new RegExp(`(?:^|\\s)(?:${names})(?:[ =]\\s*|(?=["']))(?:"([^"]*)"|'([^']*)'|(\\S+))`)
      .exec(line)
      ?.slice(1)
      .find(Boolean) ?? "";
  const letters = valueAfter("-o|--options?");
  const long = valueAfter("-l|--long|--longoptions?")
    .split(/[,\s]+/)
    .map((name) => /^([\w-]+)(:{0,2})$/.exec(name))
    .filter((match) => match !== null)
    .map(([, name = "", colons = ""]) => valuedBy(`--${name}`, colons));
  const short = [...letters.matchAll(/([A-Za-z0-9])(:{0,2})/g)].map(([, letter = "", colons = ""]) =>
    valuedBy(`-${letter}`, colons),
  );
  return joinByCase([...short, ...long], text).filter(({ flags = [] }) => !isHelpOrVersion(flags, ""));
}

function valuedBy(flag: string, colons: string): Parameter {
  if (colons === "") return option([flag], null);
  return option([flag], colons === "::" ? { nargs: "?" } : {});
}

/** `-o|--output)` in the `case` says that a letter and a name are the same option. */
function joinByCase(options: Parameter[], text: string): Parameter[] {
  const pairs = [...text.matchAll(/^\s*\(?\s*["']?(-\w)["']?\s*\|\s*["']?(--[\w-]+)["']?\s*\)/gm)];
  return pairs.reduce((left, [, short = "", long = ""]) => {
    const pair = left.filter(({ flags }) => flags?.includes(short) || flags?.includes(long));
    const [first, second] = pair;
    if (!first || !second) return left;
    const flags = [short, long];
    const merged = { ...first, flags, dest: destOf(flags), id: destOf(flags) };
    return left.filter((each) => each !== second).map((each) => (each === first ? merged : each));
  }, options);
}

/** `-o|--output) out="$2"; shift 2 ;;` takes a value, `--level=*)` takes it in the same word, `-f) force=1 ;;` none. */
function patternsOf(body: string): Parameter[] {
  const found: Parameter[] = [];
  for (const [, patterns = "", branch = ""] of body.matchAll(
    /(?:^|;;&?|\bin\b)\s*\(?\s*([^\s()][^()\n]*?)\)([\s\S]*?)(?=;;|$(?![\s\S]))/gm,
  )) {
    const words = patterns.split("|").map((word) => word.trim().replaceAll(/["']/g, ""));
    const flags = words.map((word) => word.replace(/=?\*$/, "")).filter((word) => /^--?[A-Za-z0-9][\w-]*$/.test(word));
    if (flags.length === 0 || isHelpOrVersion(flags, "")) continue;
    const isJoined = words.every((word) => word.endsWith("=*"));
    const takesValue =
      isJoined || /\$\{?2\b|\bshift\s+2\b|\bshift\s*(?:[;\n]|&&)+\s*[\w+]+=["']?\(?["']?\$\{?1\b|\$\{1#/.test(branch);
    const isRepeated = /\+=\s*\(/.test(branch) && takesValue;
    const known = found.find((param) => param.flags?.some((flag) => flags.includes(flag)));
    if (known !== undefined) continue;
    const value = { ...(isJoined ? { metavar: "=VALUE" } : {}), ...(isRepeated ? { action: "append" as const } : {}) };
    found.push(option([...new Set(flags)], takesValue ? value : null));
  }
  return found;
}

/** `src="$1"`, `dst=${2:-out}`, `cat "$1"`, `"$@"`; required as far as `$#` is asked for, or by `${1:?…}`. */
function positionalsOf(main: string, loop: string): Parameter[] {
  const positions = new Map<number, Parameter>();
  for (const [, name = "", at = "", operator, text = ""] of main.matchAll(
    /\b([A-Za-z_]\w*)=["']?\$(?:\{(?=\d))?(\d)(?:(:?[-?])([^}"'\n]*))?\}?/g,
  )) {
    if (at === "0" || positions.has(Number(at)) || isCaseSubject(name, loop)) continue;
    const standard = operator?.endsWith("-") && text !== "" && !text.includes("$") ? { default: text } : {};
    const required = operator?.endsWith("?") ?? false;
    positions.set(Number(at), positional(name.toLowerCase(), { required, ...standard }));
  }
  // A position counts whatever stands before it, so what comes before a required one is required, too.
  const required = [...positions].filter(([, param]) => param.required).map(([at]) => at);
  const needed = Math.max(argumentsNeeded(main), ...required);
  const used = loop === "" ? positionsUsed(main) : [];
  const positionals = Array.from(
    { length: Math.max(0, needed, ...positions.keys(), ...used) },
    (_, index): Parameter => {
      const param = positions.get(index + 1) ?? positional(`arg${index + 1}`, {});
      return index < needed ? { ...param, required: true } : { ...param, nargs: "?" };
    },
  );
  const isLooping = /\bfor\s+\w+\s*(?:;|\n|in\s+["']?\$(?:\{?[@*]))/.test(main) && loop === "";
  const passesOn = /["\s]\$(?:\{?[@*])/.test(main.replaceAll(/\b(?:set|getopt|for|main|parse\w*)\b[^\n]*/g, ""));
  const collects = /(?:^|;;)\s*\(?\s*["']?\*["']?\s*\)[^;]*\+=\(/m.test(loop);
  return isLooping || passesOn || collects ? [...positionals, remaining()] : positionals;
}

/** The positions that commands use without a name: `cat "$1"`. In single quotes they belong to awk and the like. */
function positionsUsed(main: string): number[] {
  const bare = main.replaceAll(/'[^'\n]*'/g, "''");
  return [...bare.matchAll(/(?<!\\)\$\{?([1-9])\b/g)].map(([, at]) => Number(at));
}

/** `[ $# -lt 2 ]`, `[[ $# -ne 2 ]]`, `(( $# < 2 ))`, `[ $# -eq 0 ]`: how many arguments a script insists on. */
function argumentsNeeded(main: string): number {
  // A loop `while [ $# -gt 0 ]` insists on none.
  const text = main.replaceAll(/\b(?:while|until)\b[^\n;]*/g, "");
  const [, operator, count] = /\$\{?#\}?["']?\s*(-lt|-ne|-le|-eq|<=?|!=|==?)\s*["']?(\d)/.exec(text) ?? [];
  if (operator === undefined) return 0;
  if (operator === "-eq" || operator.startsWith("=")) return count === "0" ? 1 : 0;
  return Number(count) + (operator === "-le" || operator === "<=" ? 1 : 0);
}

/** `key="$1"` before `case "$key"` names no positional. */
function isCaseSubject(name: string, loop: string): boolean {
  return new RegExp(`^case\\s+["']?\\$\\{?${name}\\b`).test(loop);
}
