import { describe, expect, test } from "vitest";
import { textsOf } from "@/server/language/catalogs";
import { isLanguage, languages } from "@/server/language/languages";
import { collectMessages, textsInPython } from "./messages.mjs";

const messages: string[] = collectMessages();
const others = Object.keys(languages).filter((language) => isLanguage(language) && language !== "en");

/** The names of a message's arguments, each once. */
function argumentsOf(text: string): string[] {
  return [...new Set([...text.matchAll(/\{\s*(\w+)\s*[,}]/g)].map(([, name = ""]) => name))].toSorted();
}

/** The plural forms of a message that its language does not have, and those that it should have and does not. */
function wrongForms(text: string, language: string): string[] {
  const categories = new Intl.PluralRules(language).resolvedOptions().pluralCategories as string[];
  // "many" of Spanish and French stands for millions: `other` serves as well.
  const needed = categories.filter((category) => category !== "many");
  return text
    .split(/,\s*plural\s*,/)
    .slice(1)
    .flatMap((part) => {
      const forms = [...topLevel(part).matchAll(/(\w+)\s*\{\}/g)].map(([, form = ""]) => form);
      const missing = needed.filter((form) => !forms.includes(form)).map((form) => `${form} is missing in ${text}`);
      const unknown = forms
        .filter((form) => !categories.includes(form))
        .map((form) => `${form} is too much in ${text}`);
      return [...missing, ...unknown];
    });
}

/** The options of a plural with their braces emptied, up to the end of the plural. */
function topLevel(options: string): string {
  let depth = 0;
  let result = "";
  for (const character of options) {
    if (character === "}") depth -= 1;
    if (depth < 0) return result;
    if (depth === 0) result += character;
    if (character === "{") depth += 1;
  }
  return result;
}

describe("the catalogs", () => {
  test("are made of what the sources say", () => {
    expect(messages.length).toBeGreaterThan(500);
    expect(messages).toContain("Search scripts");
  });

  test("have the phrases of Python, of one literal or several", () => {
    const source = `warn("x", phrase("It's {name}."), fix=phrase(\n    'Say "x" '\n    "twice."\n))\nparaphrase("no")\nphrase(name)\n`;
    expect(textsInPython(source)).toEqual(["It's {name}.", 'Say "x" twice.']);
    expect(messages).toContain("The script crashed before it read its arguments.");
  });

  test("have both plural forms in English", () => {
    expect(messages.flatMap((english) => wrongForms(english, "en"))).toEqual([]);
  });

  test.each(others)(
    "%s says everything, with the same arguments and its own plural forms, and nothing else",
    (language) => {
      const texts = (isLanguage(language) && textsOf(language)) || {};
      expect(Object.keys(texts)).toEqual(messages);
      expect(messages.filter((english) => !texts[english]?.trim())).toEqual([]);
      expect(messages.filter((one) => `${argumentsOf(one)}` !== `${argumentsOf(texts[one] ?? "")}`)).toEqual([]);
      expect(messages.flatMap((english) => wrongForms(texts[english] ?? "", language))).toEqual([]);
    },
  );
});
