import type { Command, Parameter } from "@/command-line/spec";
import { command, notOffered, option, positional } from "./parameters";

const sourceCharactersMax = 100_000;

/** A guess from the source of a Perl script: what it tells Getopt::Long. Null where it does not call it. */
export function readPerlSource(source: string): Command | null {
  const call = /\bGetOptions\s*\(([\s\S]*?)\)\s*(?:;|\bor\b|\|\||\n)/.exec(
    source.slice(0, sourceCharactersMax).replaceAll(/^\s*#.*$/gm, ""),
  )?.[1];
  if (call === undefined) return null;
  const params: Parameter[] = [];
  for (const [, , given = "", target = ""] of call.matchAll(/(["'])([^"'\n]+)\1\s*(?:=>\s*\\?([@%$&]?))?/g)) {
    const found = /^([A-Za-z][\w-]*(?:\|[\w?-]+)*)([!+]|[=:](?:[sifo]|\d+|\+)(?:[@%]|\{[\d,]*\})?)?$/.exec(given);
    const param = found === null ? null : toOption(found[1] ?? "", `${found[2] ?? ""}${target === "@" ? "@" : ""}`);
    if (param !== null) params.push(param);
  }
  return params.length === 0 ? null : command([...params, { ...positional("args", {}), nargs: "*" }]);
}

/** `size|s` and `=i` → -s, --size with a whole number. Source: Getopt::Long, "Summary of Option Specifications". */
function toOption(names: string, kind: string): Parameter | null {
  const words = names.split("|");
  const flags = words.map((word) => (word.length === 1 ? `-${word}` : `--${word}`)).toReversed();
  if (flags.some((flag) => notOffered.has(flag))) return null;
  if (kind === "") return option(flags, null);
  if (kind === "+") return { ...option(flags, null), action: "count", type: "integer" };
  if (kind === "!") {
    const negativeFlags = words.filter((word) => word.length > 1).map((word) => `--no${word}`);
    return negativeFlags.length === 0
      ? option(flags, null)
      : { ...option(flags, null), action: "boolean_optional", negativeFlags };
  }
  const type = /^.[io]|^:[\d+]/.test(kind) ? "integer" : kind.charAt(1) === "f" ? "number" : "string";
  if (/[@%{]/.test(kind))
    return option(flags, { type, action: "append", ...(kind.includes("%") && { metavar: "KEY=VALUE" }) });
  return option(flags, { type, ...(kind.startsWith(":") && { nargs: "?" }) });
}
