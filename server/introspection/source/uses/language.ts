import type { Parameter } from "@/command-line/spec";

export type Hint = NonNullable<Parameter["hint"]>;

/** How a language opens, checks and creates files. */
export interface UsesOfLanguage {
  /** Patterns of the expressions that hold a parameter's value; `index` is a positional's, counted from 0. */
  expressions: (param: Parameter, index: number, source: string) => string[];
  /** Patterns in which X stands for such an expression. A later one counts more. */
  patterns: readonly [pattern: string, hint: Hint][];
  ignoresCase?: true;
}

export const reads: Hint = { kind: "file", mode: "r", bySource: true };
export const writes: Hint = { kind: "file", mode: "w", bySource: true };
export const readsFolder: Hint = { kind: "directory", bySource: true };
export const writesFolder: Hint = { kind: "directory", mode: "w", bySource: true };

/** The names under which scripts keep an option: `input_file`, `input-file`, `inputFile`, and its letter. */
export function namesOf({ dest, flags = [] }: Parameter): string[] {
  const words = [dest, ...flags.map((flag) => flag.replace(/^-+/, ""))];
  const spelled = words.flatMap((word) => [
    word,
    word.replaceAll("-", "_"),
    word.replaceAll(/[-_](\w)/g, (_, letter: string) => letter.toUpperCase()),
  ]);
  return [...new Set(spelled)].filter((word) => /^[\w-]+$/.test(word));
}

/** The variables to which one of these patterns, whose first group is a name, assigns. */
export function assigned(source: string, ...patterns: string[]): string[] {
  const found = patterns.flatMap((pattern) => [...source.matchAll(new RegExp(pattern, "gm"))].map((match) => match[1]));
  return [...new Set(found.filter((name) => name !== undefined))];
}
