import type { Command } from "@/command-line/spec";
import { type CompletedCommand, type CompletedFlag, withCompleted } from "./completed";
import { readFishCompletion } from "./fish";

export interface Completing {
  /** The program's name. */
  program: string;
  /** Its file, as Latin-1, in which its library is recognised. */
  content: string;
  /** The help text of the program or, below some words, of its sub-command. */
  ask: (commands: string[]) => Promise<string>;
  /** Runs it confined with these words and returns what it prints; "" once the time is over. */
  run: (words: string[], environment?: Record<string, string>) => Promise<string>;
}

const depthMax = 3;
const commandsMax = 40;

/**
 * The command with what the program's library answers when a shell completes its command line. A program is asked only
 * if its file or its help text shows a library that answers: cobra, yargs or clap.
 */
export async function withCompletions(command: Command, completing: Completing): Promise<Command> {
  const completed = await readCompletions(completing);
  return completed === null ? command : withCompleted(command, completed, []);
}

async function readCompletions(completing: Completing): Promise<CompletedCommand | null> {
  const { content } = completing;
  const help = await completing.ask([]);
  if (content.includes("spf13/cobra") || /Use ".+\[command\] --help" for more information about a command/.test(help))
    return askCobra(completing, [], { commands: commandsMax });
  if (/\brequire\(["']yargs|from ["']yargs|import\(["']yargs/.test(content))
    return askYargs(completing, [], { commands: commandsMax });
  if (content.includes("clap")) return askClap(completing, help);
  return null;
}

/** Cobra: `__complete WORDS TEXT` prints `WORD<tab>DESCRIPTION` lines and a last line such as `:4`. */
async function askCobra(
  completing: Completing,
  path: string[],
  budget: { commands: number },
): Promise<CompletedCommand> {
  const complete = async (text: string) => {
    const lines = (await completing.run(["__complete", ...path, text])).trimEnd().split("\n");
    return lines.some((line) => /^:\d+$/.test(line)) ? pairsOf(lines.filter((line) => !line.startsWith(":"))) : [];
  };
  const flags = bySameHelp((await complete("-")).filter(({ word }) => word.startsWith("-")));
  const help = await completing.ask(path);
  const known = new Set(help.match(/--?[A-Za-z0-9][\w-]*/g) ?? []);
  for (const flag of flags.filter((each) => !each.flags.some((name) => known.has(name)))) {
    // With --help in front of it the command does nothing, but it refuses a flag that lacks its value.
    const answer = await completing.run([...path, "--help", flag.flags[0] ?? ""]);
    if (answer !== "") flag.takesValue = /needs an argument/.test(answer);
  }
  const commands: CompletedCommand["commands"] = [];
  for (const { word: name, help: line } of await complete("")) {
    if (!/^[a-z][\w:.-]*$/i.test(name) || /^(?:help|completion)$/.test(name) || path.length >= depthMax) continue;
    if (budget.commands-- <= 0) break;
    const below = [...path, name];
    const answer = await completing.ask(below);
    if (answer === help || !answer.includes(below.join(" "))) continue; // an argument, and no sub-command
    commands.push({ name, help: line, completed: await askCobra(completing, below, budget) });
  }
  return { flags, commands };
}

/** yargs: `--get-yargs-completions PROGRAM WORDS TEXT` prints a word a line, in some versions with `:DESCRIPTION`. */
async function askYargs(
  completing: Completing,
  path: string[],
  budget: { commands: number },
): Promise<CompletedCommand> {
  const complete = async (text: string) => {
    const answer = await completing.run(["--get-yargs-completions", completing.program, ...path, text]);
    return pairsOf(answer.split("\n").map((line) => line.trim().replace(/^([^:]+):/, "$1\t")));
  };
  const flags = bySameHelp((await complete("-")).filter(({ word }) => /^--?[A-Za-z]/.test(word)));
  const commands: CompletedCommand["commands"] = [];
  for (const { word: name, help } of await complete("")) {
    if (!/^[a-z][\w:.-]*$/i.test(name) || name === "completion" || path.length >= depthMax) continue;
    if (budget.commands-- <= 0) break;
    commands.push({ name, help, completed: await askYargs(completing, [...path, name], budget) });
  }
  return { flags, commands };
}

/** clap: the program writes a completion script for fish, by a sub-command or an option that its help text names. */
async function askClap({ content, run }: Completing, help: string): Promise<CompletedCommand | null> {
  const [command] = /^\s+((?:generate-|gen-|shell-)?completions?)\b/m.exec(help)?.slice(1) ?? [];
  const [name] = /(gen(?:erate)?-(?:shell-)?completions?)/.exec(content)?.slice(1) ?? [];
  const [shown] = /(--(?:generate|(?:shell-)?completions?))\b/.exec(help)?.slice(1) ?? [];
  const flag = name === undefined || name === command ? shown : `--${name}`;
  const attempts = [
    ...(command
      ? [
          [command, "fish"],
          [command, "--shell", "fish"],
        ]
      : []),
    ...(flag ? [[flag, flag === "--generate" ? "complete-fish" : "fish"]] : []),
  ];
  for (const words of attempts) {
    const script = await run(words);
    if (/^\s*complete -c /m.test(script)) return { ...readFishCompletion(script), isComplete: true };
  }
  return null;
}

function pairsOf(lines: string[]): { word: string; help: string | undefined }[] {
  return lines.flatMap((line) => {
    const [word = "", help] = line.split("\t");
    return word.trim() === "" ? [] : [{ word: word.trim(), help: help?.trim() || undefined }];
  });
}

/** `--name` and `-n` with the same description are one option. */
function bySameHelp(pairs: { word: string; help: string | undefined }[]): CompletedFlag[] {
  const flags: CompletedFlag[] = [];
  for (const { word, help } of pairs) {
    const name = word.replace(/=$/, "");
    const same = flags.find((flag) => help !== undefined && flag.help === help && isOtherLength(flag.flags, name));
    if (same) same.flags.push(name);
    else flags.push({ flags: [name], help });
  }
  return flags;
}

function isOtherLength([first = ""]: string[], flag: string): boolean {
  return first.startsWith("--") !== flag.startsWith("--");
}
