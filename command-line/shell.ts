import { invalidField } from "@/server/errors";
import { t } from "@/server/language/text";

/**
 * The words of a command line as a POSIX shell reads quotes and backslashes (Python's `shlex.split`, comments off);
 * nothing is expanded. @throws invalid on the field "command", with Python's words, when a quote is not closed.
 */
export function splitCommandLine(text: string): string[] {
  const words: string[] = [];
  let word: string | null = null;
  let at = 0;
  while (at < text.length) {
    const character = text.charAt(at);
    if (character === "'" || character === '"') {
      const quoted = readQuoted(text, at);
      word = (word ?? "") + quoted.text;
      at = quoted.end;
    } else if (character === "\\") {
      if (at + 1 >= text.length) throw invalidField("command", t("No escaped character"));
      word = (word ?? "") + text.charAt(at + 1);
      at += 2;
    } else if (" \t\r\n".includes(character)) {
      if (word !== null) words.push(word);
      word = null;
      at += 1;
    } else {
      const plain = /[^'"\\ \t\r\n]+/y;
      plain.lastIndex = at;
      const run = plain.exec(text)?.[0] ?? character;
      word = (word ?? "") + run;
      at += run.length;
    }
  }
  if (word !== null) words.push(word);
  return words;
}

/** The word as a POSIX shell would have to be given it (Python's `shlex.quote`). */
export function quoteArgument(text: string): string {
  if (text === "") return "''";
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'"'"'`)}'`;
}

/** One line that `splitCommandLine`, and any POSIX shell, reads as exactly these words. */
export function joinCommandLine(argv: readonly string[]): string {
  return argv.map(quoteArgument).join(" ");
}

/** The words as a shell accepts them, with a file at standard input, if there is one. */
export function toShellCommand(words: readonly string[], stdin?: string): string {
  const command = joinCommandLine(words);
  return stdin === undefined ? command : `${command} < ${quoteArgument(stdin)}`;
}

/** A quoted part that begins at `start`; in double quotes a backslash escapes only itself and the quote. */
function readQuoted(text: string, start: number): { text: string; end: number } {
  const quote = text.charAt(start);
  let from = start + 1;
  let out = "";
  for (let at = from; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === quote) return { text: out + text.slice(from, at), end: at + 1 };
    if (quote === '"' && character === "\\") {
      const next = text.charAt(at + 1);
      if (next === "") throw invalidField("command", t("No escaped character"));
      if (next === '"' || next === "\\") {
        out += text.slice(from, at) + next;
        at += 1;
        from = at + 1;
      }
    }
  }
  throw invalidField("command", t("No closing quotation"));
}
