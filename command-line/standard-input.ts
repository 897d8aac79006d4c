import type { Command, ScriptSpec } from "./spec";

/**
 * The name of what a script reads from its standard input: a field of its form, and the `parameter` of its input file.
 * No parameter has this id, because none starts with `$`.
 */
export const STANDARD_INPUT = "$stdin";

/** Whether staff let the script have a secret at its standard input, where it can then have nothing else. */
export function readsSecretFromInput(spec: ScriptSpec): boolean {
  return readsSecret(spec.command);
}

/** Whether introspection found that the script reads its standard input and has no parameters. */
export function readsInput(spec: ScriptSpec): boolean {
  return spec.warnings.some((warning) => warning.code === "reads_input");
}

function readsSecret({ params, subcommands }: Command): boolean {
  return params.some(({ secretBy }) => secretBy === "stdin") || (subcommands?.commands ?? []).some(readsSecret);
}
