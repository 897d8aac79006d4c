import type { Parameter } from "@/command-line/spec";
import { command, positional, type SourceCommand, sourceCharactersMax } from "./parameters";
import { reads } from "./uses/language";

/**
 * An awk program reads the files it is given, unless it has nothing but a BEGIN rule (awk(1p), operands). Variables
 * reach it as operands, too: `limit=5 data.txt`. Operands that it takes from ARGV are no files.
 */
export function readAwkSource(source: string): SourceCommand | null {
  const text = source.slice(0, sourceCharactersMax).replaceAll(/^\s*#.*$/gm, "");
  const readsFiles = !/^\s*BEGIN\s*\{/.test(text) || hasOtherRules(text);
  const positions = positionsOf(text, { readsFiles });
  if (!readsFiles && !/\bARG[CV]\b/.test(text)) return null;
  const files = positional("files", { nargs: "*", ...(readsFiles ? { hint: reads } : {}) });
  const isComplete = positions.length > 0 && !readsFiles;
  return { engine: "sys.argv", command: command(isComplete ? positions : [...positions, files]) };
}

/** `limit = ARGV[1]`. A program that also reads files removes such an operand: `ARGV[1] = ""`, `delete ARGV[1]`. */
function positionsOf(text: string, { readsFiles }: { readsFiles: boolean }): Parameter[] {
  const found = new Map<number, string>();
  for (const [, name, index] of text.matchAll(/(?:\b([A-Za-z_]\w*)\s*=\s*)?\bARGV\[([1-9])\]/g)) {
    const isRemoved = new RegExp(`\\bARGV\\[${index}\\]\\s*=\\s*""|\\bdelete\\s+ARGV\\[${index}\\]`).test(text);
    if ((isRemoved || !readsFiles) && !found.get(Number(index))) found.set(Number(index), name ?? "");
  }
  return Array.from({ length: Math.max(0, ...found.keys()) }, (_, at) =>
    positional(found.get(at + 1) || `arg${at + 1}`, { nargs: "?" }),
  );
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
