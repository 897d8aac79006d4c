import { isDefault } from "@/command-line/defaults";
import { extraArguments, labelOf } from "@/command-line/fields";
import { chosenCommand, findSubcommand, isSeparator, listOf, nameOf, valueIn } from "@/command-line/parameter";
import type { Command, Parameter } from "@/command-line/spec";
import type { CommandValues, Value } from "@/command-line/values";
import { t } from "@/server/language/text";

/** A parameter of a job as its page lists it. */
export interface JobParameter {
  label: string;
  /** As a command line has it: `--count`, or the name of a positional. */
  name: string;
  /** Null if neither the job nor the script has a value for it. */
  value: Value;
  /** Whether the value is other than the script's default. */
  isChanged: boolean;
}

/**
 * The parameters of a job, in the order of the form, those of its sub-command after those of the script. `shown` are the
 * same values as people may see them (`toDisplayValues`).
 */
export function listParameters(command: Command, values: CommandValues, shown: CommandValues): JobParameter[] {
  const scriptParameters = command.params
    .filter((one) => !isSeparator(one))
    .flatMap((one) => toParameter(one, values, shown));
  const extra = listOf(valueIn(shown, "$rest"));
  const rest = extra.length > 0 ? [{ label: extraArguments().label, name: "", value: extra, isChanged: true }] : [];
  const chosen = chosenCommand(values);
  const sub = chosen && findSubcommand(command, chosen.name);
  if (!chosen || !sub) return [...scriptParameters, ...rest, ...listUnknown(command, shown)];
  const choice = { label: t("Command"), name: "", value: chosen.name, isChanged: true };
  const ofSub = listParameters(sub, chosen.values, chosenCommand(shown)?.values ?? {});
  return [...scriptParameters, ...rest, ...listUnknown(command, shown), choice, ...ofSub];
}

function toParameter(parameter: Parameter, values: CommandValues, shown: CommandValues): JobParameter[] {
  const value = valueIn(values, parameter.id);
  const isChanged = !isDefault(parameter, value);
  if (parameter.hidden && !isChanged) return [];
  const standard = parameter.secret ? null : defaultOf(parameter);
  return [
    {
      label: labelOf(parameter),
      name: nameOf(parameter),
      value: valueIn(shown, parameter.id) ?? standard,
      isChanged,
    },
  ];
}

/** The script's default as a value that a page can show; null without one. */
function defaultOf({ default: standard, defaultText }: Parameter): Value {
  if (standard === undefined || standard === null) return defaultText ?? null;
  if (["string", "number", "boolean"].includes(typeof standard)) return standard as Value; // one of these types
  if (Array.isArray(standard)) return standard.map(String);
  return JSON.stringify(standard);
}

/** Values of parameters that the version no longer has, because it was read again. */
function listUnknown(command: Command, shown: CommandValues): JobParameter[] {
  const known = new Set(command.params.map((one) => one.id));
  return Object.keys(shown)
    .filter((id) => !id.startsWith("$") && !known.has(id) && (valueIn(shown, id) ?? null) !== null)
    .map((id) => ({ label: id, name: "", value: valueIn(shown, id) ?? null, isChanged: true }));
}
