import type { Parameter } from "@/command-line/spec";
import { isHelpOrVersion, option } from "../source/parameters";

/** One option of a help text: how it is written, and what the text says about it. */
export interface OptionLine {
  /** `-o, --output FILE`. */
  syntax: string;
  help: string;
}

const flagPattern = /^(--?[A-Za-z0-9?@#][\w.-]*)(?:\[?[= ]?\[?(.*))?$/;
/** What stands between two flags, but not between the words of a <value> or of {a|b}. */
const separator = /(?:,\s*(?=-)|\s*[|/]\s*(?=-)|\s+or\s+(?=-)|\s+(?=--?[\w[]))(?![^<]*>)(?![^{]*\})/;
/** `-f|fastafile`: Getopt::Long's names, of which only the first has its dash. */
const barePattern = /^(-{1,2}[A-Za-z][\w-]*)((?:\|[A-Za-z][\w-]*)+)(?=$|[\s=:[<])/;
const placeholder =
  /^(file|filename|dir|directory|folder|path|url|uri|name|id|string|text|number|num|int|n|count|size|glob|pattern|regex|expr|key|value|host|port|ip|user|date|time|seconds)$/i;

/**
 * The parameters that a line of a help text describes: none for help, version and what is no option; two for
 * `--sign[=KEY], --no-sign`. Sources of the notations: argparse, click, GNU, commander, yargs, clap, pflag,
 * Getopt::Long, optparse.rb.
 */
export function toOptions({ syntax, help }: OptionLine): Parameter[] {
  const isInUsage = syntax.split("]").length > syntax.split("[").length;
  const { flags, negativeFlags, value, isOptional, counts } = readSyntax(syntax);
  if (flags.length === 0 || isInUsage || isHelpOrVersion(flags, help)) return [];
  const name = flags.find((flag) => flag.startsWith("--")) ?? flags[0] ?? "";
  const dest = name.replace(/^-+/, "").replaceAll(/[^A-Za-z0-9]+/g, "_");
  const required = /\[required\]/i.test(help) || /\b(MANDATORY|REQUIRED)\b/.test(value.rest);
  const base = { id: dest, dest, kind: "option" as const, flags, required, guessed: true, help: help || undefined };
  const kind = value.text === "" ? (/\[(number|string|array|count)\]/.exec(help)?.[1] ?? "") : "";
  if (counts || kind === "count") return [{ ...base, action: "count", nargs: 0, type: "integer" }];
  if (value.text !== "" || kind !== "") {
    const negatives = negativeFlags.map((flag) => ({ ...option([flag], null), help: base.help }));
    return [{ ...base, ...valued({ value: value.text || kind, help, isOptional }) }, ...negatives];
  }
  if (negativeFlags.length === 0) return [{ ...base, action: "store_true", nargs: 0, type: "boolean" }];
  return [{ ...base, negativeFlags, action: "boolean_optional", nargs: 0, type: "boolean" }];
}

interface Syntax {
  flags: string[];
  negativeFlags: string[];
  /** The value as the text names it, and the words behind that name. */
  value: { text: string; rest: string };
  isOptional: boolean;
  /** -v|vv|vvv, as Symfony and cleo write it. */
  counts: boolean;
}

function readSyntax(syntax: string): Syntax {
  const read: Syntax = {
    flags: [],
    negativeFlags: [],
    value: { text: "", rest: "" },
    isOptional: false,
    counts: false,
  };
  for (const part of withDashes(syntax).split(separator)) readPart(part.trim(), read);
  return withNegatives(read);
}

function readPart(part: string, read: Syntax): void {
  const [, no, positive] = /^--\[(no-?)\](\S+.*)$/.exec(part) ?? [];
  // --[section-]headers has two spellings.
  const [, optionalStart, end] = /^--\[([a-z][\w-]*-)\]([a-z].*)$/i.exec(no === undefined ? part : "") ?? [];
  const text = positive === undefined ? part : `--${positive}`;
  const [, flag, argument = ""] = flagPattern.exec(end === undefined ? text : `--${end}`) ?? [];
  if (flag === undefined) return;
  read.flags.push(flag);
  if (optionalStart !== undefined) read.flags.push(`--${optionalStart}${flag.slice(2)}`);
  if (no !== undefined) read.negativeFlags.push(`--${no}${flag.slice(2)}`);
  if (argument === "") return;
  if (/^\|(\w)\1+/.test(argument)) {
    read.counts = true;
    return;
  }
  read.isOptional = /^[ =]?\[(?! )/.test(part.slice(flag.length));
  const value = argument.replace(/\]$/, "").replace(/^,\s*/, "").trim();
  const [, name = value, rest = ""] = /^(\S+?)\s+((?:MANDATORY|REQUIRED|OPTIONAL)\b.*)$/.exec(value) ?? [];
  read.value = { text: name, rest };
}

/** `-f|fastafile` → `-f|--fastafile`. */
function withDashes(syntax: string): string {
  const [start, first = "", names = ""] = barePattern.exec(syntax) ?? [];
  if (start === undefined || /^\|(\w)\1+/.test(names)) return syntax;
  const others = names
    .slice(1)
    .split("|")
    .map((name) => (name.length === 1 ? `-${name}` : `--${name}`));
  return `${[first, ...others].join("|")}${syntax.slice(start.length)}`;
}

/** `--stash, --no-stash` is one switch with two positions. */
function withNegatives(read: Syntax): Syntax {
  const isNegative = (flag: string) => flag.startsWith("--no-") && read.flags.includes(`--${flag.slice(5)}`);
  const negativeFlags = [...read.negativeFlags, ...read.flags.filter(isNegative)];
  return { ...read, negativeFlags, flags: read.flags.filter((flag) => !isNegative(flag)) };
}

function valued({ value, help, isOptional }: { value: string; help: string; isOptional: boolean }) {
  const several = /\.\.\.|^(array|strings|\w+(Array|Slice|List))$/.test(value);
  const words = value.split(/\s+/);
  const together = words.length > 1 && (/^[A-Z_0-9 ]+$/.test(value) || words.every((word) => /^<[^<>]+>$/.test(word)));
  const choices = choicesOf(value, help);
  const single = isOptional && !several && choices === undefined ? { nargs: "?" as const } : {};
  return {
    action: several ? ("append" as const) : ("store" as const),
    ...(together ? { nargs: words.length } : single),
    type: typeOf(value),
    metavar: value,
    ...(choices ? { choices: choices.map((choice) => ({ value: choice })) } : {}),
  };
}

/** `{a,b}`, `<a|b>`, `[choices: "a", "b"]`, `(choices: "a", "b", default: "a")`, `[possible values: a, b]`. */
function choicesOf(value: string, help: string): string[] | undefined {
  const listed =
    /^\{([^{}]+)\}/.exec(value)?.[1] ??
    /^(?:[\w-]+ )?[<[(]?\s*([a-z0-9][\w.-]*(?:\s*\|\s*[a-z0-9][\w.-]*)+)\s*[>\])]?$/i.exec(value)?.[1] ??
    /[[(](?:choices|possible values):\s*([^\])]+?)(?:,\s*(?:default|preset):[^\])]*)?[\])]/.exec(help)?.[1];
  const words = listed?.split(/[,|]/).map((word) => word.trim().replace(/^(["'])(.*)\1$/, "$2"));
  return words?.some((word) => placeholder.test(word)) ? undefined : words;
}

function typeOf(value: string): Parameter["type"] {
  const word = value.replace(/^<(.*)>$/, "$1").toLowerCase();
  if (/^(int|integer|uint|n|count|port)$/.test(word)) return "integer";
  return /^(num|number|float|seconds)$/.test(word) ? "number" : "string";
}
