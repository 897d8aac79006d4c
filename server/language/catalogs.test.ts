import { describe, expect, test } from "vitest";
import { textsOf } from "./catalogs";
import type { Language } from "./languages";

/** What readers of a language notice at once: another form of address, or the punctuation of another language. */
const notUsual: [language: Language, rule: string, pattern: RegExp][] = [
  ["de", "Sie", /(?<!\p{L})(du|dich|dein|deine[mnrs]?)(?!\p{L})/iu],
  ["es", "usted", /(?<!\p{L})(tú|tus|puedes|tienes|quieres)(?!\p{L})/iu],
  ["fr", "vous", /(?<!\p{L})(tu|toi|ton|tes)(?!\p{L})/iu],
  ["fr", "the apostrophe ’", /\p{L}'\p{L}/u],
  ["nl", "u", /(?<!\p{L})(je|jij|jou|jouw|jullie)(?!\p{L})/iu],
  ["nl", "aanmelden and afmelden", /inlog|uitlog|ingelogd|uitgelogd|\blog in\b/i],
  ["zh-Hans", "您", /你/],
  ["zh-Hans", "punctuation of full width", /\p{Script=Han}[,;:?!]/u],
  ["ja", "punctuation of full width", /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}][;:?!]/u],
];

describe("the translations", () => {
  test.each(notUsual)("into %s use %s", (language, _, pattern) => {
    expect(Object.values(textsOf(language) ?? {}).filter((text) => pattern.test(text))).toEqual([]);
  });
});
