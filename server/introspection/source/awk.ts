import { command, positional, type SourceCommand, sourceCharactersMax } from "./parameters";

/**
 * An awk program reads the files it is given, unless it has nothing but a BEGIN rule (awk(1p), operands). Variables
 * reach it as operands, too: `limit=5 data.txt`.
 */
export function readAwkSource(source: string): SourceCommand | null {
  const text = source.slice(0, sourceCharactersMax).replaceAll(/^\s*#.*$/gm, "");
  if (/^\s*BEGIN\s*\{/.test(text) && !/\bARG[CV]\b/.test(text) && !hasOtherRules(text)) return null;
  return { engine: "sys.argv", command: command([positional("files", { nargs: "*" })]) };
}

/** Whether there is something after the closing brace of BEGIN: another rule, END or a function. */
function hasOtherRules(text: string): boolean {
  let depth = 0;
  for (let at = text.indexOf("{"); at < text.length; at++) {
    if (text[at] === "{") depth += 1;
    if (text[at] === "}" && --depth === 0)
      return (
        text
          .slice(at + 1)
          .replaceAll(/function\s[^{]*\{[^}]*\}/g, "")
          .trim() !== ""
      );
  }
  return false;
}
