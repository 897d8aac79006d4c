import { positiveFlags } from "./parameter";
import type { Division } from "./positionals";
import type { Command, Parameter, ScriptSpec } from "./spec";

/** How the library of a script reads its command line, where libraries differ. */
export interface Dialect {
  /** What reads a command line back: npm argparse for argparse and its descendants, else the left-to-right reader. */
  reader: "argparse" | "getopt";
  /** A unique prefix of a long option stands for it. */
  abbreviations: boolean;
  /** "--" ends the options; where it does not, a positional cannot start with "-". */
  dashDash: boolean;
  /**
   * Write long options as two words, `--option value`, where that is safe: many manual parsers know no other form. An
   * option whose metavar starts with "=" is known as `--option=value` only.
   */
  separate: boolean;
  /** An option with an optional value takes the next word if it does not start with "-". */
  optionalTakesNext: boolean;
  /** The value in `--option=value` is treated as if it were the next word, also by options with several values. */
  explicitIsNextWord: boolean;
  /** The options of a command with sub-commands end at its first positional. */
  groupStopsAtWord: boolean;
  /** Characters that start options of a command only because one of its option strings starts with them. */
  ownPrefixes: boolean;
  /** Flags may be written --flag=True, and so are they read (fire, absl). */
  flagEquals: boolean;
  /** A positional cannot be exactly "-" (fire separates chained calls with it). */
  dashSeparates: boolean;
  /** An option starts with "--" or with "-" and a letter; other words with "-" are data (fire). */
  lettersOnly: boolean;
  /** The first "--" is a value like all words after it, though the usage has none (docopt). */
  dashDashIsWord: boolean;
  /** A first word that is the name of a sub-command is one, though the command has positionals of its own (docopt). */
  commandsFirst: boolean;
  /** Words go to options that are not given, in their order, before they go to positionals (fire). */
  wordsFillOptions: boolean;
  /** How words are divided among positionals. */
  division: Division;
  /** Nothing is an option: every word is data (scripts that read sys.argv by index). */
  words: boolean;
}

const GETOPT: Dialect = {
  reader: "getopt",
  abbreviations: false,
  dashDash: true,
  separate: false,
  optionalTakesNext: false,
  explicitIsNextWord: false,
  groupStopsAtWord: false,
  ownPrefixes: false,
  flagEquals: false,
  dashSeparates: false,
  lettersOnly: false,
  dashDashIsWord: false,
  commandsFirst: false,
  wordsFillOptions: false,
  division: "greedy",
  words: false,
};

const ARGPARSE: Dialect = { ...GETOPT, reader: "argparse", abbreviations: true, optionalTakesNext: true };

const CLICK: Dialect = {
  ...GETOPT,
  optionalTakesNext: true,
  explicitIsNextWord: true,
  groupStopsAtWord: true,
  ownPrefixes: true,
  division: "from-both-ends",
};

/** The dialect of a script. Sources: optparse's, getopt's and click's parsers; docopt 0.6 parse_long; fire's flags. */
export function dialectOf(spec: ScriptSpec): Dialect {
  switch (spec.engine) {
    case "argparse":
    case "tyro":
    case "jsonargparse":
      return ARGPARSE;
    case "click":
    case "typer":
      return CLICK;
    case "optparse":
    case "getopt":
      return { ...GETOPT, abbreviations: true };
    case "docopt": {
      const dashDash = /\[\s*--\s*\]|\s--(\s|$)/.test(spec.command.usage ?? "");
      return { ...GETOPT, abbreviations: true, dashDash, dashDashIsWord: !dashDash, commandsFirst: true };
    }
    case "fire":
      return {
        ...GETOPT,
        dashDash: false,
        flagEquals: true,
        dashSeparates: true,
        wordsFillOptions: true,
        lettersOnly: true,
      };
    case "absl":
      return { ...GETOPT, abbreviations: true, flagEquals: true };
    case "declared":
    case "help":
      return { ...GETOPT, separate: true };
    case "sys.argv":
      return spec.command.params.some((param) => param.kind === "option")
        ? { ...GETOPT, dashDash: false, separate: true }
        : { ...GETOPT, dashDash: false, words: true };
    default:
      return GETOPT;
  }
}

/** Whether the script refuses to run without the parameter. */
export function isDemanded({ reader }: Dialect, { required, kind, nargs, default: standard }: Parameter): boolean {
  if (!required) return false;
  if (kind === "positional" && (nargs === "?" || nargs === "*")) return false;
  // argparse demands a required option even when it has a default.
  return reader === "argparse" || standard === undefined || standard === null;
}

/** The option strings of a parameter; a keyword without one is written as its name. */
export function flagsOf(parameter: Parameter): string[] {
  const flags = positiveFlags(parameter);
  return flags.length === 0 && parameter.kind === "keyword" ? [`--${parameter.dest}`] : flags;
}

/** What Python's float() takes, of the words that start like an option, as a pattern without flags. */
export const numberWordPattern = (() => {
  const digits = "\\d+(?:_\\d+)*";
  const words = "[iI][nN][fF](?:[iI][nN][iI][tT][yY])?|[nN][aA][nN]";
  return `-(?:${words}|(?:${digits}(?:\\.(?:${digits})?)?|\\.${digits})(?:[eE][+-]?${digits})?)`;
})();
const NUMBER = new RegExp(`^${numberWordPattern}$`);

/** Whether a word of this command would be taken for an option where one can stand. */
export function isOptionLike(command: Command, dialect: Dialect, word: string): boolean {
  if (dialect.words || word.length < 2) return false;
  if (command.numbersAreWords && NUMBER.test(word)) return false;
  if (word.startsWith("-")) return !dialect.lettersOnly || /^-[A-Za-z-]/.test(word);
  if (!dialect.ownPrefixes) return false;
  return command.params.some((one) =>
    [...(one.flags ?? []), ...(one.negativeFlags ?? [])].some((flag) => flag.startsWith(word.charAt(0))),
  );
}
