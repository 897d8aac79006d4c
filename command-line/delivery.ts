import { t } from "@/server/language/text";
import { chosenCommand, findSubcommand, listOf, shapeOf, valueIn } from "./parameter";
import type { Command, Parameter, ScriptSpec } from "./spec";
import type { CommandValues } from "./values";

/** A secret that reaches the script in an environment variable, or (`variable` null) at its standard input. */
export interface Delivery {
  variable: string | null;
  text: string;
}

/** What a program's loader, interpreter or the sandbox itself reads, which no value of a person may be. */
const reserved =
  /^(PATH|HOME|TMPDIR|USER|LOGNAME|SHELL|IFS|ENV|BASH_.*|LD_.*|LC_.*|LANG|GCONV_PATH|PYTHON.*|NODE_.*|PERL.*|RUBY.*|JAVA_.*|R_.*|WOOEY_.*)$/;

/** Why `secretBy` does not fit this parameter; undefined when it does. */
export function refuseDelivery(parameter: Parameter, secretBy: string): string | undefined {
  if (secretBy === "argv") return undefined;
  const variable = /^env ([A-Za-z_][A-Za-z0-9_]*)$/.exec(secretBy)?.[1];
  if (secretBy !== "stdin" && variable === undefined) return t('Enter "argv", "stdin" or "env NAME".');
  if (!parameter.secret) return t("Only a secret can be passed to the script in another way.");
  const shape = shapeOf(parameter);
  if (shape !== "one" && shape !== "optional") return t("The parameter must have exactly one value.");
  if (variable !== undefined && reserved.test(variable)) return t("The variable {variable} is reserved.", { variable });
  return undefined;
}

/** Whether the script gets the value by another way than its arguments. */
export function isDelivered(parameter: Parameter): boolean {
  const { secretBy = "argv" } = parameter;
  return secretBy !== "argv" && refuseDelivery(parameter, secretBy) === undefined;
}

/** The values of the chosen commands that reach the script by another way, in the order of definition. */
export function deliveriesOf(spec: ScriptSpec, values: CommandValues): Delivery[] {
  return deliveriesIn(spec.command, values);
}

function deliveriesIn(command: Command, values: CommandValues): Delivery[] {
  const here = command.params.filter(isDelivered).flatMap((parameter): Delivery[] => {
    const [text] = listOf(valueIn(values, parameter.id)).map(String);
    if (text === undefined) return [];
    return [{ variable: parameter.secretBy === "stdin" ? null : (parameter.secretBy ?? "").slice(4), text }];
  });
  const chosen = chosenCommand(values);
  const sub = chosen && findSubcommand(command, chosen.name);
  return chosen && sub ? [...here, ...deliveriesIn(sub, chosen.values)] : here;
}

/** The spec as the command line has it: without what reaches the script by another way. The same object without any. */
export function onCommandLine(spec: ScriptSpec): ScriptSpec {
  const command = lineCommand(spec.command);
  return command === spec.command ? spec : { ...spec, command };
}

function lineCommand(command: Command): Command {
  const subs = command.subcommands?.commands ?? [];
  const lines = subs.map(lineCommand);
  const isSame = lines.every((line, at) => line === subs[at]);
  if (isSame && !command.params.some(isDelivered)) return command;
  const gone = new Set(command.params.filter(isDelivered).map((parameter) => parameter.id));
  return {
    ...command,
    params: command.params.filter((parameter) => !gone.has(parameter.id)),
    mutex: command.mutex.map((group) => ({
      ...group,
      required: group.required && !group.params.some((id) => gone.has(id)),
    })),
    ...(command.subcommands && { subcommands: { ...command.subcommands, commands: lines } }),
  };
}
