import { format } from "node:util";

const names = ["debug", "info", "log", "warn", "error"] as const;

/**
 * Makes everything that this process logs safe to read and to keep, also what Next and other packages log: see
 * `toLogText`. Call it once, before anything is logged.
 */
export function guardLog(): void {
  for (const name of names) {
    const write = console[name].bind(console);
    console[name] = (...parts: unknown[]) => write("%s", toLogText(parts));
  }
}

/**
 * What is logged for the arguments of a function of `console`. Control characters are written out, so that nothing in a
 * log acts on a terminal; lines after the first are indented, so that none can be taken for an entry of its own; and
 * errors of the database come without the values of a query, which may be anybody's texts, hashes and secrets.
 */
export function toLogText(parts: unknown[]): string {
  const [first, ...others] = parts.map((part) => (part instanceof Error ? describeError(part) : part));
  const text = format(first, ...others)
    .replace(queryValues, "\nparams: …")
    .replace(colours, "");
  return text.replace(unsafe, escapeCharacter).replaceAll("\n", "\n    ");
}

/** Drizzle writes the values of a query behind it, and a stack may follow. */
const queryValues = /(?<=Failed query: [\s\S]*)\nparams: [\s\S]*?(?=(?:\n {4}at [^\n]*)*$)/;
// Control characters but tab and line feed; line and paragraph separators; marks that turn the direction of a text.
const unsafe = /(?![\t\n])[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu;

// Next writes in colours.
const colours = new RegExp(`${String.fromCharCode(27)}\\[[\\d;]*m`, "g");

function escapeCharacter(character: string): string {
  const code = character.charCodeAt(0);
  return code < 256 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u${code.toString(16).padStart(4, "0")}`;
}

function describeError(error: Error): string {
  const stack = error.stack ?? "";
  const frames = stack.slice(Math.max(0, stack.indexOf(error.message)) + error.message.length);
  const code = "code" in error && typeof error.code === "string" ? ` [${error.code}]` : "";
  const digest = "digest" in error && typeof error.digest === "string" ? ` (digest ${error.digest})` : "";
  const cause = error.cause instanceof Error ? `\ncaused by ${describeError(error.cause)}` : "";
  return `${error.name}${code}: ${messageOf(error)}${digest}${frames}${cause}`;
}

/** PostgreSQL quotes the value that it cannot read (SQLSTATE class 22); Drizzle repeats a query and its values. */
function messageOf(error: Error): string {
  if ("query" in error && typeof error.query === "string" && "params" in error) return `Failed query: ${error.query}`;
  const isDataException = "severity" in error && "code" in error && String(error.code).startsWith("22");
  return isDataException ? error.message.replace(/"[\s\S]*"/g, '"…"') : error.message;
}
