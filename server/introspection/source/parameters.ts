import type { Command, Parameter } from "@/command-line/spec";

/** Option strings for help and version, which belong to no form. */
export const notOffered = new Set(["-h", "-?", "--help", "-V", "--version", "--usage", "--man"]);

/**
 * Whether an option shows help or the version. `-h` and `-V` are often something else: `-h, --human-readable`,
 * `-h FILE`. Alone they are help and version unless the text says otherwise.
 */
export function isHelpOrVersion(flags: readonly string[], help: string): boolean {
  const long = flags.filter((flag) => flag.startsWith("--"));
  if (long.length > 0) return long.some((flag) => notOffered.has(flag));
  if (!flags.every((flag) => notOffered.has(flag))) return false;
  return help === "" || /\b(help|usage|version|this|manual|options)\b/i.test(help);
}

/** A guessed option; without `value` it takes none. */
export function option(flags: string[], value: Partial<Parameter> | null): Parameter {
  const name = flags.find((flag) => flag.startsWith("--")) ?? flags[0] ?? "";
  const dest = name.replace(/^-+/, "").replaceAll(/[^A-Za-z0-9]+/g, "_");
  const base = { id: dest, dest, kind: "option" as const, flags, required: false, guessed: true };
  if (value === null) return { ...base, action: "store_true", nargs: 0, type: "boolean" };
  return { ...base, action: "store", type: "string", ...value };
}

/** A guessed positional. */
export function positional(dest: string, more: Partial<Parameter>): Parameter {
  return {
    id: dest,
    dest,
    kind: "positional",
    action: "store",
    type: "string",
    required: false,
    guessed: true,
    ...more,
  };
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
    return count === 1 ? param : { ...param, id: `${param.dest}-${count}` };
  });
}
