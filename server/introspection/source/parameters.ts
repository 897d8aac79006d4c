import type { Command, Parameter, ScriptSpec } from "@/command-line/spec";

/** The command line of a script, as far as its source shows it. */
export interface SourceCommand {
  /** The rules of the command line: those of getopts, of a library of the language (`help`), or of positions alone. */
  engine: Extract<ScriptSpec["engine"], "getopt" | "help" | "sys.argv" | "docopt">;
  command: Command;
}

export const sourceCharactersMax = 100_000;

/** Flags for help and version, which belong to no form. */
export const notOffered = new Set(["-h", "-?", "--help", "-V", "--version", "--usage", "--man"]);

/**
 * Whether an option shows help or the version. `-h` and `-V` often mean something else: `-h, --human-readable`, `-h
 * FILE`. On their own, they mean help and version unless the text says otherwise.
 */
export function isHelpOrVersion(flags: readonly string[], help: string): boolean {
  const long = flags.filter((flag) => flag.startsWith("--"));
  if (long.length > 0) return long.some((flag) => notOffered.has(flag));
  if (!flags.every((flag) => notOffered.has(flag))) return false;
  return help === "" || /\b(help|usage|version|this|manual|options)\b/i.test(help);
}

/** The name of the parameter that these flags set: `--out-file` → `out_file`. */
export function destOf(flags: readonly string[]): string {
  const name = flags.find((flag) => flag.startsWith("--")) ?? flags[0] ?? "";
  return name.replace(/^-+/, "").replaceAll(/[^A-Za-z0-9]+/g, "_");
}

/** A guessed option; without `value` it takes none. */
export function option(flags: string[], value: Partial<Parameter> | null): Parameter {
  const dest = destOf(flags);
  const base = { id: dest, dest, kind: "option" as const, flags, required: false, guessed: true };
  if (value === null) return { ...base, action: "store_true", nargs: 0, type: "boolean" };
  return { ...base, action: "store", type: "string", ...value };
}

/** A guessed positional. */
export function positional(dest: string, more: Partial<Parameter>): Parameter {
  const base = { id: dest, dest, kind: "positional" as const, action: "store" as const, type: "string" as const };
  return { ...base, required: false, guessed: true, ...more };
}

/** The positional that takes all arguments that are left. */
export function remaining(dest = "args"): Parameter {
  return positional(dest, { nargs: "*" });
}

/** A command of guessed parameters, whose ids are made unique. */
export function command(params: Parameter[]): Command {
  return { name: "", groups: [], mutex: [], params: withIds(params) };
}

/** The parameters with -2, -3 … after an id that is used more than once. */
export function withIds(params: Parameter[]): Parameter[] {
  const seen = new Map<string, number>();
  return params.map((param) => {
    const count = (seen.get(param.dest) ?? 0) + 1;
    seen.set(param.dest, count);
    return count === 1 ? { ...param, id: param.dest } : { ...param, id: `${param.dest}-${count}` };
  });
}
