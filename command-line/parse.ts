import { readArgparse } from "./argparse-reader";
import { dialectOf } from "./dialect";
import { Refused } from "./errors";
import { readGetopt } from "./getopt";

import type { ScriptSpec } from "./spec";
import type { CommandValues } from "./values";

/**
 * The values that the script itself would read from these arguments: every option string, unambiguous beginnings,
 * clusters, aliases, nested sub-commands. Types and choices are left to checkValues. Unknown arguments are an error, or
 * under `$rest` when the script allows them (`lenient`, argparse's parse_known_args). `byAll`: an error unless every
 * version of Python reads the same.
 */
export function parseArgv(
  spec: ScriptSpec,
  argv: readonly string[],
  { byAll = false } = {},
): { values: CommandValues } | { error: string } {
  const dialect = dialectOf(spec);
  try {
    if (dialect.reader === "getopt") return { values: readGetopt(spec, dialect, argv) };
    return { values: readArgparse(spec.command, argv, { lenient: spec.lenient === true, byAll }) };
  } catch (error) {
    if (error instanceof Refused) return { error: error.message };
    throw error;
  }
}
