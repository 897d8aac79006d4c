import type { Parameter } from "@/command-line/spec";
import { insideBrackets, splitTopLevel, stringOf } from "./literals";
import { command, option, type SourceCommand, sourceCharactersMax } from "./parameters";

const types: [RegExp, Parameter["type"]][] = [
  [/^(u?int(16|32|64)?|long|byte|bigint)$/i, "integer"],
  [/^(double|float|single|decimal)$/i, "number"],
];

/** The parameters of a PowerShell script's `param(…)` block. Source: about_Functions_Advanced_Parameters. */
export function readPowerShellSource(source: string): SourceCommand | null {
  const text = source
    .slice(0, sourceCharactersMax)
    .replaceAll(/<#[\s\S]*?#>/g, "")
    .replaceAll(/^\s*#.*$/gm, "");
  const start = /(?:^|\n)\s*param\s*(?=\()/i.exec(text);
  const inside = start && insideBrackets(text, start.index + start[0].length);
  if (!inside) return null;
  const help = helpOf(source);
  const params = splitTopLevel(inside).flatMap((part) => toParameter(part, help));
  return params.length === 0 ? null : { engine: "help", command: command(params) };
}

function toParameter(part: string, help: ReadonlyMap<string, string>): Parameter[] {
  const [, before = "", name, standard] = /^([\s\S]*?)\$(\w+)\s*(?:=\s*([\s\S]+))?$/.exec(part) ?? [];
  if (name === undefined) return [];
  const attributes = before.replaceAll(/\s+/g, " ");
  const type = /\[([\w.[\]]+)\]\s*$/.exec(attributes)?.[1] ?? "string";
  const flags = [`-${name}`];
  const about = { help: help.get(name.toLowerCase()) ?? /HelpMessage\s*=\s*["']([^"']*)/i.exec(attributes)?.[1] };
  if (/^switch$/i.test(type)) return [{ ...option(flags, null), ...about }];
  if (/^bool(ean)?$/i.test(type))
    return [{ ...option(flags, { choices: [{ value: "1" }, { value: "0" }] }), ...about }];
  const [, set] = /ValidateSet\(([^)]*)\)/i.exec(attributes) ?? [];
  const choices = set && splitTopLevel(set).flatMap((each) => stringOf(each) ?? []);
  const isArray = type.endsWith("[]");
  const required = /Mandatory(?!\s*=\s*\$false)/i.test(attributes);
  return [
    option(flags, {
      ...about,
      required,
      type: types.find(([pattern]) => pattern.test(type.replace(/\[\]$/, "")))?.[1] ?? "string",
      ...(isArray ? { metavar: "VALUE,VALUE" } : {}),
      ...(choices ? { choices: choices.map((value) => ({ value })) } : {}),
      ...defaultOf(standard),
    }),
  ];
}

function defaultOf(expression: string | undefined): Pick<Parameter, "default"> {
  const text = stringOf(expression);
  if (text !== null) return text.includes("$") ? {} : { default: text };
  return /^-?\d+(\.\d+)?$/.test(expression?.trim() ?? "") ? { default: Number(expression) } : {};
}

/** `.PARAMETER Name` of the comment-based help. */
function helpOf(source: string): Map<string, string> {
  const found = source.matchAll(/^\s*\.PARAMETER\s+(\w+)\s*\n([\s\S]*?)(?=^\s*\.[A-Z]+\b|#>)/gim);
  return new Map(
    [...found].map(([, name = "", text = ""]) => [name.toLowerCase(), text.replaceAll(/\s+/g, " ").trim()]),
  );
}
