import { createHash } from "node:crypto";
import { AppError } from "@/server/errors";
import { textsOf } from "./catalogs";
import { isLanguage, type Language } from "./languages";

/** The address of the script that gives a page's scripts their texts; null for English, which needs none. */
export function textsScriptPath(language: Language): string | null {
  const script = writeScript(language);
  return script && `/language/${language}.js?${createHash("sha256").update(script).digest("hex").slice(0, 12)}`;
}

/** That script, by its file's name ("de.js"). @throws not_found */
export function textsScript(name: string): string {
  const language = name.replace(/\.js$/, "");
  const script = isLanguage(language) ? writeScript(language) : null;
  if (!script) throw new AppError("not_found", "There is no such language.");
  return script;
}

const written = new Map<Language, string>();

function writeScript(language: Language): string | null {
  const texts = textsOf(language);
  if (!texts) return null;
  const known = written.get(language);
  if (known) return known;
  const reader = JSON.stringify({ language, texts });
  const script = `{const reader=${reader};globalThis.wooeyReader=()=>reader}`;
  written.set(language, script);
  return script;
}
