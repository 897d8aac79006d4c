import type { Command } from "commander";
import type { Page, ScriptSummary } from "./api-answers";
import { type CommandOutline, cached, fetchOutline, type OutlineOption } from "./command-outline";
import { shells } from "./completions";
import { listServers } from "./config";
import { connect } from "./connection";

/** A word that may stand where the cursor is. `files`: let the shell complete the names of files. */
export type Completions = { words: { word: string; help?: string }[]; files?: true };

/**
 * Prints completions for a shell: one word on each line, with a tab and its help. `:files` asks the shell for the names
 * of files. Bash divides words at "=", and completes the last part.
 */
export async function printCompletions(program: Command, words: string[], { bash }: { bash?: true }): Promise<void> {
  const { words: found, files } = await complete(program, bash ? joinAtEquals(words) : words);
  const prefix = bash ? (/^--[^=]+=/.exec(joinAtEquals(words).at(-1) ?? "")?.[0] ?? "") : "";
  const clean = (text: string) => text.replace(/\p{Cc}/gu, " ");
  const lines = found.map(({ word, help }) => `${clean(word.slice(prefix.length))}\t${clean(help ?? "")}`);
  process.stdout.write([...lines, ...(files ? [":files"] : [])].map((line) => `${line}\n`).join(""));
}

/** `--mode`, `=` and `fast` as one word again. */
function joinAtEquals(words: string[]): string[] {
  const joined: string[] = [];
  for (const [index, word] of words.entries()) {
    const isAfterEquals = words[index - 1] === "=" && joined.at(-1)?.startsWith("--");
    if ((word === "=" && joined.at(-1)?.startsWith("--")) || isAfterEquals) joined.push(`${joined.pop()}${word}`);
    else joined.push(word);
  }
  return joined;
}

const nothing: Completions = { words: [] };

/** Commands that are followed by the slug of a script, and by jobs' numbers. */
const ofScripts = new Set(["run", "describe", "open"]);
const ofFiles = new Set(["add"]);
const ofServers = new Set(["use", "logout"]);

/**
 * What may follow `words`, the last of which is still typed: commands and their options, slugs of scripts, and after
 * `run SLUG --` the script's own options, choices and sub-commands. It never fails: without a server there is nothing.
 */
export async function complete(program: Command, words: string[]): Promise<Completions> {
  try {
    return await completionsOf(program, words);
  } catch {
    return nothing;
  }
}

async function completionsOf(program: Command, words: string[]): Promise<Completions> {
  const current = words.at(-1) ?? "";
  const [name, ...rest] = words.slice(0, -1).filter((word, index) => index > 0 || !word.startsWith("-"));
  if (name === undefined) return matching(current, program.commands.filter(isVisible).map(toWord));
  const command = program.commands.find((one) => one.name() === name);
  if (!command) return nothing;
  const separator = rest.indexOf("--");
  const operands = (separator < 0 ? rest : rest.slice(0, separator)).filter((word) => !word.startsWith("-"));
  if (name === "run" && separator >= 0) return ofScript(operands[0] ?? "", [...rest.slice(separator + 1), current]);
  if (current.startsWith("-")) {
    return matching(
      current,
      command.options.map((one) => ({ word: one.long ?? one.short ?? "", help: one.description })),
    );
  }
  const below = command.commands.filter(isVisible);
  if (below.length > 0 && rest.length === 0) return matching(current, below.map(toWord));
  if (ofScripts.has(name) && operands.length === 0) return matching(current, await listSlugs());
  if (name === "completions")
    return matching(
      current,
      Object.keys(shells).map((word) => ({ word })),
    );
  if (ofServers.has(name))
    return matching(
      current,
      listServers().map(({ name: word, url: help }) => ({ word, help })),
    );
  if (name === "run") return matching(current, [{ word: "--", help: "the script's own arguments follow" }]);
  return ofFiles.has(name) ? { words: [], files: true } : nothing;
}

async function listSlugs(): Promise<{ word: string; help?: string }[]> {
  const api = connect({});
  const options = { query: { limit: 200 }, retryMs: 0, idleMs: 2_000 };
  const { items } = await cached(api, "scripts", () => api.json<Page<ScriptSummary>>("/api/v2/scripts", options));
  return items.map(({ slug, name }) => ({ word: slug, help: name }));
}

async function ofScript(slug: string, words: string[]): Promise<Completions> {
  const api = connect({});
  const outline = await cached(api, `outline ${slug}`, () => fetchOutline(api, slug));
  return completeArguments(outline, words);
}

/** The same for the arguments of a script. */
export function completeArguments(outline: CommandOutline, words: string[]): Completions {
  const current = words.at(-1) ?? "";
  let command = outline;
  let pending: OutlineOption | undefined;
  let positionals = 0;
  for (const word of words.slice(0, -1)) {
    if (pending) pending = undefined;
    else if (word.startsWith("-") && word !== "-") {
      const option = command.options.find(({ flags }) => flags.includes(word));
      pending = option && option.value !== "" ? option : undefined;
    } else {
      const chosen = command.commands.find((one) => one.name === word);
      if (chosen) [command, positionals] = [chosen, 0];
      else positionals += 1;
    }
  }
  if (pending) return valuesOf(pending, current);
  const [, flag, value] = /^(--[^=]+)=(.*)$/s.exec(current) ?? [];
  if (flag !== undefined) {
    const option = command.options.find(({ flags }) => flags.includes(flag));
    const { words: values } = option ? valuesOf(option, value ?? "") : nothing;
    return { words: values.map(({ word, ...one }) => ({ ...one, word: `${flag}=${word}` })) };
  }
  if (current.startsWith("-")) return matching(current, command.options.flatMap(toWords));
  if (command.commands.length > 0)
    return matching(
      current,
      command.commands.map(({ name, help }) => ({ word: name, help })),
    );
  const positional = command.positionals[Math.min(positionals, command.positionals.length - 1)];
  return positional ? valuesOf(positional, current) : { words: [], files: true };
}

function valuesOf({ choices, isFile }: OutlineOption, current: string): Completions {
  if (choices.length > 0)
    return matching(
      current,
      choices.map((word) => ({ word })),
    );
  return isFile ? { words: [], files: true } : nothing;
}

function toWords({ flags, help }: OutlineOption): { word: string; help?: string }[] {
  return flags.map((word) => ({ word, help }));
}

function matching(current: string, words: Completions["words"]): Completions {
  return { words: words.filter(({ word }) => word !== "" && word.startsWith(current)) };
}

function toWord(command: Command): { word: string; help: string } {
  return { word: command.name(), help: command.description() };
}

function isVisible(command: Command): boolean {
  return !command.name().startsWith("__");
}
