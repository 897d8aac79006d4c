// Reading literals of other languages from their source, without running it.

/** More calls than a form could show; each is read to its end, which takes time where brackets do not close. */
const callsMax = 300;
const pairs: Record<string, string> = { "(": ")", "[": "]", "{": "}" };

/** The text between the bracket at `start` and its partner, quotes and nested brackets skipped; null without a partner. */
export function insideBrackets(source: string, start: number): string | null {
  const stack: string[] = [];
  for (let at = start; at < source.length; at++) {
    const character = source.charAt(at);
    if (`"'\``.includes(character)) {
      at = endOfString(source, at);
      continue;
    }
    const partner = pairs[character];
    if (partner !== undefined) stack.push(partner);
    else if (character === stack.at(-1)) {
      stack.pop();
      if (stack.length === 0) return source.slice(start + 1, at);
    }
  }
  return null;
}

/** The parts of a list of arguments or of an object's entries, at its top level. */
export function splitTopLevel(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (`"'\``.includes(character)) at = endOfString(text, at);
    else if ("([{".includes(character)) depth += 1;
    else if (")]}".includes(character)) depth -= 1;
    else if (character === "," && depth === 0) {
      parts.push(text.slice(from, at).trim());
      from = at + 1;
    }
  }
  return [...parts, text.slice(from).trim()].filter((part) => part !== "");
}

/** The arguments of each call of a function, such as `opts.on(…)`; a call without brackets ends with its line. */
export function callsOf(source: string, name: RegExp): string[][] {
  const found: string[][] = [];
  for (const match of [...source.matchAll(name)].slice(0, callsMax)) {
    const at = match.index + match[0].length;
    const next = /^\s*\(/.exec(source.slice(at, at + 50));
    const text = next
      ? insideBrackets(source, at + next[0].length - 1)
      : /^[^\n]*/.exec(source.slice(at))?.[0].replace(/\b(do\s*\||\{\s*\|).*$/, "");
    if (text === null) break; // a bracket that never closes: nothing behind it can be read
    if (text) found.push(splitTopLevel(text));
  }
  return found;
}

/** The value of a string literal, with its escapes; null for any other expression. */
export function stringOf(expression: string | undefined): string | null {
  const [, quote, text] = /^(["'`])([\s\S]*)\1$/.exec(expression?.trim() ?? "") ?? [];
  if (quote === undefined || text === undefined || text.includes(`${quote},`)) return null;
  return text.replaceAll(/\\(.)/g, (_, character: string) => (character === "n" ? "\n" : character));
}

/** The named arguments of a call or the entries of an object: `type: "string"`, `default = 3`, `:short => "n"`. */
export function entriesOf(parts: readonly string[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const part of parts) {
    const [, quoted, bare, value] =
      /^(?:["']([^"']+)["']|:?([\w.-]+))\s*(?:=>|[:=](?!=))\s*([\s\S]+)$/.exec(part) ?? [];
    const name = quoted ?? bare;
    if (name !== undefined && value !== undefined) found.set(name, value.trim());
  }
  return found;
}

function endOfString(text: string, start: number): number {
  const quote = text.charAt(start);
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === "\\") at += 1;
    else if (text[at] === quote) return at;
    // An apostrophe in a comment opens no string that goes on behind its line.
    else if (text[at] === "\n" && quote !== "`") return start;
  }
  return start;
}
