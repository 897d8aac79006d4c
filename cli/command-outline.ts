import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import type { ApiClient } from "./api-client";
import { cacheFolder } from "./config";

/** The options and sub-commands of a script, as a shell completes them. */
export interface CommandOutline {
  options: OutlineOption[];
  positionals: OutlineOption[];
  commands: (CommandOutline & { name: string; help: string })[];
}

export interface OutlineOption {
  /** Empty for a positional. */
  flags: string[];
  /** What its value is called; "" if it takes none. */
  value: string;
  help: string;
  choices: string[];
  isFile: boolean;
  isRequired: boolean;
}

export type CommandLineOutline = CommandOutline & { usage: string };

const FRESH_MS = 10 * 60_000;

/** The command line of a script from the server. */
export function fetchOutline(api: ApiClient, slug: string, version?: string): Promise<CommandLineOutline> {
  return api.json(`/api/v2/scripts/${encodeURIComponent(slug)}/command-line`, { query: { version } });
}

/** Something of the server that completions may show for ten minutes: each key press would ask for it again. */
export async function cached<Value>(api: ApiClient, name: string, fetchValue: () => Promise<Value>): Promise<Value> {
  const key = createHash("sha256").update(`${api.url} ${name}`).digest("hex").slice(0, 32);
  const file = path.join(cacheFolder(), `${key}.json`);
  try {
    if (Date.now() - fs.statSync(file).mtimeMs < FRESH_MS) {
      // Only the lines below write this file.
      return JSON.parse(fs.readFileSync(file, "utf8")) as Value;
    }
  } catch {
    // It is not there yet, or another process is writing it.
  }
  const value = await fetchValue();
  fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  fs.writeFileSync(file, JSON.stringify(value), { mode: 0o600 });
  return value;
}
