import { invalidField } from "@/server/errors";
import { phrase, t } from "@/server/language/text";

/** What a shell would do with a part of a pasted command that no script gets to see. */
const operators: [pattern: RegExp, message: string][] = [
  [/^(&&|\|\||;|&(?!\d))/, phrase("Paste only one command. {text} starts another one.")],
  [/^\|/, phrase("Remove {text} and everything after it. The output of a job cannot be piped into another program.")],
  [/^(\d*|&)>/, phrase("Remove {text} and the file after it. The output of a job is stored with the job.")],
  [/^\d*</, phrase("Remove {text} and the file after it. Choose that file as the standard input in the form instead.")],
  [
    /^[()]/,
    phrase("Remove {text}, which only a shell understands. If it is part of a value, put the value in quotes."),
  ],
];

const EXPANSION = phrase("Replace {text} with its value, or put it in single quotes. No shell expands it here.");
const GLOB = phrase("Replace {text} with the names of the files, or put it in quotes. No shell expands it here.");
const COMMENT = phrase("Remove the comment that starts with {text}, or put it in quotes.");
const LINES = phrase("Paste only one command. This text has more than one line.");
const QUOTE = phrase("No closing quotation");
const ESCAPE = phrase("No escaped character");

/** Whether the text was copied from a Windows prompt, where backslashes are part of paths. */
export function isFromWindows(text: string): boolean {
  const unquoted = text.replace(/'[^']*'|"(?:[^"\\]|\\.)*"/g, "''");
  return (
    /^\s*(?:PS )?[A-Za-z]:\\[^>\n]*>/.test(text) ||
    /^\s*(?:\S*\\)?(?:python|py|node|perl|ruby|Rscript|pwsh|powershell)[\d.]*\.exe(?=\s|$)/i.test(text) ||
    /(?:^|[\s=])[A-Za-z]:\\\S/.test(unquoted) ||
    /(?:^|\s)\.\\[\w\\.-]+\.\w+/.test(unquoted) ||
    /\^\r?\n/.test(unquoted)
  );
}

/** The words of a command that was copied from a terminal. @throws invalid on the field "command" */
export function splitPasted(text: string): string[] {
  if (isFromWindows(text)) return new WindowsSplitter(text.replace(/^\s*(?:PS )?[A-Za-z]:\\[^>\n]*>/, "")).split();
  return new PosixSplitter(text.replace(/^\s*[$#>]\s+/, "")).split();
}

/** A text that is split from left to right; what quotes and escapes mean is for each shell to say. */
abstract class Splitter {
  protected at = 0;
  private readonly words: string[] = [];
  private word: string | null = null;

  constructor(protected readonly text: string) {}

  split(): string[] {
    while (this.at < this.text.length) {
      const end = this.lineEnd(this.at);
      if (end > this.at) this.endLine(end);
      else if (/\s/.test(this.text.charAt(this.at))) {
        this.endWord();
        this.at += 1;
      } else this.readPart();
    }
    this.endWord();
    return this.words;
  }

  /** Reads the next part of a word, which starts at `at`. */
  protected abstract readPart(): void;

  protected get isAtWordStart(): boolean {
    return this.word === null;
  }

  protected append(part: string): void {
    this.word = (this.word ?? "") + part;
  }

  /** Where the line end at this position is over; the position itself without one. */
  protected lineEnd(at: number): number {
    const found = /^\r?\n/.exec(this.text.slice(at, at + 2));
    return at + (found?.[0].length ?? 0);
  }

  protected rest(length = 80): string {
    return this.text.slice(this.at, this.at + length);
  }

  protected refuse(message: string, text = ""): never {
    throw invalidField("command", t(message, { text }));
  }

  protected refuseOperators(): void {
    const rest = this.rest(12);
    const isNumbered = /^\d+[<>]/.test(rest);
    if (isNumbered && !this.isAtWordStart) return;
    for (const [pattern, message] of operators) {
      const found = pattern.exec(rest);
      if (found) this.refuse(message, found[0]);
    }
  }

  private endLine(end: number): void {
    this.endWord();
    if (this.words.length > 0 && this.text.slice(end).trim() !== "") this.refuse(LINES);
    this.at = end;
  }

  private endWord(): void {
    if (this.word !== null) this.words.push(this.word);
    this.word = null;
  }
}

/** sh, bash and zsh; a backtick at the end of a line is PowerShell's way to continue it. */
class PosixSplitter extends Splitter {
  protected readPart(): void {
    const character = this.text.charAt(this.at);
    if (character === "\\" || character === "`") this.readEscape(character);
    else if (character === "'") this.readSingleQuoted();
    else if (character === '"') this.readDoubleQuoted();
    else this.readPlain(character);
  }

  private readEscape(character: string): void {
    const end = this.lineEnd(this.at + 1);
    if (end > this.at + 1) this.at = end;
    else if (character === "`") this.refuse(EXPANSION, this.rest(20));
    else if (this.at + 1 >= this.text.length) this.refuse(ESCAPE);
    else {
      this.append(this.text.charAt(this.at + 1));
      this.at += 2;
    }
  }

  private readSingleQuoted(): void {
    const end = this.text.indexOf("'", this.at + 1);
    if (end === -1) this.refuse(QUOTE);
    this.append(this.text.slice(this.at + 1, end));
    this.at = end + 1;
  }

  private readDoubleQuoted(): void {
    this.append("");
    this.at += 1;
    while (this.text.charAt(this.at) !== '"') {
      if (this.at >= this.text.length) this.refuse(QUOTE);
      this.refuseExpansion();
      const character = this.text.charAt(this.at);
      const next = this.text.charAt(this.at + 1);
      const lineEnd = character === "\\" ? this.lineEnd(this.at + 1) : 0;
      if (lineEnd > this.at + 1) this.at = lineEnd;
      else {
        const isEscape = character === "\\" && next !== "" && '"\\$`'.includes(next);
        this.append(isEscape ? next : character);
        this.at += isEscape ? 2 : 1;
      }
    }
    this.at += 1;
  }

  private readPlain(character: string): void {
    this.refuseOperators();
    this.refuseExpansion();
    const rest = this.rest();
    if (character === "#" && this.isAtWordStart) this.refuse(COMMENT, rest.slice(0, 20));
    const glob = /^(?:[*?]|\[[^\]\s]+\]|\{[^{}\s]*(?:,|\.\.)[^{}\s]*\})/.exec(rest)?.[0];
    if (glob) this.refuse(GLOB, glob);
    const home = this.isAtWordStart && /^~[\w.-]*(?=[/\s]|$)/.exec(rest)?.[0];
    if (home) this.refuse(EXPANSION, home);
    this.append(character);
    this.at += 1;
  }

  private refuseExpansion(): void {
    const found = /^(?:\$(?:\(|\{|[\w@*#?!$'"-])[^\s"]{0,20}|`[^\s"]{1,20})/.exec(this.rest())?.[0];
    if (found) this.refuse(EXPANSION, found);
  }
}

/** cmd.exe with the rules of CommandLineToArgvW; PowerShell's single quotes as well. */
class WindowsSplitter extends Splitter {
  protected readPart(): void {
    const character = this.text.charAt(this.at);
    const continued = character === "^" || character === "`" ? this.lineEnd(this.at + 1) : 0;
    if (continued > this.at + 1) this.at = continued;
    else if (character === '"') this.readQuoted();
    else if (character === "'" && this.isAtWordStart && this.text.includes("'", this.at + 1)) this.readLiteral();
    else if (character === "^" && this.at + 1 < this.text.length) {
      this.append(this.text.charAt(this.at + 1));
      this.at += 2;
    } else if (character === "\\") this.readBackslashes();
    else {
      this.refuseOperators();
      const variable = /^%\w+%|^\$env:\w+/i.exec(this.rest())?.[0];
      if (variable) this.refuse(EXPANSION, variable);
      this.append(character);
      this.at += 1;
    }
  }

  private readLiteral(): void {
    const end = this.text.indexOf("'", this.at + 1);
    this.append(this.text.slice(this.at + 1, end));
    this.at = end + 1;
  }

  private readQuoted(): void {
    this.append("");
    this.at += 1;
    while (this.text.charAt(this.at) !== '"') {
      if (this.at >= this.text.length) this.refuse(QUOTE);
      if (this.text.charAt(this.at) === "\\") this.readBackslashes();
      else {
        this.append(this.text.charAt(this.at));
        this.at += 1;
      }
    }
    this.at += 1;
  }

  /** Backslashes are literal, except that before a quote two make one, and an odd one makes the quote literal. */
  private readBackslashes(): void {
    const count = /^\\+/.exec(this.text.slice(this.at))?.[0].length ?? 0;
    const isBeforeQuote = this.text.charAt(this.at + count) === '"';
    this.append("\\".repeat(isBeforeQuote ? Math.floor(count / 2) : count));
    this.at += count;
    if (!isBeforeQuote || count % 2 === 0) return;
    this.append('"');
    this.at += 1;
  }
}
