import { positiveFlags } from "./parameter";
import type { Parameter, ScriptSpec } from "./spec";

/** How the library behind a script reads its command line, where libraries differ. */
export interface Dialect {
  /** Who reads it back: npm argparse for argparse and what is built on it, else the left-to-right reader. */
  reader: "argparse" | "getopt";
  /** A unique beginning of a long option stands for it. */
  abbreviations: boolean;
  /** "--" ends the options; where it does not, a positional cannot begin with "-". */
  dashDash: boolean;
  /**
   * Long options as two words, `--option value`, where that is safe: many hand-written parsers know no other way. One
   * whose metavar begins with "=" is known as `--option=value` alone.
   */
  separate: boolean;
  /** An option with an optional value takes the next word if it does not begin with "-". */
  optionalTakesNext: boolean;
  /** Flags may be written --flag=True, and so are they read (fire, absl). */
  flagEquals: boolean;
  /** Nothing is an option: every word is data (scripts that read sys.argv by its places). */
  words: boolean;
}

const GETOPT: Dialect = {
  reader: "getopt",
  abbreviations: false,
  dashDash: true,
  separate: false,
  optionalTakesNext: false,
  flagEquals: false,
  words: false,
};

const ARGPARSE: Dialect = { ...GETOPT, reader: "argparse", abbreviations: true, optionalTakesNext: true };

/** The dialect of a script. Sources: optparse's, getopt's and click's parsers; docopt 0.6 parse_long; fire's flags. */
export function dialectOf(spec: ScriptSpec): Dialect {
  switch (spec.engine) {
    case "argparse":
    case "tyro":
    case "jsonargparse":
      return ARGPARSE;
    case "click":
    case "typer":
      return { ...GETOPT, optionalTakesNext: true };
    case "optparse":
    case "getopt":
      return { ...GETOPT, abbreviations: true };
    case "docopt":
      return {
        ...GETOPT,
        abbreviations: true,
        dashDash: /\[\s*--\s*\]|\s--(\s|$)/.test(spec.command.usage ?? ""),
      };
    case "fire":
      return { ...GETOPT, dashDash: false, flagEquals: true };
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

/** The option strings of a parameter; a keyword without one is written as its name. */
export function flagsOf(parameter: Parameter): string[] {
  const flags = positiveFlags(parameter);
  return flags.length === 0 && parameter.kind === "keyword" ? [`--${parameter.dest}`] : flags;
}
