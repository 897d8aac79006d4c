/**
 * The pattern of the texts that Python's strptime reads in one of these formats; undefined where one of them says what
 * patterns here do not know. That a date exists (no 30 February) is for checkValues. Source: CPython's _strptime.py.
 */
export function datePattern(formats: readonly string[]): string | undefined {
  const patterns = formats.map(patternOf);
  return patterns.every((one) => one !== undefined) ? `^(?:${patterns.join("|")})$` : undefined;
}

function patternOf(format: string): string | undefined {
  const parts = format.match(/%.|\s+|[^%\s]/gsu) ?? [];
  const patterns = parts.map((part) => {
    if (part.startsWith("%")) return CODES[part.slice(1)];
    return /^\s/.test(part) ? "\\s+" : literal(part);
  });
  return patterns.every((one) => one !== undefined) ? patterns.join("") : undefined;
}

/** A character of a format, which strptime reads in upper and in lower case. */
function literal(character: string): string {
  const [upper, lower] = [character.toUpperCase(), character.toLowerCase()];
  if (upper !== lower && upper.length === 1 && lower.length === 1) return `[${upper}${lower}]`;
  return /[\\^$.*+?()[\]{}|/]/.test(character) ? `\\${character}` : character;
}

/** Names as strptime knows them in the C locale. */
const names = (list: string): string => `(?:${list.split(" ").map(anyCase).join("|")})`;
const anyCase = (name: string): string => [...name].map(literal).join("");

const year = "(?:[1-9]\\d{3}|0[1-9]\\d\\d|00[1-9]\\d|000[1-9])";
const month = "(?:1[0-2]|0[1-9]|[1-9])";
const day = "(?:3[01]|[12]\\d|0[1-9]|[1-9])";
const hour = "(?:2[0-3]|[01]\\d|\\d)";
const sixty = "(?:[0-5]\\d|\\d)";

const CODES: Record<string, string | undefined> = {
  Y: year,
  y: "\\d\\d",
  m: month,
  d: day,
  H: hour,
  M: sixty,
  S: sixty,
  I: "(?:1[0-2]|0[1-9]|[1-9])",
  p: "[AaPp][Mm]",
  f: "\\d{1,6}",
  j: "(?:36[0-5]|3[0-5]\\d|[12]\\d\\d|0[1-9]\\d|00[1-9])",
  z: "(?:Z|[+-](?:0\\d|1\\d|2[0-3]):?[0-5]\\d)",
  F: `${year}-${month}-${day}`,
  T: `${hour}:${sixty}:${sixty}`,
  R: `${hour}:${sixty}`,
  D: `${month}\\/${day}\\/\\d\\d`,
  b: names("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"),
  B: names("January February March April May June July August September October November December"),
  a: names("Mon Tue Wed Thu Fri Sat Sun"),
  A: names("Monday Tuesday Wednesday Thursday Friday Saturday Sunday"),
  "%": "%",
};

const isoDate = `${year}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01])`;
const isoTime = "(?:[01]\\d|2[0-3])(?::[0-5]\\d(?::[0-5]\\d(?:\\.\\d{3}(?:\\d{3})?)?)?)?";
const isoZone = "(?:[+-](?:[01]\\d|2[0-3]):[0-5]\\d)?";

/** What `fromisoformat` reads in every version of Python. */
export const isoDatePatterns = {
  date: `^${isoDate}$`,
  "date-time": `^${isoDate}(?:[T ]${isoTime}${isoZone})?$`,
  time: `^${isoTime}${isoZone}$`,
};
