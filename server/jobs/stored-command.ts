import { ArgumentsError } from "@/command-line/errors";
import type { ScriptSpec } from "@/command-line/spec";
import { type TypedWord, typedArgv } from "@/command-line/typed-words";
import type { CommandValues } from "@/command-line/values";
import { AppError } from "@/server/errors";
import { fileReference } from "./command-line";
import { sealRest, sealValues, secretPaths, sealedArgv as toSealedArgv, withoutSecrets } from "./secrets";

interface CommandToStore {
  sealedArgv: string[] | undefined;
  /** The arguments as they were typed, with input files as arguments have them. */
  typed: TypedWord[] | undefined;
  /** The values with their input files as `show` writes them. */
  withReferences: (show: (id: number) => string) => CommandValues;
}

/** Values and arguments for storage. @throws invalid by the paths of parameters */
export function storedCommand(
  spec: ScriptSpec,
  { sealedArgv, typed, withReferences }: CommandToStore,
): { values: CommandValues; argv: string[] } {
  const values = withReferences(fileReference);
  if (sealedArgv) return sealRest(spec, { values, argv: sealedArgv });
  const marked = withReferences(inputMark);
  const argv = argvAsTyped(spec, { words: typed, values: marked }, (file) => file) ?? argvOf(spec, marked);
  return { values: sealValues(spec, values), argv };
}

/**
 * The arguments as they were typed; null if there are none, if they would say something else than the values, which may
 * contain initial ones, and if they have secrets.
 */
export function argvAsTyped(
  spec: ScriptSpec,
  { words, values }: { words: TypedWord[] | undefined; values: CommandValues },
  show: (file: string) => string,
): string[] | null {
  return words && secretPaths(spec, values).size === 0 ? typedArgv(spec, { words, values }, show) : null;
}

function argvOf(spec: ScriptSpec, values: CommandValues): string[] {
  try {
    return toSealedArgv(spec, values);
  } catch (error) {
    if (!(error instanceof ArgumentsError)) throw error;
    const fields = withoutSecrets(spec, values, error.fields);
    throw new AppError("invalid", Object.values(fields).flat()[0] ?? "", fields);
  }
}

/** How arguments refer to an input file that is kept with a job. */
export function inputMark(id: number): string {
  return `{input:${id}}`;
}
