import { isDelivered } from "./delivery";
import { dialectOf, flagsOf, isDemanded } from "./dialect";
import { shownParameters } from "./fields";
import type { InputContext } from "./input-context";
import { oncePer } from "./once-per";
import { mainFlag, positiveFlags } from "./parameter";
import { impossiblePositionals, isUnprotected, losesSubcommandWords } from "./positional-rules";
import type { Command, Parameter, ScriptSpec } from "./spec";

/** The context of the script's own command. */
export function inputContextOf(spec: ScriptSpec): InputContext {
  return {
    command: spec.command,
    dialect: dialectOf(spec),
    fromFile: "",
    takesExtra: spec.lenient === true,
    losesWords: false,
    readsPythonNumbers: !unknownConverters.has(spec.engine),
  };
}

/** What converts values is unknown, or not Python. */
const unknownConverters = new Set<ScriptSpec["engine"]>(["declared", "help", "sys.argv", "getopt"]);

/** The context of a sub-command. */
export function insideOf(context: InputContext, command: Command): InputContext {
  const fromFile = context.fromFile + (context.command.fromfilePrefixChars ?? "");
  return {
    ...context,
    command,
    fromFile,
    takesExtra: false,
    losesWords: context.losesWords || losesSubcommandWords(context),
  };
}

/** The sub-commands that a caller may choose. */
export function shownCommands(context: InputContext): Command[] {
  const { losesWords, dialect, command } = context;
  const isPossible = ({ prefixChars, params, subcommands }: Command): boolean =>
    prefixChars === command.prefixChars &&
    !command.params.some((one) => one.nargs === "remainder") &&
    !subcommands?.required &&
    !params.some((one) => one.kind === "positional" && isDemanded(dialect, one));
  const losesTheirs = losesWords || losesSubcommandWords(context);
  return (context.command.subcommands?.commands ?? []).filter(
    (one) => !one.hidden && (!losesTheirs || isPossible(one)),
  );
}

/** The parameters that a caller may give a value: those of the form that can stand on the command line. */
export const fillableInputs = oncePer((context: InputContext): Parameter[] => {
  const { command } = context;
  const impossible = impossiblePositionals(context);
  const isReserved = (id: string) => id === "$command" || (id === "$rest" && context.takesExtra);
  return shownParameters(command).filter(
    (one) =>
      !isLost(context, one) &&
      !isReserved(one.id) &&
      !impossible.has(one.id) &&
      !isExcluded(command, one) &&
      isWritable(context, one),
  );
});

/** Whether the words of the parameter, and those of the list before the sub-commands, cannot be told apart. */
function isLost(context: InputContext, { kind, nargs }: Parameter): boolean {
  if (kind !== "positional" && nargs === "remainder" && context.command.subcommands) return true;
  if (kind === "positional") return context.losesWords;
  return typeof nargs === "string" && isUnprotected(context);
}

/** Whether another member of its exclusive group is always given. */
function isExcluded(command: Command, { id, mutex }: Parameter): boolean {
  if (mutex === undefined) return false;
  return command.params.some(
    (one) => one.mutex === mutex && one.id !== id && one.locked && one.initialValue !== undefined,
  );
}

/** Whether it has an option string where it needs one, and a value. */
function isWritable({ dialect, command }: InputContext, parameter: Parameter): boolean {
  const { choices = [], choicesTruncated } = parameter;
  if (choices.length > 0 && !choicesTruncated && choices.every(({ unreachable }) => unreachable)) return false;
  if (isDelivered(parameter) || dialect.words) return true;
  if (parameter.kind === "positional" || parameter.kind === "literal") return true;
  const flags = dialect.reader === "argparse" ? positiveFlags(parameter) : flagsOf(parameter);
  const written = [mainFlag(flags), mainFlag(parameter.negativeFlags ?? [])].filter((flag) => flag !== undefined);
  return written.length > 0 && written.every((flag) => flag !== "--" && ownerOf(command, flag) === parameter);
}

/** The first parameter with the option string: the one that the library finds. */
function ownerOf({ params }: Command, flag: string): Parameter | undefined {
  return params.find((one) => {
    const flags = one.kind === "keyword" ? flagsOf(one) : (one.flags ?? []);
    return flags.includes(flag) || one.negativeFlags?.includes(flag);
  });
}
