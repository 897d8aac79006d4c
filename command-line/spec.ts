import type { MessageValue } from "@/server/language/message";

/**
 * What is known of a script's command line: argparse's vocabulary, with JSON Schema's words for constraints. Made by
 * `describe` (Python), declared by a sidecar or a comment block, or read from `--help`.
 */
export interface ScriptSpec {
  schema: 1;
  /** The library the script uses for its command line; `none` for a script that takes no parameters. */
  engine:
    | "argparse"
    | "click"
    | "typer"
    | "docopt"
    | "optparse"
    | "getopt"
    | "fire"
    | "absl"
    | "tyro"
    | "jsonargparse"
    | "tornado"
    | "cleo"
    | "plumbum"
    | "invoke"
    | "function"
    | "sys.argv"
    | "declared"
    | "help"
    | "none";
  method: "runtime" | "static" | "declared" | "help";
  prog?: string;
  /** The script's own version string, where it tells one. */
  version?: string;
  /** What argparse's `--version` was given, unchanged, such as `%(prog)s 1.0`: Wooey numbers versions by it. */
  versionText?: string;
  docstring?: string;
  pep723?: { requiresPython?: string; dependencies: string[]; text: string };
  /** Modules that were missing and replaced by stand-ins while the script was read. */
  stubbed: string[];
  warnings: SpecWarning[];
  /** The script ended before it parsed: there may be more parameters. */
  incomplete?: boolean;
  /** Unknown options are allowed (parse_known_args). */
  lenient?: boolean;
  /** The version of Python that read the script, such as `3.12.4`: argparse treats some words differently in each. */
  pythonVersion?: string;
  command: Command;
}

export interface SpecWarning {
  code: string;
  /** In English, with arguments as a catalog's texts have them. */
  message: string;
  /** The values of the arguments in `message` and `fix`. */
  values?: Readonly<Record<string, MessageValue>> | undefined;
  line?: number;
  /** What to do about it. */
  fix?: string;
}

export interface Command {
  /** "" for the script itself, else the sub-command's name. */
  name: string;
  aliases?: string[];
  help?: string;
  description?: string;
  epilog?: string;
  usage?: string;
  hidden?: boolean;
  deprecated?: boolean;
  /** Absent means "-". */
  prefixChars?: string;
  fromfilePrefixChars?: string;
  /** Absent means true: a unique beginning of a long option stands for it. */
  allowAbbrev?: false;
  /** The parser has options that look like negative numbers. */
  negativeNumberOptions?: true;
  /** A word that is a number, such as `-1`, is a value and no option (docopt-ng). */
  numbersAreWords?: true;
  noHelp?: true;
  /**
   * The script calls parse_intermixed_args: options may stand between positionals, the words are parsed twice, and one
   * `--` alone does not protect a positional that begins like an option.
   */
  intermixed?: true;
  /**
   * The positionals after a list take their words before the list does (click), so that a later optional one cannot be
   * left out while the list has values. Absent, the list takes all it can (argparse).
   */
  laterPositionalsFirst?: true;
  groups: ParameterGroup[];
  mutex: { id: string; required: boolean; title?: string; params: string[] }[];
  /** In the order of their definition, which is the order of the positionals. */
  params: Parameter[];
  subcommands?: Subcommands;
}

export interface ParameterGroup {
  id: string;
  title: string;
  description?: string;
  /** One of argparse's own two groups (positional arguments, options). */
  standard: boolean;
}

export interface Subcommands {
  dest?: string;
  required: boolean;
  title?: string;
  help?: string;
  metavar?: string;
  /** How many positionals of this command come before the sub-command. */
  position?: number;
  commands: Command[];
}

export type ParameterAction =
  | "store"
  | "store_true"
  | "store_false"
  | "store_const"
  | "append"
  | "append_const"
  | "extend"
  | "count"
  | "boolean_optional"
  | "custom";

export interface Parameter {
  /** Unique in its command and stable over versions of the script: its dest, with `-2`, `-3` … where one is used twice. */
  id: string;
  dest: string;
  kind: "option" | "positional" | "keyword" | "literal";
  flags?: string[];
  /** The "no" forms of boolean_optional. */
  negativeFlags?: string[];
  action: ParameterAction;
  /** Absent: exactly one value. 0: a flag. */
  nargs?: number | "?" | "*" | "+" | "remainder";
  type: "string" | "integer" | "number" | "boolean" | "array" | "object" | "any";
  format?:
    | "file"
    | "path"
    | "date"
    | "date-time"
    | "time"
    | "json"
    | "bool"
    | "truthy"
    | "enum"
    | "uuid"
    | "ip"
    | "regex"
    | "comma-list"
    | "python-literal"
    | "bytes"
    | "color";
  typeName?: string;
  /** For files: "r" is an input to upload, "w" an output to name. */
  mode?: string;
  boolStrings?: [string, string];
  strptime?: string;
  /** All formats that the script accepts, in its order, where it accepts several; `strptime` is one of them. */
  strptimeFormats?: string[];
  pathKind?: "file" | "directory" | "any";
  mustExist?: boolean;
  /** `value` is what is typed on the command line; the script converts no text to a choice that is `unreachable`. */
  choices?: { value: string; label?: string; unreachable?: true }[];
  choicesTruncated?: boolean;
  /** A choice may be given in upper or lower case. */
  caseInsensitive?: true;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  /** A number outside of the bounds is accepted: the script changes it to the nearest bound. */
  clamp?: true;
  default?: unknown;
  /** A default that JSON cannot hold: shown, never sent. */
  defaultText?: string;
  defaultSuppressed?: boolean;
  /** A positional whose `nargs` words may come again and again, with the action "append": docopt's `(<from> <to>)...`. */
  repeats?: true;
  /** What the option means without a value (`nargs` 0 or "?"); absent where that is None. */
  const?: unknown;
  /**
   * A longer value that begins with the first character of one of the command's option strings, or with `-`, cannot be
   * given, not even after `=`: the library takes it for the next option (click's options with an optional value).
   */
  optionLikeValuesImpossible?: true;
  required: boolean;
  metavar?: string;
  help?: string;
  /** Id of its group. */
  group?: string;
  /** Id of its mutually exclusive group. */
  mutex?: string;
  /**
   * How it can be given and still count as absent in its required exclusive group: as the option alone, or with its
   * default. argparse before Python 3.12.7, and in 3.13.0, overlooks a value that is the same object as the default.
   */
  overlooked?: { alone?: true; default?: true };
  hidden?: boolean;
  deprecated?: boolean;
  secret?: boolean;
  /** How the script gets a secret: "argv" (absent), "stdin", or "env NAME". */
  secretBy?: string;
  env?: string;
  widget?: string;
  guessed?: boolean;
  /** It looks like a file or a folder though the script takes any text; `bySource`: the script's source opens it. */
  hint?: { kind: "file" | "directory"; mode?: string; bySource?: boolean };
  /** What the form calls it, in the place of its dest. */
  label?: string;
  /**
   * What the form begins with in the place of the script's default. Unlike that it is always said on the command line;
   * where the form has no field (hidden, locked) it is filled in for whoever submits.
   */
  initialValue?: InitialScalar | InitialScalar[] | InitialScalar[][];
  /** The initial value, or without one the script's default, is all it can be. */
  locked?: boolean;
  /** Its place in its section of the form, from 1. */
  position?: number;
}

type InitialScalar = string | number | boolean;

/** Answer of a description: a spec, or what stopped it, always with sentences people can act on. */
export interface DescribeReport {
  spec: ScriptSpec | null;
  /** Set when there is no spec. */
  error?: SpecWarning & { pep723?: ScriptSpec["pep723"] };
  durationMs: number;
  /** How the script was read: the isolation level of the run. */
  isolationLevel: number;
}
