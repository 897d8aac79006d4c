import type { Command, Parameter } from "@/command-line/spec";
import { command, notOffered, option, positional } from "./parameters";

export interface SourceGuess {
  /** Whose rules the command line follows: getopts, a loop over "$1", or places alone. */
  engine: "getopt" | "help" | "sys.argv";
  command: Command;
}

const sourceCharactersMax = 100_000;

/**
 * A guess from the source of a shell script: its getopts string, the patterns of its `case "$1"`, and the names that
 * $1, $2 … get outside of functions. Null where it has none of them.
 */
export function readShellSource(source: string): SourceGuess | null {
  const main = outsideOfFunctions(source.slice(0, sourceCharactersMax));
  const letters = /\bgetopts\s+["']?:?([A-Za-z0-9?:]+)["']?\s+\w+/.exec(main)?.[1];
  const loop = /\bcase\s+["']?\$(?:\{?1\}?|key|arg|opt|param)\b["']?[^\n]*?\bin\b([\s\S]*?)\besac\b/.exec(main);
  const options = letters === undefined ? patternsOf(loop?.[1] ?? "") : lettersOf(letters);
  const outside = loop === null ? main : main.replace(loop[0], "");
  const params = [...options, ...placesOf(outside, loop?.[1] ?? "")];
  if (params.length === 0) return null;
  const engine = letters !== undefined ? "getopt" : options.length > 0 ? "help" : "sys.argv";
  return { engine, command: command(params) };
}

function outsideOfFunctions(source: string): string {
  const kept: string[] = [];
  let inside = false;
  for (const line of source.split("\n")) {
    const begins: boolean = !inside && /^(?:function )?[\w-]+ *\(\) *\{/.test(line);
    if (!inside && !begins && !/^\s*#/.test(line)) kept.push(line);
    inside = begins ? !/\}\s*$/.test(line) : inside && !line.startsWith("}");
  }
  return kept.join("\n");
}

/** `:hk:v` → -k with a value, -v without. */
function lettersOf(letters: string): Parameter[] {
  const found = [...letters.matchAll(/([A-Za-z0-9])(:?)/g)].filter(([, letter]) => letter !== "h");
  return found.map(([, letter = "", colon]) => option([`-${letter}`], colon === ":" ? {} : null));
}

/** `-o|--output) out="$2"; shift 2 ;;` takes a value, `--level=*)` takes it in the same word, `-f) force=1 ;;` none. */
function patternsOf(body: string): Parameter[] {
  const found: Parameter[] = [];
  for (const [, patterns = "", branch = ""] of body.matchAll(
    /^\s*\(?([^\s()][^()\n]*?)\)([\s\S]*?)(?:;;|$(?![\s\S]))/gm,
  )) {
    const words = patterns.split("|").map((word) => word.trim().replaceAll(/["']/g, ""));
    const flags = words.map((word) => word.replace(/=\*$/, "")).filter((word) => /^--?[A-Za-z][\w-]*$/.test(word));
    if (flags.length === 0 || flags.some((flag) => notOffered.has(flag))) continue;
    const joined = words.every((word) => word.endsWith("=*"));
    const takes = joined || /\$\{?2\b|\bshift\s+2\b|\bshift\s*[;\n]+\s*\w+=["']?\$\{?1\b|\$\{1#/.test(branch);
    const known = found.find((param) => param.flags?.some((flag) => flags.includes(flag)));
    if (known === undefined) found.push(option(flags, takes ? { metavar: joined ? "=VALUE" : undefined } : null));
  }
  return found;
}

/** `src="$1"`, `dst=${2:-out}`, `"$@"`; required as far as `$#` is asked for, or by `${1:?…}`. */
function placesOf(main: string, loop: string): Parameter[] {
  const places = new Map<number, Parameter>();
  for (const [, name = "", at = "", how, text = ""] of main.matchAll(
    /\b([A-Za-z_]\w*)=["']?\$(?:\{(?=\d))?(\d)(?:(:?[-?])([^}"'\n]*))?\}?/g,
  )) {
    if (at === "0" || places.has(Number(at))) continue;
    const standard = how?.endsWith("-") && text !== "" && !text.includes("$") ? { default: text } : {};
    places.set(Number(at), positional(name.toLowerCase(), { required: how?.endsWith("?") ?? false, ...standard }));
  }
  // A place counts whatever stands before it, so what comes before a required one is required, too.
  const demanded = [...places].filter(([, param]) => param.required).map(([at]) => at);
  const needed = Math.max(wordsNeeded(main), ...demanded);
  const named = Array.from({ length: Math.max(0, needed, ...places.keys()) }, (_, index): Parameter => {
    const param = places.get(index + 1) ?? positional(`arg${index + 1}`, {});
    return index < needed ? { ...param, required: true } : { ...param, nargs: "?" };
  });
  const rest = /["\s]\$(?:\{?[@*])|\bfor\s+\w+\s*(?:;|\n)/.test(main) || /^\s*\*\)[^\n]*\+=\(/m.test(loop);
  return rest ? [...named, { ...positional("args", {}), nargs: "*" }] : named;
}

/** `[ $# -lt 2 ]`, `[[ $# -ne 2 ]]`, `(( $# < 2 ))`, `[ $# -eq 0 ]`: how many words a script insists on. */
function wordsNeeded(main: string): number {
  const [, how, count] = /\$\{?#\}?["']?\s*(-lt|-ne|-le|-eq|<=?|!=|==?)\s*["']?(\d)/.exec(main) ?? [];
  if (how === undefined) return 0;
  if (how === "-eq" || how.startsWith("=")) return count === "0" ? 1 : 0;
  return Number(count) + (how === "-le" || how === "<=" ? 1 : 0);
}
