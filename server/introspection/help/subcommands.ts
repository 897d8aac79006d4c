import type { Command, Parameter } from "@/command-line/spec";
import { readHelpText } from "./help-text";

const commandsMax = 40;
const title = /^(?:[A-Za-z ]*\b)?(?:sub)?commands(?: are)?:?\s*$/i;
const listed = /^ {1,12}([a-z][\w:.-]*)((?:(?:, ?|\|)[\w-]+)*)((?: (?:[<[]\S*|\.\.\.))*)(?: {2,}(.*))?$/i;
const notOffered = new Set(["help", "completion", "completions"]);

interface Listed {
  name: string;
  aliases: string[];
  /** What the line says after the name: `[options] <dir>`. */
  words: string;
  help?: string;
}

/**
 * The command with the sub-commands that its help text lists, each read from what `ask` answers as its own help text.
 * An option that the program has as a whole is not a command's own.
 */
export async function withCommands(
  command: Command,
  help: string,
  program: string,
  ask: (name: string) => Promise<string>,
): Promise<Command> {
  const names = listedCommands(help, program);
  if (names.length === 0) return command;
  const known = new Set(command.params.flatMap((param) => param.flags ?? []));
  const commands: Command[] = [];
  for (const { name, aliases, words, help: line } of names) {
    const answer = await ask(name);
    const own = readHelpText(answer === help || answer.trim() === "" ? `usage: ${name} ${words}` : answer, program);
    const isOwn = ({ kind, flags, metavar = "" }: Parameter) =>
      kind === "option" ? !flags?.some((flag) => known.has(flag)) : metavar.split("|")[0] !== name;
    const params = own.params.filter(isOwn);
    const groups = own.groups.filter((group) => params.some((param) => param.group === group.id));
    commands.push({ ...own, name, ...(aliases.length > 0 && { aliases }), help: line, params, groups });
  }
  const params = command.params.filter((param) => param.kind === "option");
  return { ...command, params, subcommands: { required: true, commands } };
}

/** The commands under a title such as "Commands:", up to the first line that is none. */
function listedCommands(help: string, program: string): Listed[] {
  const lines = help.replaceAll("\r\n", "\n").replaceAll(/\t/g, "        ").split("\n");
  const from = lines.findIndex((line) => title.test(line));
  if (from === -1) return [];
  const found: Listed[] = [];
  for (const line of lines.slice(from + 1)) {
    const bare = line.replace(new RegExp(`^( +)${escaped(program)} `), "$1");
    const [, name, others = "", words = "", about] = listed.exec(bare) ?? [];
    if (name === undefined) {
      if (line.trim() === "" && found.length === 0) continue;
      if (/^ {13}/.test(line)) continue; // the help of the command before goes on
      break;
    }
    const aliases = others.split(/[,|] ?/).filter((alias) => alias !== "");
    if (!notOffered.has(name)) found.push({ name, aliases, words, help: about?.trim() || undefined });
  }
  return found.slice(0, commandsMax);
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
