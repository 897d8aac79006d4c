import type { CompletedCommand, CompletedFlag } from "./completed";

/** What a script for a program with sub-commands contains. */
const states = /:->|\b_describe\b|\$line\[1\]|\$words\[1\]/;
const spec =
  /^\s*(?:[$\w]*\([^)]*\))?(?:\{([^}]+)\}|\*?(--?[A-Za-z0-9][\w-]*)[=+-]*)\[(.*?)(?<!\\)\](?:::?([^:]*)(?::(.*))?)?$/;

/**
 * Reads a completion script for zsh that lists the options of a program without sub-commands, one
 * `{-o,--out}'[Help]:value:(choices)'` a line. Source: zshcompsys(1), _arguments.
 */
export function readZshCompletion(script: string): CompletedCommand {
  const flags: CompletedFlag[] = [];
  for (const line of states.test(script) ? [] : script.split("\n")) {
    const bare = line
      .slice(0, 1_000)
      .replace(/\s*\\?\s*$/, "")
      .replaceAll("'\\''", "’")
      .replaceAll(/['"]/g, "");
    const [, several, single, help = "", value, action = ""] = spec.exec(bare) ?? [];
    const names = (several ?? single ?? "").split(",").map((name) => name.replace(/[=+-]+$/, ""));
    if (!names.every((name) => /^--?[A-Za-z0-9]/.test(name))) continue;
    const choices = /^\(([^()]*)\)$/
      .exec(action)?.[1]
      ?.split(/\s+/)
      .filter((choice) => choice !== "");
    const more = value === undefined ? { takesValue: false } : { takesValue: true, choices };
    flags.push({ flags: names, help: help.replaceAll(/\\(.)/g, "$1").replaceAll("’", "'"), ...more });
  }
  return { flags, commands: [] };
}
