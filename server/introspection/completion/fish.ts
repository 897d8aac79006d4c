import { splitCommandLine } from "@/command-line/shell";
import type { CompletedCommand, CompletedFlag } from "./completed";

/**
 * Reads a completion script for fish: one `complete` command for each option and sub-command, with the sub-commands
 * before it as its condition. Sources: complete(1) of fish, and the scripts that clap generates.
 */
export function readFishCompletion(script: string): CompletedCommand {
  const root: CompletedCommand = { flags: [], commands: [] };
  for (const text of script.split(/^(?=[ \t]*complete[ \t])/m)) {
    if (!/^\s*complete\s/.test(text)) continue;
    const entry = readEntry(wordsOf(text));
    if (entry === null) continue;
    const { path, flags, help, takesValue, words } = entry;
    const target = commandAt(root, path);
    if (flags.length > 0) addFlag(target, { flags, help, takesValue, choices: takesValue ? words : undefined });
    else for (const name of words) addCommand(target, { name, help });
  }
  return root;
}

interface Entry {
  path: string[];
  flags: string[];
  help: string | undefined;
  takesValue: boolean;
  /** The offered words: choices of an option, or sub-commands. */
  words: string[];
}

const valued = new Map<string, string>(
  Object.entries({
    "-c": "program",
    "--command": "program",
    "-n": "condition",
    "--condition": "condition",
    "-d": "help",
    "--description": "help",
    "-a": "words",
    "--arguments": "words",
  }),
);
const flagKinds = new Map<string, string>(
  Object.entries({
    "-s": "-",
    "--short-option": "-",
    "-o": "-",
    "--old-option": "-",
    "-l": "--",
    "--long-option": "--",
  }),
);

function readEntry(words: string[]): Entry | null {
  const read: Record<string, string> = {};
  const flags: string[] = [];
  let takesValue = false;
  for (let index = 1; index < words.length; index += 1) {
    const word = words[index] ?? "";
    const [dashes, name] = [flagKinds.get(word), valued.get(word)];
    if (dashes !== undefined) flags.push(`${dashes}${words[++index] ?? ""}`);
    else if (name !== undefined) read[name] = words[++index] ?? "";
    else if (/^-[frxk]+$/.test(word)) takesValue ||= /[rx]/.test(word);
    else if (/^--(?:require-parameter|exclusive)$/.test(word)) takesValue = true;
  }
  const path = pathOf(read.condition ?? "");
  const offered = read.words ?? "";
  if (path === null || /[($]/.test(offered))
    return flags.length > 0 && path ? { path, flags, help: read.help, takesValue, words: [] } : null;
  return { path, flags, help: read.help, takesValue, words: wordsOffered(offered) };
}

/** `{file<tab>A file,directory<tab>}` or `add remove`, without their descriptions. */
function wordsOffered(text: string): string[] {
  const tabbed = text.trim().replaceAll("\\t", "\t");
  const [, inBraces] = /^\{([\s\S]*)\}$/.exec(tabbed) ?? [];
  const items = inBraces === undefined ? tabbed.split(/\t|\n/.test(tabbed) ? "\n" : /\s+/) : inBraces.split(",");
  return items.map((item) => item.split("\t")[0]?.trim() ?? "").filter((item) => /^[\w][\w.:+/-]*$/.test(item));
}

/** The sub-commands that a condition requires, the outermost first; null if it requires something else. */
function pathOf(condition: string): string[] | null {
  const path: string[] = [];
  for (const part of condition.split(/;\s*(?:and\s+)?|\s+&&\s+|\s+and\s+/)) {
    const [name = "", ...words] = part.trim().split(/\s+/);
    if (name === "" || name === "not" || name === "!" || /(?:use_subcommand|needs_command|no_subcommand)$/.test(name))
      continue;
    if (!/(?:seen_subcommand_from|using_(?:sub)?command|is_nth_token)$/.test(name)) return null;
    if (words[0] !== undefined && !path.includes(words[0])) path.push(words[0]);
  }
  return path;
}

function commandAt(root: CompletedCommand, path: string[]): CompletedCommand {
  return path.reduce((command, name) => addCommand(command, { name, help: undefined }), root);
}

function addCommand(
  command: CompletedCommand,
  { name, help }: { name: string; help: string | undefined },
): CompletedCommand {
  const known = command.commands.find((each) => each.name === name);
  if (known) {
    known.help ??= help;
    return known.completed;
  }
  const completed: CompletedCommand = { flags: [], commands: [] };
  command.commands.push({ name, help, completed });
  return completed;
}

function addFlag(command: CompletedCommand, flag: CompletedFlag): void {
  if (!command.flags.some((known) => known.flags.some((each) => flag.flags.includes(each)))) command.flags.push(flag);
}

/** The words of a command. In fish, quoted text may contain \'. Text that a shell cannot split is ignored. */
function wordsOf(text: string): string[] {
  try {
    return splitCommandLine(text.trimEnd().replaceAll("\\'", "'\\''"));
  } catch {
    return [];
  }
}
