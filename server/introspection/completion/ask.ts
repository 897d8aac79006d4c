import type { Command } from "@/command-line/spec";
import { type CompletedCommand, type CompletedFlag, withCompleted } from "./completed";
import { type Completing, commandsMax, depthMax, isHelpOfCommand } from "./completing";
import { readFishCompletion } from "./fish";
import { fromFile } from "./from-file";

/**
 * The command with what the program's library answers when a shell completes its command line. A program is asked only
 * if its file or its help text shows a library that answers: cobra, yargs, argcomplete, click or clap. Without an answer,
 * a completion file of the program is read.
 */
export async function withCompletions(command: Command, completing: Completing): Promise<Command> {
  const asked = await readCompletions(completing);
  const completed = asked && (asked.flags.length > 0 || asked.commands.length > 0) ? asked : await fromFile(completing);
  return completed === null ? command : withCompleted(command, completed, []);
}

async function readCompletions(completing: Completing): Promise<CompletedCommand | null> {
  const { content } = completing;
  const help = await completing.ask([]);
  if (content.includes("spf13/cobra") || /Use ".+\[command\] --help" for more information about a command/.test(help))
    return askCobra(completing, [], { commands: commandsMax });
  if (/\brequire\(["']yargs|from ["']yargs|import\(["']yargs|get-yargs-completions/.test(content))
    return askOffers(completing, yargs(completing));
  if (content.includes("PYTHON_ARGCOMPLETE_OK")) return askOffers(completing, argcomplete(completing));
  if (/^Usage: .*\[OPTIONS\]/m.test(help) && help.includes("Show this message and exit."))
    return askOffers(completing, click(completing));
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
    return lines.some((line) => /^:\d+$/.test(line)) ? offersOf(lines.filter((line) => !line.startsWith(":"))) : [];
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
    if (!isHelpOfCommand(answer, help, below)) continue;
    commands.push({ name, help: line, completed: await askCobra(completing, below, budget) });
  }
  return { flags, commands };
}

/** A word that may come next, and what it is for. */
interface Offer {
  word: string;
  help: string | undefined;
}

/** What a library offers behind these sub-commands for the start of a word. */
type Complete = (path: string[], text: string) => Promise<Offer[]>;

/** The flags and sub-commands that a library offers; a word is a sub-command if it has a help text of its own. */
async function askOffers(
  completing: Completing,
  complete: Complete,
  { path = [], budget = { commands: commandsMax } }: { path?: string[]; budget?: { commands: number } } = {},
): Promise<CompletedCommand> {
  const flags = bySameHelp((await complete(path, "-")).filter(({ word }) => /^--?[A-Za-z]/.test(word)));
  const help = await completing.ask(path);
  const commands: CompletedCommand["commands"] = [];
  for (const { word: name, help: line } of await complete(path, "")) {
    if (!/^[a-z][\w:.-]*$/i.test(name) || /^(?:help|completion)$/.test(name) || path.length >= depthMax) continue;
    if (budget.commands-- <= 0) break;
    const below = [...path, name];
    const answer = await completing.ask(below);
    if (!isHelpOfCommand(answer, help, below)) continue;
    commands.push({ name, help: line, completed: await askOffers(completing, complete, { path: below, budget }) });
  }
  return { flags, commands };
}

/** yargs: `--get-yargs-completions PROGRAM WORDS TEXT` prints a word a line, in some versions with `:DESCRIPTION`. */
function yargs({ program, run }: Completing): Complete {
  return async (path, text) => {
    const answer = await run(["--get-yargs-completions", program, ...path, text]);
    return offersOf(answer.split("\n").map((line) => line.trim().replace(/^([^:]+):/, "$1\t")));
  };
}

/** click and typer: for zsh, three lines for each word: its kind, the word, its description or `_`. */
function click({ program, run }: Completing): Complete {
  const variable = `_${program.replaceAll(/[-.]/g, "_").toUpperCase()}_COMPLETE`;
  return async (path, text) => {
    const words = [program, ...path, text];
    const lines = (
      await run([], {
        environment: {
          [variable]: "zsh_complete",
          COMP_WORDS: words.join(" "),
          COMP_CWORD: String(words.length - 1),
        },
      })
    ).split("\n");
    const starts = lines.flatMap((line, index) => (line === "plain" ? [index] : []));
    return offersOf(starts.map((at) => `${lines[at + 1] ?? ""}\t${(lines[at + 2] ?? "_").replace(/^_$/, "")}`));
  };
}

/** argcomplete: the words that fit, with their descriptions as fish wants them, to the descriptor 8. */
function argcomplete({ program, run }: Completing): Complete {
  return async (path, text) => {
    const line = [program, ...path, text].join(" ");
    const answer = await run([], {
      descriptor: 8,
      environment: {
        _ARGCOMPLETE: "1",
        _ARGCOMPLETE_IFS: "\n",
        _ARGCOMPLETE_DFS: "\t",
        _ARGCOMPLETE_SHELL: "fish",
        _ARGCOMPLETE_SUPPRESS_SPACE: "1",
        COMP_LINE: line,
        COMP_POINT: String(line.length),
      },
    });
    return offersOf(answer.split("\n"));
  };
}

/** clap's completion at run time: `COMPLETE=fish PROGRAM -- PROGRAM WORDS TEXT` prints words with their descriptions. */
function clapAtRunTime({ program, run }: Completing): Complete {
  const ask = (words: string[]) => run(["--", program, ...words], { environment: { COMPLETE: "fish" } });
  return async (path, text) => {
    const answers = await Promise.all([ask([...path, text]), text === "-" ? ask([...path, "--"]) : ""]);
    return offersOf(answers.flatMap((answer) => answer.split("\n")));
  };
}

/** clap: the program writes a completion script for fish, by a sub-command or an option that its help text names. */
async function askClap(completing: Completing, help: string): Promise<CompletedCommand | null> {
  const { content, run } = completing;
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
  const complete = clapAtRunTime(completing);
  const answers = content.includes("COMPLETE") && (await complete([], "-")).some(({ word }) => word.startsWith("-"));
  return answers ? askOffers(completing, complete) : null;
}

function offersOf(lines: string[]): Offer[] {
  return lines.flatMap((line) => {
    const [word = "", help] = line.split("\t");
    return word.trim() === "" ? [] : [{ word: word.trim(), help: help?.trim() || undefined }];
  });
}

/** `--name` and `-n` with the same description are one option. */
function bySameHelp(offers: Offer[]): CompletedFlag[] {
  const flags: CompletedFlag[] = [];
  for (const { word, help } of offers) {
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
