import { describe, expect, test } from "vitest";
import { textsOf } from "@/server/language/catalogs";
import { isLanguage, languages } from "@/server/language/languages";
import { collectMessages } from "./messages.mjs";

const messages: string[] = collectMessages();
const others = Object.keys(languages).filter((language) => isLanguage(language) && language !== "en");
const places = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([place]) => place).toSorted();

describe("the catalogs", () => {
  test("are made of what the sources say", () => {
    expect(messages.length).toBeGreaterThan(500);
    expect(messages).toContain("Search scripts");
  });

  test.each(others)("%s says everything, with the same values in it, and nothing else", (language) => {
    const texts = (isLanguage(language) && textsOf(language)) || {};
    expect(Object.keys(texts)).toEqual(messages);
    expect(messages.filter((english) => !texts[english]?.trim())).toEqual([]);
    expect(messages.filter((english) => `${places(english)}` !== `${places(texts[english] ?? "")}`)).toEqual([]);
  });
});
