import type { Parameter } from "@/command-line/spec";
import { callsOf, insideBrackets, splitTopLevel, stringOf } from "./literals";
import {
  command,
  notOffered,
  option,
  positional,
  remaining,
  type SourceCommand,
  sourceCharactersMax,
} from "./parameters";

/**
 * Reads the command line from the source of a PHP script: `getopt("ab:", ["name:"])`, and the parts of $argv that it
 * uses.
 */
export function readPhpSource(source: string): SourceCommand | null {
  const text = source.slice(0, sourceCharactersMax);
  const [letters, long] = callsOf(text, /\bgetopt(?=\s*\()/g)[0] ?? [];
  const options = [...namesOf(stringOf(letters) ?? "", 1), ...longNames(long)].filter(
    ({ flags = [] }) => !flags.some((flag) => notOffered.has(flag)),
  );
  const params = [...options, ...positionalsOf(text, { hasOptions: options.length > 0 })];
  return params.length === 0 ? null : { engine: options.length > 0 ? "getopt" : "sys.argv", command: command(params) };
}

/** `ab:c::` → -a, -b with a value, -c with an optional one. */
function namesOf(letters: string, length: number): Parameter[] {
  const dashes = length === 1 ? "-" : "--";
  return [...letters.matchAll(length === 1 ? /([A-Za-z0-9])(:{0,2})/g : /^([\w-]+)(:{0,2})$/g)].map(
    ([, name = "", colons = ""]) => {
      if (colons === "") return option([`${dashes}${name}`], null);
      return option([`${dashes}${name}`], colons === "::" ? { nargs: "?" } : {});
    },
  );
}

function longNames(expression: string | undefined): Parameter[] {
  const start = expression?.search(/[[(]/) ?? -1;
  const parts = start < 0 ? [] : splitTopLevel(insideBrackets(expression ?? "", start) ?? "");
  return parts.flatMap((part) => namesOf(stringOf(part) ?? "", 2));
}

function positionalsOf(source: string, { hasOptions }: { hasOptions: boolean }): Parameter[] {
  const matches = [...source.matchAll(/(?:\$(\w+)\s*=\s*)?\$(?:argv|_SERVER\[["']argv["']\])\[(\d)\]/g)];
  const positions = new Map(
    matches.flatMap(([, name, index]) => (index === "0" ? [] : [[Number(index), name] as const])),
  );
  if (positions.size > 0 && !hasOptions) {
    return Array.from({ length: Math.max(...positions.keys()) }, (_, at) =>
      positional(positions.get(at + 1) ?? `arg${at + 1}`, { nargs: "?" }),
    );
  }
  return /\$argv\b/.test(source) ? [remaining()] : [];
}
