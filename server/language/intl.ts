import type { Language } from "./languages";

// `Intl` objects are costly to make and are kept, one for each language and set of options.
const formats = new Map<string, unknown>();

/** The locale by which `Intl` writes numbers and dates; English follows the United Kingdom, where the day comes first. */
export function localeOf(language: Language): string {
  return language === "en" ? "en-GB" : language;
}

export function numberFormat(language: Language, digits = 3): Intl.NumberFormat {
  const make = (locale: string) => new Intl.NumberFormat(locale, { maximumFractionDigits: digits });
  return keep(`number ${language} ${digits}`, () => make(localeOf(language)));
}

export function significantFormat(language: Language, digits: number): Intl.NumberFormat {
  const make = (locale: string) => new Intl.NumberFormat(locale, { maximumSignificantDigits: digits });
  return keep(`significant ${language} ${digits}`, () => make(localeOf(language)));
}

export function unitFormat(
  language: Language,
  options: { unit: string; unitDisplay: "short" | "narrow"; digits: number },
): Intl.NumberFormat {
  const { unit, unitDisplay, digits } = options;
  const decimals = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return keep(
    `unit ${language} ${unit} ${unitDisplay} ${digits}`,
    () => new Intl.NumberFormat(localeOf(language), { style: "unit", unit, unitDisplay, ...decimals }),
  );
}

export function dateFormat(language: Language, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return keep(
    `date ${language} ${JSON.stringify(options)}`,
    () => new Intl.DateTimeFormat(localeOf(language), options),
  );
}

export function relativeTimeFormat(language: Language): Intl.RelativeTimeFormat {
  return keep(`relative ${language}`, () => new Intl.RelativeTimeFormat(localeOf(language), { style: "short" }));
}

export function listFormat(language: Language): Intl.ListFormat {
  return keep(`list ${language}`, () => new Intl.ListFormat(localeOf(language)));
}

export function pluralRules(language: Language): Intl.PluralRules {
  return keep(`plural ${language}`, () => new Intl.PluralRules(localeOf(language)));
}

function keep<Format>(key: string, make: () => Format): Format {
  const known = formats.get(key) ?? make();
  formats.set(key, known);
  return known as Format; // the key names the kind of format and all of its options
}
