import { isDelivered } from "./delivery";
import { type Dialect, dialectOf, flagsOf } from "./dialect";
import { shownParameters } from "./fields";
import { positiveFlags } from "./parameter";
import { impossiblePositionals } from "./positional-rules";
import type { Command, Parameter, ScriptSpec } from "./spec";

/** A command whose input is described or read as JSON. */
export interface InputContext {
  command: Command;
  dialect: Dialect;
  /** Characters at which a word of the commands around it names a file of arguments. */
  fromFile: string;
  /** Arguments that no parameter describes are accepted. */
  takesExtra: boolean;
  /** The library converts numbers with Python's float(), which reads "inf" and "nan", too. */
  readsPythonNumbers: boolean;
}

/** The context of the script's own command. */
export function inputContextOf(spec: ScriptSpec): InputContext {
  return {
    command: spec.command,
    dialect: dialectOf(spec),
    fromFile: "",
    takesExtra: spec.lenient === true,
    readsPythonNumbers: !unknownConverters.has(spec.engine),
  };
}

/** What converts values is unknown, or not Python. */
const unknownConverters = new Set<ScriptSpec["engine"]>(["declared", "help", "sys.argv", "getopt"]);

/** The context of a sub-command. */
export function insideOf(context: InputContext, command: Command): InputContext {
  const fromFile = context.fromFile + (context.command.fromfilePrefixChars ?? "");
  return { ...context, command, fromFile, takesExtra: false };
}

/** The sub-commands that a caller may choose. */
export function shownCommands(command: Command): Command[] {
  return (command.subcommands?.commands ?? []).filter((one) => !one.hidden);
}

/** The parameters that a caller may give a value: those of the form that can stand on the command line. */
export function fillableInputs(context: InputContext): Parameter[] {
  const { command } = context;
  const impossible = impossiblePositionals(context);
  const isReserved = (id: string) => id === "$command" || (id === "$rest" && context.takesExtra);
  return shownParameters(command).filter(
    (one) => !isReserved(one.id) && !impossible.has(one.id) && !isExcluded(command, one) && isWritable(context, one),
  );
}

/** Whether another member of its exclusive group is always given. */
function isExcluded(command: Command, { id, mutex }: Parameter): boolean {
  if (mutex === undefined) return false;
  return command.params.some(
    (one) => one.mutex === mutex && one.id !== id && one.locked && one.initialValue !== undefined,
  );
}

/** Whether it has an option string where it needs one. */
function isWritable({ dialect }: InputContext, parameter: Parameter): boolean {
  if (isDelivered(parameter) || dialect.words) return true;
  if (parameter.kind === "positional" || parameter.kind === "literal") return true;
  const flags = dialect.reader === "argparse" ? positiveFlags(parameter) : flagsOf(parameter);
  return flags.length > 0 || (parameter.negativeFlags ?? []).length > 0;
}
