import { readAwkSource } from "./awk";
import { readNodeSource } from "./node";
import { type SourceCommand, sourceCharactersMax } from "./parameters";
import { readPerlSource } from "./perl";
import { readPhpSource } from "./php";
import { readPowerShellSource } from "./powershell";
import { readRSource } from "./r";
import { readRubySource } from "./ruby";
import { readShellSource } from "./shell";

const readers: [RegExp, (source: string) => SourceCommand | null][] = [
  [/^(shell|(ba|da|z|k)?sh)$/i, readShellSource],
  [/^perl$/i, readPerlSource],
  [/^(node(\.js)?|bun|deno)$/i, readNodeSource],
  [/^(R|Rscript)$/i, readRSource],
  [/^ruby$/i, readRubySource],
  [/^(powershell|pwsh)$/i, readPowerShellSource],
  [/^[gmn]?awk$/i, readAwkSource],
  [/^php\d*(\.\d+)?$/i, readPhpSource],
];

/** Longer lines are generated code. They are cut, because a pattern can take long on them. */
const lineCharactersMax = 2_000;

/** The command line of a script, read from its source; null if the language is not supported. */
export function readSource(language: string, source: string): SourceCommand | null {
  const read = readers.find(([name]) => name.test(language))?.[1];
  return read?.(withShortLines(source)) ?? null;
}

function withShortLines(source: string): string {
  const lines = source.slice(0, 2 * sourceCharactersMax).split("\n");
  return lines.map((line) => line.slice(0, lineCharactersMax)).join("\n");
}
