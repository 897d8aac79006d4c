import { ArgumentsError } from "./errors";
import { withInitialValues } from "./initial-values";
import { mapUploadable, outputFileParameters } from "./inputs";
import { parseArgv } from "./parse";
import type { ScriptSpec } from "./spec";
import { leaveCommandToScript } from "./typed-words";
import { checkValues } from "./validate";
import type { CommandValues } from "./values";

/** What a script makes of arguments. */
export interface ReadArguments {
  values: CommandValues;
  /** The files that it would read, as the arguments name them. `isOptional`: it takes any other text there, too. */
  inputs: { name: string; isOptional: boolean }[];
  /** The files that it would write, as the arguments name them. */
  outputs: string[];
}

/**
 * Reads arguments as the script itself would. @throws ArgumentsError in the words of the script's library, or by the
 * paths of parameters
 */
export function readArguments(fullSpec: ScriptSpec, args: readonly string[]): ReadArguments {
  const spec = leaveCommandToScript(fullSpec);
  const parsed = parseArgv(spec, args);
  if ("error" in parsed) throw new ArgumentsError({ __all__: [parsed.error] });
  const { values } = parsed;
  const inputs: ReadArguments["inputs"] = [];
  mapUploadable(spec, values, (name, { isFile }) => {
    inputs.push({ name, isOptional: !isFile });
    return name;
  });
  const given = withInitialValues(spec, values);
  const errors = checkValues(spec, given);
  if (Object.keys(errors).length > 0) throw new ArgumentsError(errors);
  const outputs = outputFileParameters(spec, values).flatMap((parameter) => parameter.values);
  // Without the defaults of parameters that are not given.
  const isGiven = (name: string) => name !== "-" && args.some((word) => word.endsWith(name));
  return { values, inputs, outputs: [...new Set(outputs)].filter(isGiven) };
}
