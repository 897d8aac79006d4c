import path from "node:path";
import readline from "node:readline";
import { z } from "zod";
import { buildArgv } from "@/command-line/build";
import { readPastedCommand } from "@/command-line/command";
import { ArgumentsError } from "@/command-line/errors";
import { readFormValues } from "@/command-line/form-values";
import { withInitialValues } from "@/command-line/initial-values";
import { joinCommandLine } from "@/command-line/shell";
import type { ScriptSpec } from "@/command-line/spec";
import { checkValues } from "@/command-line/validate";
import { AppError, type FieldErrors } from "@/server/errors";
import { readSpec } from "./wooey-scripts";

const question = z.union([
  z.strictObject({ entries: z.array(z.tuple([z.string(), z.string()])) }),
  z.strictObject({ command: z.string() }),
]);

type Answer = { argv: string[]; line: string } | { errors: FieldErrors };

/**
 * `wooey script argv`: for each JSON line of standard input, the arguments that a form's entries or a pasted command
 * mean to the script, or what is wrong with them by field, as one JSON line.
 */
export async function argv(given: string, options: { ignoreBadImports?: true }): Promise<void> {
  const spec = await readSpec(given, options);
  const lines = readline.createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY });
  for await (const line of lines) {
    if (line.trim() !== "") console.log(JSON.stringify(answer(spec, line, path.basename(given))));
  }
}

/** The answer to one line. */
export function answer(spec: ScriptSpec, line: string, filename: string): Answer {
  const parsed = question.safeParse(parseJson(line));
  if (!parsed.success) {
    return { errors: { __all__: ['A line is {"entries": [["path", "value"], …]} or {"command": "…"}, as JSON.'] } };
  }
  try {
    const read =
      "entries" in parsed.data
        ? readFormValues(spec, parsed.data.entries)
        : readPastedCommand(spec, parsed.data.command, [filename]);
    const values = withInitialValues(spec, read);
    const errors = checkValues(spec, values);
    if (Object.keys(errors).length > 0) return { errors };
    const built = buildArgv(spec, values);
    return { argv: built.argv, line: joinCommandLine(built.argv) };
  } catch (error) {
    if (error instanceof ArgumentsError) return { errors: error.fields };
    if (error instanceof AppError) return { errors: error.fields ?? { __all__: [error.message] } };
    throw error;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
