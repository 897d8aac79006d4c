import { flagsOf } from "./dialect";
import { shownParameters } from "./fields";
import { isFileOrText, isInputFile, isOutputFile } from "./inputs";
import { mainFlag, takesNoValue } from "./parameter";
import type { Command, Parameter, ScriptSpec } from "./spec";

/** The command line of a script as shells complete it and people read it. */
export interface CommandOutline {
  options: OutlineOption[];
  positionals: OutlineOption[];
  commands: (CommandOutline & { name: string; help: string })[];
}

/** An option or, without flags, a positional. */
export interface OutlineOption {
  flags: string[];
  /** What its value is called; "" if it takes none. */
  value: string;
  help: string;
  choices: string[];
  /** Its value names a file to read or to write. */
  isFile: boolean;
  isRequired: boolean;
}

/** The outline of a script: what has a field, with the negative forms of its options. */
export function toOutline({ command }: ScriptSpec): CommandOutline {
  return outlineOf(command);
}

/** How the script is used, on one line: `[options] FILE [WORDS …]`. */
export function usageOf({ options, positionals, commands }: CommandOutline): string {
  const required = options.filter(({ isRequired }) => isRequired);
  const words = [
    ...(options.length > required.length ? ["[options]"] : []),
    ...required.map(({ flags, value }) => `${mainFlag(flags) ?? ""} ${value}`.trim()),
    ...positionals.map(({ value, isRequired }) => (isRequired ? value : `[${value}]`)),
    ...(commands.length > 0 ? ["COMMAND …"] : []),
  ];
  return words.join(" ");
}

function outlineOf(command: Command): CommandOutline {
  const shown = shownParameters(command).map(toOption);
  const commands = (command.subcommands?.commands ?? []).filter(({ hidden }) => !hidden);
  return {
    options: shown.filter(({ flags }) => flags.length > 0),
    positionals: shown.filter(({ flags }) => flags.length === 0),
    commands: commands.map((one) => ({ name: one.name, help: one.help ?? one.description ?? "", ...outlineOf(one) })),
  };
}

function toOption(parameter: Parameter): OutlineOption {
  const { negativeFlags = [], choices = [], metavar, dest, help = "", required } = parameter;
  const flags = parameter.kind === "literal" ? [parameter.dest] : [...flagsOf(parameter), ...negativeFlags];
  return {
    flags: [...new Set(flags)],
    value: takesNoValue(parameter) ? "" : (metavar ?? dest).toUpperCase(),
    help,
    choices: choices.map(({ value }) => value),
    isFile: isInputFile(parameter) || isFileOrText(parameter) || isOutputFile(parameter),
    isRequired: required,
  };
}
