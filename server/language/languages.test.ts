import { describe, expect, test } from "vitest";
import { chooseLanguage } from "./languages";

const choose = (acceptLanguage?: string, chosen?: string, path = "/") =>
  chooseLanguage({ path, chosen, acceptLanguage });

describe("chooseLanguage", () => {
  test("takes what was chosen in this browser before what the browser asks for", () => {
    expect(choose("de", "ja")).toBe("ja");
    expect(choose("de", "tlh")).toBe("de");
  });

  test("takes the best of the languages the browser asks for, whatever their region", () => {
    expect(choose("pt-BR,fr-CA;q=0.8,de;q=0.9")).toBe("de");
    expect(choose("nl-BE")).toBe("nl");
    expect(choose("de;q=0, es;q=0.1")).toBe("es");
  });

  test("takes simplified Chinese for those who read it, not for those who read the other script", () => {
    expect(choose("zh-CN,en;q=0.5")).toBe("zh-Hans");
    expect(choose("zh-Hans-SG")).toBe("zh-Hans");
    expect(choose("zh-TW,en;q=0.5")).toBe("en");
  });

  test("is English where nothing is asked for, nothing fits, or the header is nonsense", () => {
    for (const header of [undefined, "", "*", "pt", ";;;q=,,", "x".repeat(10_000)]) expect(choose(header)).toBe("en");
  });

  test("is English for programs that use the API", () => {
    for (const path of ["/api/jobs/v1/1/status/", "/settings/api-keys/new/"]) {
      expect(choose("de", "de", path)).toBe("en");
    }
  });
});
