import type { Command, Parameter } from "@/command-line/spec";
import { decides, fileWords, folderWords, outputWords, textWords, wordsOf } from "./file-words";

/**
 * The command with a hint for each text parameter that looks like a file or a folder. Hints from the source are kept.
 */
export function withFileHints(command: Command): Command {
  return {
    ...command,
    params: command.params.map(withFileHint),
    ...(command.subcommands && {
      subcommands: { ...command.subcommands, commands: command.subcommands.commands.map(withFileHints) },
    }),
  };
}

function withFileHint(parameter: Parameter): Parameter {
  const { hint: read, ...rest } = parameter;
  if (read?.bySource) return parameter;
  const hint = isPlainText(parameter) ? hintOf(parameter) : undefined;
  return hint ? { ...rest, hint } : rest;
}

function isPlainText({ type, format, choices, secret, nargs, kind }: Parameter): boolean {
  return type === "string" && format === undefined && !choices?.length && !secret && nargs !== 0 && kind !== "literal";
}

/**
 * The hint that follows from the names, the placeholder, the default and the help of a parameter. The last word of a
 * name counts most: an `input_file` is a file, and a `file_format` is not.
 */
function hintOf(parameter: Parameter): Parameter["hint"] {
  const names = [parameter.dest, ...(parameter.flags ?? []), parameter.metavar ?? ""].map(wordsOf);
  const help = parameter.help ?? "";
  const heads = names.flatMap((words) => words.at(-1) ?? []);
  if (heads.some((word) => textWords.has(word))) return undefined;
  if (heads.some((word) => folderWords.has(word)) || isFolderHelp(help)) return { kind: "directory" };
  const isOutput = heads.some((word) => /^(out|output|outputs)$/.test(word)) && !isTextHelp(help);
  if (!isOutput && !isFile(parameter, heads)) return undefined;
  const writes = names.flat().some((word) => outputWords.has(word)) || isOutputHelp(help);
  return { kind: "file", mode: writes ? "w" : "r" };
}

function isFile({ default: initial, help = "" }: Parameter, heads: string[]): boolean {
  if (isTextHelp(help)) return false;
  if (heads.some((word) => fileWords.has(word)) || isFileHelp(help)) return true;
  if (typeof initial === "string" && /^[\w./-]+\.\w+$/.test(initial) && decides(initial.split(".").at(-1) ?? ""))
    return true;
  return heads.some((word) => /^(in|input|inputs)$/.test(word)) && !/\b(number|value|message|question)s?\b/i.test(help);
}

/** `text to echo`, `a string`, `name of the column`. */
function isTextHelp(help: string): boolean {
  return /^(?:an? |the |input |some )?(?:string|text|sentence|phrase|word|message|number|name of the column)s?\b(?! files?)/i.test(
    help,
  );
}

/** `input table (file)`, `path to the reference`, `FASTQ file of the reads`, `a .bed to read`. */
function isFileHelp(help: string): boolean {
  const text = help.toLowerCase();
  const files = [
    ...text.matchAll(
      /\bfile(?:name)?s?\b(?! (?:format|type|extension|prefix|suffix|size|system|handle|encoding)s?\b)/g,
    ),
  ];
  if (files.length > 0 && isAboutFile(text)) return true;
  if (/\bpath (?:to|of|for) /.test(text) && !/\b(?:folder|directory|url|prefix)\b/.test(text)) return true;
  return [...text.matchAll(/(?:^|[\s(*])\.([a-z0-9]{2,8})\b/g)].some(([, ending = ""]) => decides(ending));
}

/** Whether the value itself is a file, and not a setting for files. */
function isAboutFile(help: string): boolean {
  const start = help.split(/[.;]/)[0] ?? "";
  if (
    /^(?:the |an? |one or more |list of |path to |name of |optional |input |source )*(?:[\w./-]+ ){0,3}(?:file(?:name)?s?)\b/.test(
      start,
    )
  )
    return !/^(?:do|don't|skip|ignore|keep|overwrite|remove|delete|follow|show|print|only|process|number|max\w*|min\w*) /.test(
      start,
    );
  return /\(file(?:name)?s?\)|\b(?:input|source|config\w*|read (?:from|in)?|from (?:the |this |an? )?)\s*(?:[\w-]+ )?file\b/.test(
    help,
  );
}

function isFolderHelp(help: string): boolean {
  return /^(?:the |an? |path to (?:the |an? )?|input |output |working )*(?:folder|directory)\b/i.test(help);
}

function isOutputHelp(help: string): boolean {
  return /^(?:name of (?:the )?|path (?:to|of) (?:the )?|the |an? )?(?:output|outfile|destination)\b|^(?:where to |file to |path to )?(?:write|save|export|store)\b|\b(?:to (?:write|save|create|store)|will be (?:written|saved|created|stored))\b/i.test(
    help,
  );
}
