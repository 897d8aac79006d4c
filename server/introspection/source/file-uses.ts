import type { Command, Parameter } from "@/command-line/spec";
import { sourceCharactersMax } from "./parameters";
import { awkUses } from "./uses/awk";
import type { Hint, UsesOfLanguage } from "./uses/language";
import { nodeUses } from "./uses/node";
import { perlUses } from "./uses/perl";
import { phpUses } from "./uses/php";
import { powerShellUses } from "./uses/powershell";
import { rUses } from "./uses/r";
import { rubyUses } from "./uses/ruby";
import { shellUses } from "./uses/shell";

/** Each parameter costs a walk over the source. */
const parametersMax = 100;

const languages: readonly [RegExp, UsesOfLanguage][] = [
  [/^(shell|(ba|da|z|k)?sh)$/i, shellUses],
  [/^perl$/i, perlUses],
  [/^(node(\.js)?|bun|deno)$/i, nodeUses],
  [/^ruby$/i, rubyUses],
  [/^(R|Rscript)$/i, rUses],
  [/^php\d*(\.\d+)?$/i, phpUses],
  [/^(powershell|pwsh)$/i, powerShellUses],
  [/^[gmn]?awk$/i, awkUses],
];

/**
 * The command with a hint for each text parameter that the source of a script opens, checks or creates as a file or a
 * folder, in the plain cases: `cat "$1"`, `open(my $fh, '<', $file)`, `fs.readFileSync(argv.x)`.
 */
export function withFileUses(command: Command, language: string, source: string): Command {
  const known = languages.find(([name]) => name.test(language))?.[1];
  if (!known) return command;
  const text = source.slice(0, sourceCharactersMax);
  const positionals = command.params.filter(({ kind }) => kind === "positional");
  const withHint = (param: Parameter, position: number): Parameter => {
    if (position >= parametersMax || !isPlainText(param)) return param;
    const expressions = known.expressions(param, positionals.indexOf(param), text);
    const hint = expressions.length > 0 ? hintOf(expressions, known, text) : undefined;
    return hint ? { ...param, hint } : param;
  };
  return { ...command, params: command.params.map(withHint) };
}

function isPlainText({ type, format, choices, secret, nargs, kind }: Parameter): boolean {
  return type === "string" && !format && !choices && !secret && nargs !== 0 && kind !== "literal";
}

function hintOf(expressions: string[], { patterns, ignoresCase }: UsesOfLanguage, text: string): Hint | undefined {
  const any = `(?:${expressions.join("|")})`;
  return patterns.findLast(([pattern]) =>
    new RegExp(
      pattern.replaceAll("X", () => any),
      ignoresCase ? "im" : "m",
    ).test(text),
  )?.[1];
}
