import { numberFormat, pluralRules } from "./intl";
import type { Language } from "./languages";

export type Values = Readonly<Record<string, string | number>>;

/**
 * A text with its arguments filled in, in the part of ICU MessageFormat that the catalogs use: `{name}` is the value as
 * it is; `{name, number}` is a number in the reader's way of writing; `{name, plural, one {…} other {…}}` chooses by
 * the plural category of the language (`=0` and the like go first), and `#` in it is the number. An argument without a
 * value stays as it is. (https://unicode-org.github.io/icu/userguide/format_parse/messages/)
 */
export function formatMessage(text: string, values: Values, language: Language): string {
  return fill(text, { values, language });
}

interface Context {
  values: Values;
  language: Language;
  /** The number that `#` stands for, inside a plural. */
  count?: number;
}

function fill(text: string, context: Context): string {
  let result = "";
  for (let at = 0; at < text.length; ) {
    const character = text.charAt(at);
    const end = character === "{" ? endOfBraces(text, at) : -1;
    if (end > 0) {
      result += argument(text.slice(at + 1, end), context) ?? text.slice(at, end + 1);
      at = end + 1;
    } else {
      result += character === "#" && context.count !== undefined ? formatNumber(context.count, context) : character;
      at += 1;
    }
  }
  return result;
}

/** What an argument stands for; null where there is no value for it. */
function argument(source: string, context: Context): string | null {
  const [, name = "", type, options = ""] = /^\s*(\w+)\s*(?:,\s*(\w+)\s*(?:,([\s\S]*))?)?$/.exec(source) ?? [];
  const value = Object.hasOwn(context.values, name) ? context.values[name] : undefined;
  if (value === undefined) return null;
  if (type === "plural") return fill(chooseForm(options, Number(value), context), { ...context, count: Number(value) });
  return type === "number" ? formatNumber(Number(value), context) : String(value);
}

function chooseForm(options: string, count: number, { language }: Context): string {
  const forms = new Map<string, string>();
  for (let at = 0; ; ) {
    const start = options.indexOf("{", at);
    const end = start < 0 ? -1 : endOfBraces(options, start);
    if (end < 0) break;
    forms.set(options.slice(at, start).trim(), options.slice(start + 1, end));
    at = end + 1;
  }
  return (
    forms.get(`=${count}`) ?? forms.get(pluralRules(language).select(count)) ?? forms.get("other") ?? String(count)
  );
}

/** Where the braces that open at `start` close; -1 where they do not. */
function endOfBraces(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    if (text[at] === "{") depth += 1;
    if (text[at] === "}" && --depth === 0) return at;
  }
  return -1;
}

function formatNumber(value: number, { language }: Context): string {
  return numberFormat(language).format(value);
}
