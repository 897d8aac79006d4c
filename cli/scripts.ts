import type { Page, ScriptSummary } from "./api-answers";
import { connect, type ServerOptions } from "./connection";
import { collect } from "./pages";
import { printJson, printTable, talk } from "./terminal";

interface ScriptOptions extends ServerOptions {
  group?: string;
  tag?: string;
  limit?: string;
  json?: true;
}

/** `wooey scripts [WORDS…]`: the scripts that you may run. */
export async function scripts(words: string[], { group, tag, limit, json, ...options }: ScriptOptions): Promise<void> {
  const api = connect(options);
  const query = { q: words.join(" ") || undefined, group, tag };
  const found = await collect(limit, (page) =>
    api.json<Page<ScriptSummary>>("/api/v2/scripts", { query: { ...query, ...page } }),
  );
  if (json) return printJson(found);
  if (found.length === 0) return talk("There are no matching scripts.");
  printTable(found.map(({ slug, name, description }) => [slug, name, firstSentence(description)]));
}

function firstSentence(text: string): string {
  return text.split(/(?<=[.!?])\s|\n/)[0] ?? "";
}
