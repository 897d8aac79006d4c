import { afterEach, describe, expect, test } from "vitest";
import { currentLanguage, type Reader, setReader, t } from "./text";

afterEach(() => setReader(() => undefined));

const german: Reader = {
  language: "de",
  texts: { Jobs: "Aufträge", "{n} of {all}": "{n} von {all}", Untold: "", Run: "Lauf", "Run [button]": "Ausführen" },
};

describe("t", () => {
  test("is the reader's text, with the values in their places", () => {
    setReader(() => german);
    expect(t("Jobs")).toBe("Aufträge");
    expect(t("{n} of {all}", { n: 3, all: "{n}" })).toBe("3 von {n}");
    expect(currentLanguage()).toBe("de");
  });

  test("is the English itself where the reader's language has none", () => {
    setReader(() => german);
    expect(t("Scripts")).toBe("Scripts");
    expect(t("Untold")).toBe("Untold");
  });

  test("is the text itself for the name of something that every object inherits", () => {
    for (const text of ["constructor", "__proto__", "toString"]) expect(t(text)).toBe(text);
  });

  test("tells words apart by their context", () => {
    expect(t("Run", {}, "button")).toBe("Run");
    setReader(() => german);
    expect([t("Run"), t("Run", {}, "button")]).toEqual(["Lauf", "Ausführen"]);
  });

  test("is English where nobody reads", () => {
    expect(t("{n} of {all}", { n: 1, all: 2 })).toBe("1 of 2");
    expect(currentLanguage()).toBe("en");
  });
});
