import de from "./catalogs/de.json";
import es from "./catalogs/es.json";
import fr from "./catalogs/fr.json";
import ja from "./catalogs/ja.json";
import ko from "./catalogs/ko.json";
import nl from "./catalogs/nl.json";
import zhHans from "./catalogs/zh-Hans.json";
import type { Language } from "./languages";
import type { Texts } from "./text";

/** The texts of each language; `npm run messages` brings in what the sources say and takes out what they no longer do. */
const catalogs: Record<Exclude<Language, "en">, Texts> = { de, es, fr, ja, ko, nl, "zh-Hans": zhHans };

/** Null for English: its texts are the words themselves. */
export function textsOf(language: Language): Texts | null {
  return language === "en" ? null : catalogs[language];
}
