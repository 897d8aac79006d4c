import type { Command, Parameter } from "@/command-line/spec";
import { readHelpText } from "./help-text";

const commandsMax = 120;
const depthMax = 4;
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

export interface Asking {
  program: string;
  /** The help text of a sub-command, by the words that lead to it; "" where there is no time left. */
  ask: (commands: string[]) => Promise<string>;
}

/**
 * The command with the sub-commands that its help text lists, each read from its own help text, and so on below them.
 * An option that the program has as a whole is not repeated for a sub-command.
 */
export async function withCommands(command: Command, help: string, asking: Asking): Promise<Command> {
  return withCommandsBelow(command, help, {
    ...asking,
    path: [],
    inherited: new Set<string>(),
    budget: { commands: commandsMax },
  });
}

interface Walk extends Asking {
  path: string[];
  /** The flags of the commands above. */
  inherited: ReadonlySet<string>;
  /** How many more sub-commands may be asked, in the whole tree. */
  budget: { commands: number };
}

async function withCommandsBelow(command: Command, help: string, walk: Walk): Promise<Command> {
  const { program, path, budget } = walk;
  const names = listedCommands(help, [program, ...path].join(" "));
  if (names.length === 0 || path.length >= depthMax) return command;
  const known = new Set(command.params.flatMap((param) => param.flags ?? []));
  const inherited = new Set([...walk.inherited, ...known]);
  const commands: Command[] = [];
  for (const { name, aliases, words, help: line } of names) {
    if (budget.commands-- <= 0) break;
    const below = [...path, name];
    const answer = await walk.ask(below);
    const hasOwnHelp = answer !== help && answer.trim() !== "";
    const read = readHelpText(hasOwnHelp ? answer : `usage: ${name} ${words}`, program);
    const global = read.groups.find((group) => /^(?:global|inherited)\b/i.test(group.title))?.id;
    const isNew = ({ kind, flags, group, metavar = "" }: Parameter) => {
      if (kind !== "option") return !below.includes(metavar.split("|")[0] ?? "");
      const others = group !== undefined && group === global ? inherited : known;
      return !flags?.some((flag) => others.has(flag));
    };
    const params = read.params.filter(isNew);
    const groups = read.groups.filter((group) => params.some((param) => param.group === group.id));
    const found = { ...read, name, ...(aliases.length > 0 && { aliases }), help: line, params, groups };
    commands.push(hasOwnHelp ? await withCommandsBelow(found, answer, { ...walk, path: below, inherited }) : found);
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
