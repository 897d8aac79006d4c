import { readBashTokens } from "./bash-tokens";
import type { CompletedCommand, CompletedFlag } from "./completed";

/** More than a program has; each is compared with the others. */
const offersMax = 1_000;
const depthMax = 50;

interface Reading {
  root: CompletedCommand;
  /** The labels of each `case` and `if` around the present statement, the outermost first. */
  branches: string[][];
  variables: Map<string, string>;
  /** The sub-commands for which clap's scripts use one word: `tool__add` → add. */
  paths: Map<string, string[]>;
  /** The sub-commands that are offered as a word, and not only compared with one. */
  offered: Set<CompletedCommand>;
}

/** What the branches around a statement compare: sub-commands, and the flags whose value comes next. */
interface Context {
  paths: string[][];
  flags: string[];
}

/**
 * Reads a completion script for bash without running it: the words that it offers (`compgen -W`) in the branches that
 * compare the previous word or the sub-command. It covers the scripts that clap generates, and those that people write
 * in the same manner. Source: bash(1), Programmable Completion.
 */
export function readBashCompletion(script: string): CompletedCommand {
  const root: CompletedCommand = { flags: [], commands: [] };
  const reading: Reading = { root, branches: [], variables: new Map(), paths: pathsOf(script), offered: new Set() };
  for (const token of readBashTokens(script)) {
    const { branches, variables } = reading;
    if (branches.length > depthMax) break;
    if (token.kind === "open") branches.push([]);
    else if (token.kind === "close") branches.pop();
    else if (token.kind === "assign") assign(reading, token.name, token.text);
    else if (token.kind === "offer") offer(reading, wordsOf(token.words, variables), token);
    else if (branches.length > 0) {
      branches[branches.length - 1] = token.labels;
      if (token.hasOffer) addValues(reading, contextOf(reading), []);
    }
  }
  const command = withOffered(root, reading.offered);
  // clap compares all flags that have a value.
  return /\bcase "\$\{cmd\}" in\b/.test(script) ? withoutValues(command) : command;
}

function withoutValues({ flags, commands }: CompletedCommand): CompletedCommand {
  return {
    flags: flags.map((flag) => ({ takesValue: false, ...flag })),
    commands: commands.map((each) => ({ ...each, completed: withoutValues(each.completed) })),
  };
}

/** The programs that a script completes, whose names stand for no sub-command. */
function pathsOf(script: string): Map<string, string[]> {
  const lines = script.matchAll(/^[ \t]*complete\s([^\n]{0,200}?)$/gm);
  const names = [...lines].flatMap(([, words = ""]) => words.split(/\s+/).filter((word) => /^[\w.+-]+$/.test(word)));
  return new Map(
    names.flatMap((name) => [
      [name, []],
      [name.replaceAll("-", "__"), []],
    ]),
  );
}

function contextOf({ branches, paths }: Reading): Context {
  const context: Context = { paths: [[]], flags: [] };
  for (const labels of branches) {
    const known = labels.flatMap((label) => [paths.get(label) ?? []].filter(() => paths.has(label)));
    const flags = labels.flatMap((label) => /^(--?[A-Za-z0-9][\w-]*)(?:=\*?)?$/.exec(label)?.[1] ?? []);
    const names = labels.filter((label) => /^[a-z][\w-]*$/i.test(label));
    if (known.length > 0) context.paths = known;
    else if (flags.length > 0) context.flags = flags;
    else if (names.length > 0) context.paths = names.flatMap((name) => context.paths.map((path) => [...path, name]));
  }
  return context;
}

/** clap writes `tool,add) cmd="tool__add"`. */
function assign({ branches, paths, variables }: Reading, name: string, text: string): void {
  const [, parent, word] = /^([^\s,]*),(\S+)$/.exec(branches.at(-1)?.[0] ?? "") ?? [];
  if (name === "cmd" && parent !== undefined && word !== undefined && !paths.has(text))
    paths.set(text, parent === "" ? [] : [...(paths.get(parent) ?? []), word]);
  variables.set(name, text);
}

function offer(reading: Reading, words: string[], { isPart }: { isPart: boolean }): void {
  const context = contextOf(reading);
  addValues(reading, context, isPart ? [] : words);
  if (isPart || context.flags.length > 0) return;
  for (const path of context.paths) {
    const command = commandAt(reading.root, path);
    for (const word of words.slice(0, offersMax)) {
      const [, flag, equals] = /^(--?[A-Za-z0-9][\w-]*)(=?)$/.exec(word) ?? [];
      if (flag !== undefined) addFlag(command, { flags: [flag], ...(equals ? { takesValue: true } : {}) });
      else if (/^[a-z][\w-]*$/i.test(word)) reading.offered.add(commandAt(command, [word]));
    }
  }
}

/** The flags of the present branch have a value. A short and a long one, `-o | --out)`, are one option. */
function addValues({ root }: Reading, { paths, flags }: Context, choices: string[]): void {
  if (flags.length === 0) return;
  const [first = "", second] = flags;
  const isOne = flags.length === 1 || (flags.length === 2 && first.startsWith("--") !== second?.startsWith("--"));
  for (const path of paths)
    for (const each of isOne ? [flags] : flags.map((flag) => [flag]))
      addFlag(commandAt(root, path), { flags: each, takesValue: true, choices });
}

function addFlag(command: CompletedCommand, flag: CompletedFlag): void {
  if (command.flags.length >= offersMax) return;
  const isSame = (known: CompletedFlag) => known.flags.some((each) => flag.flags.includes(each));
  const same = command.flags.filter(isSame);
  const flags = [...new Set([...same, flag].flatMap((each) => each.flags))];
  const choices = [...same, flag].flatMap((each) => (each.choices?.length ? [each.choices] : [])).at(-1);
  const takesValue = [...same, flag].some((each) => each.takesValue);
  const merged = { flags, ...(takesValue ? { takesValue } : {}), ...(choices ? { choices } : {}) };
  command.flags = [...command.flags, flag].flatMap((each) => (each === (same[0] ?? flag) ? merged : each));
  command.flags = command.flags.filter((each) => each !== flag && !same.includes(each));
}

function commandAt(root: CompletedCommand, path: string[]): CompletedCommand {
  return path.reduce((command, name) => {
    const known = command.commands.find((each) => each.name === name)?.completed;
    const completed = known ?? { flags: [], commands: [] };
    if (!known) command.commands.push({ name, completed });
    return completed;
  }, root);
}

/** The words of an offer. A variable stands for what the script assigned last; the output of a program for nothing. */
function wordsOf(text: string, variables: ReadonlyMap<string, string>): string[] {
  const full = text.replaceAll(/\$\{?(\w+)(?:\[[@*]\])?\}?/g, (_, name: string) => variables.get(name) ?? "");
  return /[$`(]/.test(full) ? [] : full.split(/\s+/).filter((word) => word !== "");
}

/** A branch may compare anything, so only offered words are sub-commands. */
function withOffered({ flags, commands }: CompletedCommand, offered: ReadonlySet<CompletedCommand>): CompletedCommand {
  const real = commands.filter(({ completed }) => offered.has(completed));
  return { flags, commands: real.map((each) => ({ ...each, completed: withOffered(each.completed, offered) })) };
}
