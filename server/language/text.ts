import type { Language } from "./languages";
import { formatMessage, type Values } from "./message-format";

/** The texts of a language by their English words, and by their context in brackets where one is given. */
export type Texts = Readonly<Record<string, string>>;

/** The person for whom a text is written. */
export interface Reader {
  language: Language;
  /** Null for English, which needs no catalog. */
  texts: Texts | null;
}

// The pages' bundle and web's own server are two copies of this module, so the reader lives on globalThis. In a browser,
// the script of /language/ sets it.
const shared = globalThis as { wooeyReader?: () => Reader | undefined };

/** Sets, once for this process, how the reader of the current request is found. */
export function setReader(find: () => Reader | undefined): void {
  shared.wooeyReader = find;
}

/** The language of this request on the server, of this page in a browser; English elsewhere (worker, command line). */
export function currentLanguage(): Language {
  return shared.wooeyReader?.()?.language ?? "en";
}

/**
 * A text in the reader's language, or the English text where its catalog has none. `values` fill its arguments:
 * `{name}`, `{count, number}` and `{count, plural, one {# job} other {# jobs}}` (see formatMessage). `context` tells
 * words apart that are the same in English and differ elsewhere, such as "Run" on a button and in a heading.
 * Call it where a text is shown or an error is made, never while a module loads: there is no reader at that time.
 */
export function t(english: string, values?: Values, context?: string): string {
  const reader = shared.wooeyReader?.();
  const found = textIn(reader?.texts, context ? `${english} [${context}]` : english) || english;
  return values ? formatMessage(found, values, reader?.language ?? "en") : found;
}

/** Only an own text: "constructor" is a possible text, and every object inherits something of that name. */
function textIn(texts: Texts | null | undefined, key: string): string | undefined {
  return texts && Object.hasOwn(texts, key) ? texts[key] : undefined;
}

/** Marks a text that reaches `t` through a variable, so that the catalogs contain it. */
export function phrase<English extends string>(english: English): English {
  return english;
}
