import { mapUploadable, maskSecrets } from "./inputs";
import { toJsonInput } from "./json-input";
import { quoteArgument } from "./shell";
import type { Command, ScriptSpec } from "./spec";
import type { CommandValues } from "./values";

/** The script that runs, and the server that runs it. */
interface Target {
  slug: string;
  baseUrl: string;
  /** The names of uploaded files by the path of their parameter, where a parameter may be a text as well. */
  uploads?: Uploads;
  /** Whether the script gets a file at its standard input. */
  hasStandardInput?: boolean;
}

export type Uploads = ReadonlyMap<string, ReadonlySet<string>>;

/** The same submission by API v2, in several languages. */
export interface Snippets {
  curl: string;
  python: string;
  javascript: string;
}

/**
 * Calls of API v2 that submit these values and wait for the result. The API key comes from the environment, secrets are
 * masked, and each file has the name of its parameter.
 */
export function toSnippets(spec: ScriptSpec, values: CommandValues, target: Target): Snippets {
  const submission = toSubmission(spec, values, target);
  return { curl: toCurl(submission), python: toPython(submission), javascript: toJavaScript(submission) };
}

interface Submission {
  url: string;
  job: { input: Record<string, unknown>; stdin?: { $file: string } };
  /** The names of the files, which are those of their parts. */
  files: string[];
}

function toSubmission(spec: ScriptSpec, values: CommandValues, target: Target): Submission {
  const { slug, baseUrl, uploads } = target;
  const files: string[] = [];
  const references = new Map<string, string>();
  const refer = (value: string, path: string): string => {
    const known = references.get(value);
    if (known !== undefined) return known;
    const reference = `upload:${files.length}`;
    references.set(value, reference);
    files.push(freeName(path.replace(/[^\w.-]/g, "_"), files));
    return reference;
  };
  const masked = maskSecrets(spec, values);
  const referring = mapUploadable(spec, masked, (value, { path, isFile }) =>
    isFile || uploads?.get(path)?.has(value) ? refer(value, path) : value,
  );
  const writeFile = (reference: string) => ({ $file: files[Number(reference.slice("upload:".length))] });
  const shown = { ...spec, command: withoutSecrecy(spec.command) };
  const url = `${baseUrl.replace(/\/+$/, "")}/api/v2/scripts/${encodeURIComponent(slug)}/jobs`;
  const input = toJsonInput(shown, referring, writeFile);
  if (!target.hasStandardInput) return { url, job: { input }, files };
  const part = freeName("stdin", files);
  return { url, job: { input, stdin: { $file: part } }, files: [...files, part] };
}

function freeName(base: string, taken: string[]): string {
  let name = base;
  for (let number = 2; taken.includes(name); number += 1) name = `${base}-${number}`;
  return name;
}

/** Secrets are masked already, and an input of JSON would omit them. */
function withoutSecrecy(command: Command): Command {
  const { subcommands } = command;
  return {
    ...command,
    params: command.params.map((parameter) => ({ ...parameter, secret: false })),
    ...(subcommands && { subcommands: { ...subcommands, commands: subcommands.commands.map(withoutSecrecy) } }),
  };
}

function toCurl({ url, job: submitted, files }: Submission): string {
  const job = JSON.stringify(submitted);
  const body =
    files.length > 0
      ? [
          `--form-string ${quoteArgument(`job=${job}`)}`,
          ...files.map((name) => `-F ${quoteArgument(`${name}=@${name}`)}`),
        ]
      : ['-H "Content-Type: application/json"', `-d ${quoteArgument(job)}`];
  const lines = [
    `curl ${quoteArgument(url)}`,
    '-H "Authorization: Bearer $WOOEY_API_KEY"',
    '-H "Prefer: wait=45"',
    ...body,
  ];
  return lines.join(" \\\n  ");
}

function toPython({ url, job: submitted, files }: Submission): string {
  const job = toPythonLiteral(submitted);
  const opened = files.map((name) => `(${JSON.stringify(name)}, open(${JSON.stringify(name)}, "rb"))`);
  const body =
    files.length > 0
      ? [`    data={"job": json.dumps(${job})},`, `    files=[${opened.join(", ")}],`]
      : [`    json=${job},`];
  return [
    ...(files.length > 0 ? ["import json"] : []),
    "import os",
    "import requests",
    "",
    "answer = requests.post(",
    `    ${JSON.stringify(url)},`,
    '    headers={"Authorization": "Bearer " + os.environ["WOOEY_API_KEY"], "Prefer": "wait=45"},',
    ...body,
    ")",
    "print(answer.json())",
  ].join("\n");
}

/** A JSON value as a Python literal: every escape JSON writes means the same there. */
function toPythonLiteral(value: unknown): string {
  if (value === null || value === undefined) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (Array.isArray(value)) return `[${value.map(toPythonLiteral).join(", ")}]`;
  if (typeof value !== "object") return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([name, part]) => `${JSON.stringify(name)}: ${toPythonLiteral(part)}`)
    .join(", ")}}`;
}

function toJavaScript({ url, job: submitted, files }: Submission): string {
  const job = JSON.stringify(submitted);
  const form = [
    "const body = new FormData();",
    `body.append("job", JSON.stringify(${job}));`,
    ...files.map((name) => {
      const text = JSON.stringify(name);
      return `body.append(${text}, await openAsBlob(${text}), ${text});`;
    }),
  ];
  const json = [`const body = JSON.stringify(${job});`];
  return [
    ...(files.length > 0 ? ['import { openAsBlob } from "node:fs";'] : []),
    'import { env } from "node:process";',
    "",
    ...(files.length > 0 ? form : json),
    `const answer = await fetch(${JSON.stringify(url)}, {`,
    '  method: "POST",',
    "  headers: {",
    '    Authorization: "Bearer " + env.WOOEY_API_KEY,',
    '    Prefer: "wait=45",',
    ...(files.length > 0 ? [] : ['    "Content-Type": "application/json",']),
    "  },",
    "  body,",
    "});",
    "console.log(await answer.json());",
  ].join("\n");
}
