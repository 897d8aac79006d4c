import { ArgumentsError } from "@/command-line/errors";
import { type ReadArguments, readArguments } from "@/command-line/read-arguments";
import type { ScriptSpec } from "@/command-line/spec";
import { type ErrorDetail, invalidInput } from "@/server/errors";

/** Where the arguments are in a request. */
const POINTER = "/args";

/**
 * What a script would read from arguments.
 * @throws invalid with details in the words of the script's library, or by parameter
 */
export function readScriptArguments(spec: ScriptSpec, args: readonly string[]): ReadArguments {
  try {
    return readArguments(spec, args);
  } catch (error) {
    if (!(error instanceof ArgumentsError)) throw error;
    const details = Object.entries(error.fields).flatMap(([path, messages]) =>
      messages.map(
        (message): ErrorDetail => ({ pointer: POINTER, detail: path === "__all__" ? message : `${path}: ${message}` }),
      ),
    );
    throw invalidInput(details[0]?.detail ?? error.message, details);
  }
}
