import { buildArgv } from "./build";
import { mapUploadable, maskSecrets } from "./inputs";
import { joinCommandLine, quoteArgument } from "./shell";
import type { ScriptSpec } from "./spec";
import type { CommandValues } from "./values";

/** The script that runs, and the server that runs it. */
interface Target {
  slug: string;
  baseUrl: string;
  /** The names of uploaded files by the path of their parameter, where a parameter may be a text as well. */
  uploads?: Uploads;
}

export type Uploads = ReadonlyMap<string, ReadonlySet<string>>;

/** The same submission with curl; the API key comes from the environment, secrets are masked. @throws ArgumentsError */
export function toCurl(spec: ScriptSpec, values: CommandValues, { slug, baseUrl, uploads }: Target): string {
  const { command, files } = toRequest(spec, values, uploads);
  const lines = [
    `curl ${quoteArgument(submitUrl(baseUrl, slug))}`,
    '-H "Authorization: Bearer $WOOEY_API_KEY"',
    `--form-string ${quoteArgument(`job_name=${slug}`)}`,
    `--form-string ${quoteArgument(`command=${command}`)}`,
    ...files.map((key) => `-F ${quoteArgument(`${key}=@${key}`)}`),
  ];
  return lines.join(" \\\n  ");
}

/** The same submission with Python's requests; the API key comes from the environment, secrets are masked. @throws ArgumentsError */
export function toPython(spec: ScriptSpec, values: CommandValues, { slug, baseUrl, uploads }: Target): string {
  const { command, files } = toRequest(spec, values, uploads);
  const opened = files.map((key) => `(${python(key)}, open(${python(key)}, "rb"))`);
  return [
    "import os",
    "import requests",
    "",
    "answer = requests.post(",
    `    ${python(submitUrl(baseUrl, slug))},`,
    '    headers={"Authorization": "Bearer " + os.environ["WOOEY_API_KEY"]},',
    `    data={"job_name": ${python(slug)}, "command": ${python(command)}},`,
    ...(opened.length > 0 ? [`    files=[${opened.join(", ")}],`] : []),
    ")",
    "print(answer.json())",
  ].join("\n");
}

/** The command with a short key in the place of each input file, which the API exchanges for the upload of that key. */
function toRequest(
  spec: ScriptSpec,
  values: CommandValues,
  uploads: Uploads = new Map(),
): { command: string; files: string[] } {
  const keys = new Map<string, string>();
  const key = (value: string, path: string): string => {
    const known = keys.get(value);
    if (known !== undefined) return known;
    const base = path.replace(/[^\w.-]/g, "_");
    const taken = new Set(keys.values());
    let name = base;
    for (let number = 2; taken.has(name); number += 1) name = `${base}-${number}`;
    keys.set(value, name);
    return name;
  };
  const masked = maskSecrets(spec, values);
  const withKeys = mapUploadable(spec, masked, (value, { path, isFile }) =>
    isFile || uploads.get(path)?.has(value) ? key(value, path) : value,
  );
  return { command: joinCommandLine(buildArgv(spec, withKeys).argv), files: [...keys.values()] };
}

function submitUrl(baseUrl: string, slug: string): string {
  return `${baseUrl.replace(/\/+$/, "")}/api/scripts/v1/${encodeURIComponent(slug)}/submit/`;
}

/** A text as a Python literal: every escape JSON writes means the same there. */
function python(text: string): string {
  return JSON.stringify(text);
}
