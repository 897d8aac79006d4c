import type { Parameter } from "./spec";

/** A date or time in the parts that its text named; absent parts are undefined. */
export interface DateParts {
  year?: number;
  month?: number;
  day?: number;
  hour?: number;
  minute?: number;
  second?: number;
}

const PARTS: Record<string, [pattern: string, part?: keyof DateParts]> = {
  Y: ["(\\d{4})", "year"],
  m: ["(1[0-2]|0[1-9]|[1-9])", "month"],
  d: ["(3[01]|[12]\\d|0[1-9]|[1-9])", "day"],
  H: ["(2[0-3]|[0-1]\\d|\\d)", "hour"],
  M: ["([0-5]\\d|\\d)", "minute"],
  S: ["(6[01]|[0-5]\\d|\\d)", "second"],
  y: ["\\d{2}"],
  f: ["\\d{1,6}"],
  I: ["(?:1[0-2]|0?[1-9])"],
  p: ["(?:AM|PM)"],
  j: ["\\d{1,3}"],
  z: ["(?:Z|[+-]\\d{2}:?\\d{2}(?::?\\d{2})?)"],
  "%": ["%"],
};
/** Shorthands and names; names of days, months and zones depend on the locale, any letters do. */
const SHORT: Record<string, string> = { F: "%Y-%m-%d", T: "%H:%M:%S", R: "%H:%M", D: "%m/%d/%y" };

/** The parts of a text in Python's `strptime` format; null when it does not fit or is no real date. */
export function readDate(text: string, strptime: string): DateParts | null {
  const names: (keyof DateParts)[] = [];
  const format = strptime.replace(/%([FTRD])/g, (_, letter: string) => SHORT[letter] ?? "");
  const pattern = format.replace(/%(.)|\s+|[.*+?^${}()|[\]\\]/g, (match, letter: string | undefined) => {
    if (letter === undefined) return /^\s/.test(match) ? "\\s+" : `\\${match}`;
    const [source, part] = PARTS[letter] ?? ["\\p{L}[\\p{L}\\d.]*"];
    if (part) names.push(part);
    return source;
  });
  const found = new RegExp(`^${pattern}$`, "iu").exec(text.trim());
  if (!found) return null;
  const parts: DateParts = {};
  for (const [index, name] of names.entries()) parts[name] = Number(found[index + 1]);
  return isReal(parts) ? parts : null;
}

/**
 * The ISO text that an HTML date, datetime-local or time input gives, in the script's own `strptime` format. As it is
 * where it is something else, or where the format would lose a part of it or need one that it does not have.
 */
export function fromInput(iso: string, strptime: string | undefined): string {
  if (strptime === undefined || !canWrite(strptime)) return iso;
  const found = /^(?:(\d{4})-(\d{2})-(\d{2}))?(?:(?:^|[T ])(\d{2}):(\d{2})(?::(\d{2}))?)?$/.exec(iso);
  if (!found || found[0] === "") return iso;
  const [, year, month, day, hour, minute, second] = found;
  const format = strptime.replace(/%([FTRD])/g, (_, letter: string) => SHORT[letter] ?? "");
  const letters = new Set([...format.matchAll(/%(.)/g)].map(([, letter]) => letter));
  const writes = (...anyOf: string[]): boolean => anyOf.some((letter) => letters.has(letter));
  const writesDate = writes("Y", "y", "m", "d");
  const writesTime = writes("H", "M", "S");
  const isLost =
    (hour !== undefined && !writesTime) || (year !== undefined && !writesDate) || (Number(second) > 0 && !writes("S"));
  const isMissing = year === undefined && writesDate;
  const isOtherCentury = writes("y") && (Number(year) < 1969 || Number(year) > 2068);
  if (isLost || isMissing || isOtherCentury) return iso;
  const words: Record<string, string | undefined> = {
    Y: year,
    y: year?.slice(2),
    m: month,
    d: day,
    H: hour ?? "00",
    M: minute ?? "00",
    S: second ?? "00",
    f: "000000",
    "%": "%",
  };
  return format.replace(/%(.)/g, (_, letter: string) => words[letter] ?? "");
}

/** The formats in which the script reads a date; none where they are not known. */
export function formatsOf({ strptime, strptimeFormats }: Pick<Parameter, "strptime" | "strptimeFormats">): string[] {
  return strptimeFormats ?? (strptime === undefined ? [] : [strptime]);
}

/** Whether an HTML input's date can be written in this format without inventing a part. */
export function canWrite(strptime: string): boolean {
  return [...strptime.matchAll(/%(.)/g)].every(([, letter = ""]) => "YmdHMSyfFTRD%".includes(letter));
}

function isReal({ year, month, day }: DateParts): boolean {
  if (day === undefined || month === undefined) return true;
  const date = new Date(Date.UTC(year ?? 1900, month - 1, day));
  if (year !== undefined && year < 100) date.setUTCFullYear(year);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}
