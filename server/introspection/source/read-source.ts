import { readAwkSource } from "./awk";
import { readNodeSource } from "./node";
import type { SourceCommand } from "./parameters";
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

/** What the source of a script in this language says about its command line; null where that is not known. */
export function readSource(language: string, source: string): SourceCommand | null {
  return readers.find(([name]) => name.test(language))?.[1](source) ?? null;
}
