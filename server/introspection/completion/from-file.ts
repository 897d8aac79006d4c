import type { CompletedCommand } from "./completed";
import { type Completing, commandsMax, depthMax, isHelpOfCommand } from "./completing";

/** What a completion file of the program offers, as far as the program confirms it; null without one. */
export async function fromFile(completing: Completing): Promise<CompletedCommand | null> {
  const read = await completing.readFile();
  return read && confirmed(completing, read, []);
}

/**
 * A file may offer words that are neither choices nor sub-commands, such as `seconds`. Choices count if the help text
 * contains them all, and sub-commands if they have flags of their own, a help text, or a branch in the source.
 */
async function confirmed(completing: Completing, read: CompletedCommand, path: string[]): Promise<CompletedCommand> {
  const help = await completing.ask(path);
  const words = new Set(help.match(/[\w.+-]+/g) ?? []);
  const flags = read.flags.map(({ choices = [], ...flag }) => {
    const areInHelp = choices.length > 1 && choices.every((choice) => words.has(choice));
    return areInHelp ? { ...flag, choices } : flag;
  });
  const commands: CompletedCommand["commands"] = [];
  for (const each of path.length < depthMax ? read.commands.slice(0, commandsMax) : []) {
    if (!(await isCommand(completing, each, { path, help }))) continue;
    commands.push({ ...each, completed: await confirmed(completing, each.completed, [...path, each.name]) });
  }
  return { isFromFile: true, flags, commands };
}

async function isCommand(
  { ask, content }: Completing,
  { name, completed }: CompletedCommand["commands"][number],
  { path, help }: { path: string[]; help: string },
): Promise<boolean> {
  if (/^(?:help|completions?)$/.test(name) || !/^[\w-]+$/.test(name)) return false;
  if (completed.flags.length > 0 || completed.commands.length > 0) return true;
  if (new RegExp(`^\\s{1,20}${name}\\b`, "m").test(help)) return true;
  const branch = new RegExp(`^\\s{0,20}(?:["'\\w-]{1,40}\\s?\\|\\s?){0,10}["']?${name}["']?\\s?[|)]`, "m");
  if (content.startsWith("#!") && branch.test(content)) return true;
  return isHelpOfCommand(await ask([...path, name]), help, [...path, name]);
}
