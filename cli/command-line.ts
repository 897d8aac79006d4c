import fs from "node:fs";
import path from "node:path";
import type { ApiClient } from "./api-client";
import { ClientError } from "./exit-codes";
import type { Part } from "./multipart";
import { fileSource } from "./standard-input";

/** What a script would read and write with certain arguments. */
export interface ArgumentFiles {
  /** Files to read, as the arguments name them. `isOptional`: the script also takes any other text there. */
  inputs: { name: string; isOptional: boolean }[];
  /** Files to write. */
  outputs: string[];
}

/**
 * Lets the server read the arguments as the script would, by the rules of the script's library.
 * @throws AnswerError with the library's own message for arguments that the script would refuse
 */
export async function checkArguments(
  api: ApiClient,
  slug: string,
  { args, version, signal }: { args: string[]; version: string | undefined; signal: AbortSignal },
): Promise<ArgumentFiles> {
  if (!args.some(mayNameFile)) return { inputs: [], outputs: [] };
  const files = await api.json<ArgumentFiles>(`/api/v2/scripts/${encodeURIComponent(slug)}/command-line`, {
    method: "POST",
    isSafe: true,
    json: { args, ...(version === undefined ? {} : { version }) },
    signal,
  });
  const outside = files.outputs.find((name) => path.isAbsolute(name) || name.split(/[/\\]/).includes(".."));
  if (outside === undefined) return files;
  const reason = "The script runs on the server, and its files are fetched into the current folder.";
  throw new ClientError("input", `${outside} is outside of the current folder. ${reason} Use a relative name.`);
}

/**
 * Whether a word may name a file: it has a path in it, or some end of it is the name of one, as in `--input=a.csv` and
 * `-ia.csv`. Without any, the server has nothing to tell before the script is submitted, and refuses a file that is missing.
 */
function mayNameFile(word: string): boolean {
  if (/[/\\]/.test(word) || word.length > 200) return true;
  const starts = word.startsWith("-") ? Array.from(word, (_, index) => index) : [0];
  return starts.some((start) => fs.existsSync(word.slice(start)));
}

/** The files to send, each under the name that the arguments have for it. @throws ClientError for one that is missing */
export function openInputs({ inputs }: ArgumentFiles): Part[] {
  const parts = new Map<string, Part>();
  for (const { name, isOptional } of inputs) {
    if (name === "-" || (isOptional && !isRegularFile(name))) continue;
    // The request has a part of this name.
    if (name === "job") throw new ClientError("input", "Write ./job for the file job.");
    parts.set(name, { name, filename: path.basename(name), ...fileSource(name) });
  }
  return [...parts.values()];
}

function isRegularFile(name: string): boolean {
  return fs.statSync(name, { throwIfNoEntry: false })?.isFile() === true;
}
