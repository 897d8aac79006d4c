import { fitsCommandLine } from "./build";
import { impossible } from "./impossible";
import { sameValues } from "./normal";
import { parseArgv } from "./parse";
import type { Command, ScriptSpec } from "./spec";
import type { CommandValues } from "./values";

/** An argument as somebody typed it. Where the end of it is the name of a file, `text` is what comes before. */
export interface TypedWord {
  text: string;
  /** What stands for the file in the values. */
  file?: string;
}

/** The arguments with the ends that name one of the files apart; the longest name counts. */
export function toTypedWords(args: readonly string[], files: ReadonlyMap<string, string>): TypedWord[] {
  const names = [...files.keys()].sort((a, b) => b.length - a.length);
  return args.map((word) => {
    const name = names.find((one) => word === one || (word.startsWith("-") && word.endsWith(one)));
    const file = name === undefined ? undefined : files.get(name);
    return file === undefined ? { text: word } : { text: word.slice(0, word.length - (name ?? "").length), file };
  });
}

/**
 * The arguments as they were typed, so that a script that reads its command line itself sees them; `show` writes a file as
 * the values have it. Null if a script of this kind might read other values from them, with any version of its library.
 */
export function typedArgv(
  spec: ScriptSpec,
  { words, values }: { words: readonly TypedWord[]; values: CommandValues },
  show: (file: string) => string,
): string[] | null {
  const argv = words.map(({ text, file }) => text + (file === undefined ? "" : show(file)));
  if (!fitsCommandLine(argv) || argv.some((word) => impossible(word) !== null)) return null;
  const back = parseArgv(spec, argv, { byAll: true });
  return "values" in back && sameValues(spec.command, values, back.values) ? argv : null;
}

/**
 * The spec for arguments that somebody typed: whoever leaves a sub-command out gets what the script itself does then, such
 * as printing its help. A form requires the choice, because it has nothing else to run.
 */
export function leaveCommandToScript(spec: ScriptSpec): ScriptSpec {
  return { ...spec, command: withOptionalCommand(spec.command) };
}

function withOptionalCommand(command: Command): Command {
  const { subcommands } = command;
  if (!subcommands) return command;
  const commands = subcommands.commands.map(withOptionalCommand);
  return { ...command, subcommands: { ...subcommands, required: false, commands } };
}
