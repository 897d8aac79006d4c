/** The languages of the pages, each by its own name; Wooey's eight. */
export const languages = {
  de: "Deutsch",
  en: "English",
  es: "Español",
  fr: "Français",
  ja: "日本語",
  ko: "한국어",
  nl: "Nederlands",
  "zh-Hans": "简体中文",
} as const;
export type Language = keyof typeof languages;

export const LANGUAGE_COOKIE = "wooey-language";

export function isLanguage(value: unknown): value is Language {
  return typeof value === "string" && Object.hasOwn(languages, value);
}

/**
 * The language that a browser asks for: its cookie's, else the best of its `Accept-Language` (RFC 9110, 12.5.4; a
 * language stands for all its regions), else English. Programs that use the API are answered in English, as documented.
 */
export function chooseLanguage(request: {
  path: string;
  /** The value of LANGUAGE_COOKIE. */
  chosen: string | undefined;
  acceptLanguage: string | undefined;
}): Language {
  if (/^\/(api|settings)\//.test(request.path)) return "en";
  if (isLanguage(request.chosen)) return request.chosen;
  const accepted = (request.acceptLanguage ?? "").slice(0, 500).split(",").map(readRange);
  const best = accepted.filter((range) => range.quality > 0).toSorted((a, b) => b.quality - a.quality);
  return best.map(({ tag }) => matchTag(tag)).find((language) => language !== null) ?? "en";
}

function readRange(range: string): { tag: string; quality: number } {
  const [tag = "", ...parameters] = range.split(";").map((part) => part.trim());
  const quality = parameters.find((part) => part.startsWith("q="))?.slice(2);
  return { tag: tag.toLowerCase(), quality: quality === undefined ? 1 : Number(quality) || 0 };
}

function matchTag(tag: string): Language | null {
  // Taiwan, Hong Kong and Macao write the other script.
  if (/^zh(-hans)?(-(cn|sg|my))?$/.test(tag)) return "zh-Hans";
  const [base = ""] = tag.split("-");
  return isLanguage(base) ? base : null;
}
