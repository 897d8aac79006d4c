import type { Language } from "./languages";

/** The texts of a language by their English words. */
export type Texts = Readonly<Record<string, string>>;

/** Who reads what is being written. */
export interface Reader {
  language: Language;
  /** None for English: the words themselves are it. */
  texts: Texts | null;
}

// The pages' bundle and web's own server are two copies of this module: what they share is here. In a browser, the
// script of /language/ sets it.
const shared = globalThis as { wooeyReader?: () => Reader | undefined };

/** Sets, once for this process, how the reader of what is being written is found. */
export function setReader(find: () => Reader | undefined): void {
  shared.wooeyReader = find;
}

/** The language of this request on the server, of this page in a browser; English elsewhere (worker, command line). */
export function currentLanguage(): Language {
  return shared.wooeyReader?.()?.language ?? "en";
}

/**
 * A text in the reader's language; English where that has none. `{name}` in it stands for the value of that name. Called
 * where a text is shown or an error is made, never while a module loads: nobody reads then.
 */
export function t(english: string, values?: Readonly<Record<string, string | number>>): string {
  const found = shared.wooeyReader?.()?.texts?.[english] || english;
  return values ? found.replace(/\{(\w+)\}/g, (name, key: string) => String(values[key] ?? name)) : found;
}

/** Marks a text that `t` is given later, in a table for one: so that the catalogs have it. */
export function phrase<English extends string>(english: English): English {
  return english;
}
