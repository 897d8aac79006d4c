import { Cursor } from "./cursor";

/** A pasted command without what starts the script. */
export interface ProgramWords {
  argv: string[];
  /** Whether the words before them can only be the script and what runs it. */
  isCertain: boolean;
}

/** Programs that run another one, with those of their options that take a value. */
const wrappers: Record<string, string> = {
  sudo: "-u -g -h -p -C -D -R -T -U -r -t --user --group --host --prompt --chdir --chroot",
  doas: "-u -C",
  env: "-u -C -S --unset --chdir --split-string",
  nice: "-n --adjustment",
  ionice: "-c -n -p",
  nohup: "",
  time: "-f -o",
  exec: "-a",
  command: "",
  stdbuf: "-i -o -e",
  timeout: "-k -s --kill-after --signal",
};

/** Programs with a verb that runs another one. */
const runners: Record<string, string> = {
  uv: "-p --python --with --with-requirements --extra --group --env-file --project --directory --index --cache-dir",
  poetry: "-C --directory -P --project",
  pipenv: "--python",
  pdm: "-p --project",
  hatch: "-e --env",
  pixi: "-e --environment",
  conda: "-n --name -p --prefix",
  mamba: "-n --name -p --prefix",
};

const interpreters =
  /^(?:python|pypy|py|bash|sh|dash|zsh|ksh|Rscript|node|deno|bun|perl|ruby|pwsh|powershell)[\d.]*w?(?:\.exe)?$/;
const interpreterValues = new Set(["-W", "-X", "-r", "--require", "--import", "-I", "-ExecutionPolicy", "-Version"]);
const scriptEnding = /\.(?:py|pyw|sh|bash|zsh|R|js|mjs|cjs|ts|pl|rb|ps1|exe|bat|cmd)$/i;

/** Reads off assignments, programs that run others, the interpreter and the script; null where there is none of them. */
export function withoutProgram(words: readonly string[], names: readonly string[]): ProgramWords | null {
  const cursor = new Cursor(words);
  skipAssignments(cursor);
  let isWrapped = false;
  while (skipWrapper(cursor)) isWrapped = true;
  const program = cursor.peek();
  if (program === undefined) return null;
  if (interpreters.test(baseName(program))) return afterInterpreter(cursor, names);
  const isKnown = names.includes(baseName(program));
  const looksLikeScript = scriptEnding.test(program) || /^(?:\.{1,2}|~)?[\\/]/.test(program);
  if (!isKnown && !isWrapped && !looksLikeScript) return null;
  cursor.next();
  return { argv: cursor.take(cursor.remaining), isCertain: isKnown };
}

function skipWrapper(cursor: Cursor): boolean {
  const name = baseName(cursor.peek() ?? "");
  const valued = entryOf(wrappers, name);
  if (valued !== undefined) {
    cursor.next();
    skipOptions(cursor, valued.split(" "));
    if (name === "timeout") cursor.next();
    skipAssignments(cursor);
    return true;
  }
  const options = entryOf(runners, name);
  return options !== undefined && skipRunner(cursor, options.split(" "));
}

/** `uv run x.py`; without its verb it is a word like any other, and the cursor stays before it. */
function skipRunner(cursor: Cursor, valued: readonly string[]): boolean {
  const runner = cursor.next();
  if (cursor.peek() !== "run") {
    cursor.insert(runner);
    return false;
  }
  cursor.next();
  skipOptions(cursor, valued);
  return true;
}

function skipAssignments(cursor: Cursor): void {
  cursor.take(cursor.countWhile((word) => /^[A-Za-z_]\w*=/.test(word)));
}

function skipOptions(cursor: Cursor, valued: readonly string[]): void {
  for (let word = cursor.peek(); word?.startsWith("-"); word = cursor.peek()) {
    cursor.next();
    if (word === "--") return;
    if (valued.includes(word)) cursor.next();
  }
}

function afterInterpreter(cursor: Cursor, names: readonly string[]): ProgramWords | null {
  const isCode = /^(?:perl|ruby|node|deno|bun|Rscript)/.test(baseName(cursor.next()))
    ? /^-[A-Za-z]*e$/
    : /^-[A-Za-z]*c$/;
  for (let word = cursor.peek(); word?.startsWith("-"); word = cursor.peek()) {
    cursor.next();
    if (/^-[A-Za-z]*m$|^-File$/.test(word)) break;
    if (isCode.test(word)) return null; // the program itself is in the command
    if (interpreterValues.has(word)) cursor.next();
  }
  const script = cursor.peek();
  if (script === undefined) return null;
  cursor.next();
  const isCertain = names.includes(baseName(script)) || scriptEnding.test(script);
  return { argv: cursor.take(cursor.remaining), isCertain };
}

function entryOf(table: Record<string, string>, name: string): string | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

function baseName(word: string): string {
  return word.slice(Math.max(word.lastIndexOf("/"), word.lastIndexOf("\\")) + 1);
}
