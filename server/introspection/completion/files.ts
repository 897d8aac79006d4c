import fs from "node:fs/promises";
import path from "node:path";
import { findProgram } from "../language";
import type { ScriptLocation } from "../script-location";
import { readBashCompletion } from "./bash";
import type { CompletedCommand } from "./completed";
import { readFishCompletion } from "./fish";
import { readZshCompletion } from "./zsh";

// Packages of programs install their completion files here. Sources: bash-completion's README, fish(1), zshcompsys(1).
const kinds: { folder: string; names: (program: string) => string[]; read: (script: string) => CompletedCommand }[] = [
  { folder: "fish/vendor_completions.d", names: (program) => [`${program}.fish`], read: readFishCompletion },
  {
    folder: "bash-completion/completions",
    names: (program) => [program, `${program}.bash`, `_${program}`],
    read: readBashCompletion,
  },
  { folder: "zsh/vendor-completions", names: (program) => [`_${program}`], read: readZshCompletion },
];
const bytesMax = 1024 * 1024;

/**
 * What the completion script that the file itself contains offers, or the one that is installed on this machine for the
 * program that the file is or passes its arguments to. Null without one.
 */
export async function readCompletionFile(
  { script, filename }: ScriptLocation,
  content: string,
  prefixes = ["/usr/share", "/usr/local/share"],
): Promise<CompletedCommand | null> {
  const contained = readContained(content);
  if (contained) return contained;
  const program = await installedProgram(script, filename, content);
  if (program === null) return null;
  for (const prefix of prefixes) {
    for (const { folder, names, read } of kinds) {
      for (const name of names(program)) {
        const text = await textOf(path.join(prefix, folder, name));
        const found = text === null ? null : read(text);
        if (found && hasOffers(found)) return found;
      }
    }
  }
  return null;
}

/** Some scripts print their completion script, which is then a part of their source. */
function readContained(content: string): CompletedCommand | null {
  if (!content.startsWith("#!") || content.length > bytesMax) return null;
  const script = printed(content);
  const fish = script.split("\n").filter((line) => /^\s*complete\s(?:.*\s)?(?:-c|--command)\s/.test(line));
  const bash = /^[ \t]*complete\s(?:.*\s)?-[FW]\s/m.test(script) ? script : "";
  return [readFishCompletion(fish.join("\n")), readBashCompletion(bash)].find(hasOffers) ?? null;
}

/** The here-documents that contain a completion script, or the whole script, which may define it for itself. */
function printed(content: string): string {
  const documents = content.matchAll(/<<-?[ \t]*(["'\\]?)(\w{1,40})["']?[^\n]*\n([\s\S]*?)\n[ \t]*\2[ \t]*(?:\n|$)/g);
  const texts = [...documents].map(([, quote, , text = ""]) => (quote ? text : text.replaceAll("\\$", "$")));
  return texts.filter((text) => /^[ \t]*complete\s/m.test(text)).join("\n") || content;
}

function hasOffers({ flags, commands }: CompletedCommand): boolean {
  return flags.length > 0 || commands.length > 0;
}

/** The name of the installed program that the file is a copy of, or that a shell script ends with: `exec NAME "$@"`. */
async function installedProgram(script: string, filename: string, content: string): Promise<string | null> {
  if (content.startsWith("#!")) {
    const last = content.trimEnd().split("\n").at(-1) ?? "";
    const [, name] = /^\s*(?:exec\s+)?(?:\/[\w./-]*\/)?([A-Za-z][\w.+-]*)\s+"\$@"$/.exec(last) ?? [];
    return name !== undefined && /^#!.*sh\b/.test(content) && (await findProgram(name)) !== null ? name : null;
  }
  const installed = await findProgram(filename);
  return installed !== null && (await isSameFile(installed, script)) ? filename : null;
}

async function isSameFile(one: string, other: string): Promise<boolean> {
  const [first, second] = await Promise.all([fs.stat(one), fs.stat(other)]);
  if (first.size !== second.size) return false;
  const [left, right] = await Promise.all([fs.readFile(one), fs.readFile(other)]);
  return left.equals(right);
}

async function textOf(file: string): Promise<string | null> {
  const stat = await fs.stat(file).catch(() => null);
  return stat?.isFile() && stat.size <= bytesMax ? fs.readFile(file, "utf8") : null;
}
