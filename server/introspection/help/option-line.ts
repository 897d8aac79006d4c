import type { Parameter } from "@/command-line/spec";
import { notOffered } from "../source/parameters";

const flagPattern = /^(--?[A-Za-z0-9?][\w.-]*|-[A-Za-z0-9?])(?:\[?[= ]?\[?(.*))?$/;
/** What stands between two option strings, but not between the words of a <value>. */
const between = /(?:,\s*(?=-)|\s*[|/]\s*(?=-)|\s+(?=--?[\w[]))(?![^<]*>)/;
const placeholder =
  /^(file|filename|dir|directory|folder|path|url|uri|name|id|string|text|number|num|int|n|count|size|glob|pattern|regex|expr|key|value|host|port|ip|user|date|time|seconds)$/i;

/**
 * One option of a help text, from the line that begins with it and what goes on below; null for help, version and what
 * is no option. Sources of the notations: argparse, click, GNU, commander, yargs, clap, pflag, Getopt::Long, optparse.rb.
 */
export function toOption(line: string, below: string): Parameter | null {
  const [column = "", ...rest] = withoutSentence(line.split(/ {2,}/), below);
  const help = [...rest, below].join(" ").trim();
  const flags: string[] = [];
  const negativeFlags: string[] = [];
  let value = "";
  let optional = false;
  let counts = false;
  for (const part of column.split(between)) {
    const [, no, positive = part.trim()] = /^--\[(no-?)\](\S+.*)$/.exec(part.trim()) ?? [];
    const [, flag, argument = ""] = flagPattern.exec(no === undefined ? positive : `--${positive}`) ?? [];
    if (flag === undefined) continue;
    flags.push(flag);
    if (no !== undefined) negativeFlags.push(`--${no}${flag.slice(2)}`);
    if (argument === "") continue;
    if (/^\|(\w)\1+/.test(argument)) {
      counts = true; // -v|vv|vvv, as Symfony and cleo write it
      continue;
    }
    optional = /^[ =]?\[(?! )/.test(part.trim().slice(flag.length));
    value = argument.replace(/\]$/, "").replace(/^,\s*/, "").trim();
  }
  const inUsage = column.split("]").length > column.split("[").length;
  if (flags.length === 0 || inUsage || flags.some((flag) => notOffered.has(flag))) return null;
  const name = flags.find((flag) => flag.startsWith("--")) ?? flags[0] ?? "";
  const dest = name.replace(/^-+/, "").replaceAll(/[^A-Za-z0-9]+/g, "_");
  const required = /\[required\]/i.test(help);
  const base = { id: dest, dest, kind: "option" as const, flags, required, guessed: true, help: help || undefined };
  const kind = value === "" ? (/\[(number|string|array|count)\]/.exec(help)?.[1] ?? "") : "";
  if (counts || kind === "count") return { ...base, action: "count", nargs: 0, type: "integer" };
  if (value !== "" || kind !== "") return { ...base, ...valued(value || kind, help, optional) };
  if (negativeFlags.length === 0) return { ...base, action: "store_true", nargs: 0, type: "boolean" };
  return { ...base, negativeFlags, action: "boolean_optional", nargs: 0, type: "boolean" };
}

/** `-v be verbose`: where no gap divides the option from its help, several plain words are that and no value. */
function withoutSentence(columns: string[], below: string): string[] {
  const [only = "", ...rest] = columns;
  const [, option, sentence] = /^(-{1,2}[\w-]+(?:, --[\w-]+)?) ([A-Za-z]?[a-z]+(?: [\w'-]+){1,})\.?$/.exec(only) ?? [];
  return rest.length > 0 || below !== "" || option === undefined || sentence === undefined
    ? columns
    : [option, sentence];
}

function valued(value: string, help: string, optional: boolean) {
  const several = /\.\.\.|^(array|strings|\w+(Array|Slice|List))$/.test(value);
  const words = value.split(/\s+/);
  const together = words.length > 1 && (/^[A-Z_0-9 ]+$/.test(value) || words.every((word) => /^<[^<>]+>$/.test(word)));
  const choices = choicesOf(value, help);
  return {
    action: several ? ("append" as const) : ("store" as const),
    ...(together ? { nargs: words.length } : optional && !several ? { nargs: "?" as const } : {}),
    type: typeOf(value),
    metavar: value,
    ...(choices ? { choices: choices.map((choice) => ({ value: choice })) } : {}),
  };
}

/** `{a,b}`, `<a|b>`, `[choices: "a", "b"]`, `(choices: "a", "b", default: "a")`, `[possible values: a, b]`. */
function choicesOf(value: string, help: string): string[] | undefined {
  const listed =
    /^\{([^{}]+)\}/.exec(value)?.[1] ??
    /^(?:[\w-]+ )?[<[(]?\s*([a-z0-9][\w.-]*(?:\s*\|\s*[a-z0-9][\w.-]*)+)\s*[>\])]?$/.exec(value)?.[1] ??
    /[[(](?:choices|possible values):\s*([^\])]+?)(?:,\s*(?:default|preset):[^\])]*)?[\])]/.exec(help)?.[1];
  const words = listed?.split(/[,|]/).map((word) => word.trim().replace(/^(["'])(.*)\1$/, "$2"));
  return words?.some((word) => placeholder.test(word)) ? undefined : words;
}

function typeOf(value: string): Parameter["type"] {
  const word = value.replace(/^<(.*)>$/, "$1").toLowerCase();
  if (/^(int|integer|uint|n|count|port)$/.test(word)) return "integer";
  return /^(num|number|float|seconds)$/.test(word) ? "number" : "string";
}
