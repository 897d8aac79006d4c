import { z } from "zod";
import { de, es, fr, ja, ko, nl, zhCN } from "zod/locales";
import type { Language } from "./languages";
import { currentLanguage } from "./text";

type LocaleError = ReturnType<typeof de>["localeError"];

const localeErrors: Record<Exclude<Language, "en">, LocaleError> = {
  de: de().localeError,
  es: es().localeError,
  fr: fr().localeError,
  ja: ja().localeError,
  ko: ko().localeError,
  nl: nl().localeError,
  "zh-Hans": zhCN().localeError,
};

/**
 * Lets zod say what is wrong with a value in the reader's language, once for this process, where a schema has no message
 * of its own. zod keeps its configuration on globalThis, so this counts for the pages' bundle, too.
 */
export function localizeValidation(): void {
  z.config({
    // Each copy of zod sets `localeError` to English when it loads; `customError` comes before it and stays.
    customError: (issue) => {
      const language = currentLanguage();
      return language === "en" ? undefined : localeErrors[language](issue);
    },
  });
}
