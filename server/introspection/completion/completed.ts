import type { Command, Parameter } from "@/command-line/spec";
import { mergeCommands } from "../source/merge";
import { isHelpOrVersion, option, command as toCommand } from "../source/parameters";

/** What a program offers when a shell completes its command line. */
export interface CompletedCommand {
  /** Whether the list of flags is complete, so that any others in a help text are misread. */
  isComplete?: boolean;
  /** From a completion file, which may be written by hand: it adds to the help text, and does not overrule it. */
  isFromFile?: boolean;
  flags: CompletedFlag[];
  commands: { name: string; help?: string | undefined; completed: CompletedCommand }[];
}

export interface CompletedFlag {
  /** All spellings of one option. */
  flags: string[];
  help?: string | undefined;
  /** Absent if the completion does not contain it. */
  takesValue?: boolean;
  choices?: string[] | undefined;
}

/** The command with all flags and sub-commands of its completion, without the flags of its parent commands. */
export function withCompleted(command: Command, completed: CompletedCommand, above: readonly string[]): Command {
  const known = new Set([...above, ...command.params.flatMap(flagsOf)]);
  const isNew = ({ flags }: CompletedFlag) => !flags.some((flag) => known.has(flag));
  const offered = completed.flags.filter(({ flags, help = "" }) => !isHelpOrVersion(flags, help));
  const overrules = (flag: CompletedFlag) => !completed.isFromFile || isNew(flag);
  const exact = offered.filter(
    (flag) => flag.takesValue !== undefined && overrules(flag) && !flag.flags.some((one) => above.includes(one)),
  );
  const uncertain = offered.filter((flag) => flag.takesValue === undefined && isNew(flag));
  const offers = new Set(offered.flatMap((flag) => flag.flags));
  const isReal = (param: Parameter) => param.kind !== "option" || flagsOf(param).some((flag) => offers.has(flag));
  const read = {
    ...command,
    params: (completed.isComplete ? command.params.filter(isReal) : command.params).map((param) =>
      completed.isFromFile ? withChoices(param, offered) : param,
    ),
  };
  const merged = mergeCommands(toCommand([...exact, ...uncertain].map((flag) => toParameter(flag, read))), read);
  const flags = [...above, ...merged.params.flatMap(flagsOf)];
  const isReplaced = completed.commands.length > 0 && !command.subcommands; // COMMAND in a usage line
  const params = merged.params.filter((param) => param.kind === "option" || !isReplaced);
  return { ...merged, params, ...subcommandsOf(command, completed, flags) };
}

function withChoices(param: Parameter, offered: CompletedFlag[]): Parameter {
  const choices = offered.find(({ flags }) => flags.some((flag) => flagsOf(param).includes(flag)))?.choices ?? [];
  if (choices.length === 0 || param.nargs === 0 || param.choices) return param;
  return { ...param, choices: choices.map((value) => ({ value })) };
}

function subcommandsOf(
  { subcommands }: Command,
  completed: CompletedCommand,
  above: readonly string[],
): Pick<Command, "subcommands"> {
  if (!subcommands && completed.commands.length === 0) return {};
  const known = subcommands?.commands ?? [];
  const find = (name: string) => completed.commands.find((each) => each.name === name);
  const names = new Set(known.flatMap((each) => [each.name, ...(each.aliases ?? [])]));
  const found = known.map((each) => {
    const more = find(each.name)?.completed;
    return more ? withCompleted(each, more, above) : each;
  });
  const added = completed.commands
    .filter(({ name }) => !names.has(name))
    .map(({ name, help, completed: more }) => ({ ...withCompleted(toCommand([]), more, above), name, help }));
  return { subcommands: { required: true, ...subcommands, commands: [...found, ...added] } };
}

function flagsOf({ flags = [], negativeFlags = [] }: Parameter): string[] {
  return [...flags, ...negativeFlags];
}

/** Only the help text shows whether an option may be repeated. An option of unknown arity may have a value or none. */
function toParameter({ flags, help, takesValue, choices }: CompletedFlag, read: Command): Parameter {
  if (takesValue === false) return { ...option(flags, null), help };
  const known = read.params.find((param) => flagsOf(param).some((flag) => flags.includes(flag)));
  const value = known && known.nargs !== 0 ? { action: known.action, ...nargsOf(known), type: known.type } : {};
  const offered = choices?.length ? { choices: choices.map((choice) => ({ value: choice })) } : {};
  return { ...option(flags, takesValue ? { ...value, ...offered } : { nargs: "?" }), help };
}

function nargsOf({ nargs }: Parameter): Pick<Parameter, "nargs"> {
  return nargs === undefined ? {} : { nargs };
}
