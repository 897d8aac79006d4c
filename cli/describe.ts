import { type CommandOutline, fetchOutline, type OutlineOption } from "./command-outline";
import { connect, type ServerOptions } from "./connection";
import { print, printJson, toVisible } from "./terminal";

interface DescribeOptions extends ServerOptions {
  version?: string;
  json?: true;
}

interface ScriptDetail {
  name: string;
  description: string;
}

/** `wooey describe SLUG`: what a script does and accepts; with `--json` everything, with the schema of its input. */
export async function describeScript(slug: string, { version, json, ...options }: DescribeOptions): Promise<void> {
  const api = connect(options);
  const path = `/api/v2/scripts/${encodeURIComponent(slug)}`;
  const [detail, outline] = await Promise.all([
    api.json<ScriptDetail>(path, { query: { version } }),
    json ? null : fetchOutline(api, slug, version),
  ]);
  if (json || !outline) return printJson(detail);
  const text = [
    ...[`wooey run ${slug} -- ${outline.usage}`, "", detail.name, detail.description].filter(
      (line) => line !== undefined,
    ),
    ...linesOf(outline, ""),
  ];
  print(text.map((line) => line.split("\n").map(toVisible).join("\n")).join("\n"));
}

function linesOf({ options, positionals, commands }: CommandOutline, indent: string): string[] {
  const rows = [...positionals, ...options].map((one): [string, string] => [labelOf(one), explain(one)]);
  const width = Math.min(32, Math.max(0, ...rows.map(([label]) => label.length)));
  const lines = rows.map(([label, text]) => `${indent}  ${label.padEnd(width)}  ${text}`.trimEnd());
  const below = commands.flatMap((command) => [
    "",
    `${indent}${command.name}  ${command.help}`.trimEnd(),
    ...linesOf(command, `${indent}  `),
  ]);
  return [...(lines.length > 0 ? ["", ...lines] : []), ...below];
}

function labelOf({ flags, value }: OutlineOption): string {
  return `${flags.join(", ")} ${value}`.trim();
}

function explain({ help, choices, isRequired }: OutlineOption): string {
  const parts = [help.replaceAll("\n", " ")];
  if (choices.length > 0) parts.push(`(${choices.slice(0, 20).join(", ")}${choices.length > 20 ? ", …" : ""})`);
  if (isRequired) parts.push("(required)");
  return parts.filter(Boolean).join(" ");
}
