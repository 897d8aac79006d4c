import { dateFormat, listFormat, numberFormat, relativeTimeFormat, significantFormat, unitFormat } from "./intl";
import type { Language } from "./languages";
import { currentLanguage, t } from "./text";

// Numbers, times and sizes as the reader's language writes them, by `Intl`. The versions of its data in Node.js and in a
// browser can differ by a space or a full stop: elements that both of them write carry `suppressHydrationWarning`.
// The server does not know the reader's time zone and uses UTC; pages pass theirs (components/ui/use-time-zone.ts).

/** "1.4 MB", "1,4 Mo": decimal units, as disks and browsers count; whole bytes below 1 kB. */
export function formatBytes(bytes: number): string {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"] as const;
  let amount = bytes;
  let unit = 0;
  while (amount >= 999.5 && unit < units.length - 1) {
    amount /= 1000;
    unit += 1;
  }
  if (unit === 0) return t("{count, plural, one {# byte} other {# bytes}}", { count: bytes });
  return unitFormat(currentLanguage(), {
    unit: units[unit] ?? "terabyte",
    unitDisplay: "short",
    digits: amount >= 99.5 ? 0 : 1,
  }).format(amount);
}

/** "3m 10s", "0.4s", "<0.1s", "2h 5m", "4d": the two largest units, the smaller one only where it is not zero. */
export function formatDuration(ms: number): string {
  const language = currentLanguage();
  const seconds = Math.max(0, ms) / 1000;
  if (seconds < 0.05) return `<${formatUnit(language, { amount: 0.1, unit: "second", digits: 1 })}`;
  if (seconds < 9.95) return formatUnit(language, { amount: seconds, unit: "second", digits: 1 });
  const rounded = Math.round(seconds);
  const large = durationUnits.find((unit) => rounded >= unit.seconds) ?? smallestUnit;
  const small = durationUnits[durationUnits.indexOf(large) + 1];
  const parts = [{ amount: Math.floor(rounded / large.seconds), unit: large.unit }];
  const rest = small ? Math.floor((rounded % large.seconds) / small.seconds) : 0;
  if (small && rest > 0) parts.push({ amount: rest, unit: small.unit });
  return parts.map((part) => formatUnit(language, { ...part, digits: 0 })).join(" ");
}

/** Like formatDuration, in whole seconds: for a time that is still counting. */
export function formatCoarseDuration(ms: number): string {
  if (ms >= 10_000) return formatDuration(ms);
  return formatUnit(currentLanguage(), { amount: Math.max(0, Math.floor(ms / 1000)), unit: "second", digits: 0 });
}

/** "3 min ago", "in 5 sec", and the date once it is a week away. */
export function formatRelative(at: Date, now: Date, timeZone = "UTC"): string {
  const seconds = (at.getTime() - now.getTime()) / 1000;
  const size = Math.abs(seconds);
  if (size < 5) return t("just now");
  const step = relativeUnits.find(({ secondsMax }) => size < secondsMax);
  if (step) return relativeTimeFormat(currentLanguage()).format(Math.round(seconds / step.seconds), step.unit);
  const year = yearOf(at, timeZone) === yearOf(now, timeZone) ? undefined : "numeric";
  return dateFormat(currentLanguage(), { day: "numeric", month: "short", year, timeZone }).format(at);
}

/** "22 Nov 2026, 14:05:09 UTC". */
export function formatExact(at: Date, timeZone = "UTC"): string {
  const style = { dateStyle: "medium", timeStyle: "long", hourCycle: "h23", timeZone } as const;
  return dateFormat(currentLanguage(), style).format(at);
}

/** "22 Nov 2026". */
export function formatDate(at: Date, timeZone = "UTC"): string {
  return dateFormat(currentLanguage(), { dateStyle: "medium", timeZone }).format(at);
}

function yearOf(at: Date, timeZone: string): string {
  return dateFormat("en", { year: "numeric", timeZone }).format(at);
}

/** "1,234.5", with at most `digits` decimals. */
export function formatNumber(value: number, digits = 3): string {
  return numberFormat(currentLanguage(), digits).format(value);
}

/** "1,234.6", with at most `digits` digits in all. */
export function formatSignificant(value: number, digits: number): string {
  return significantFormat(currentLanguage(), digits).format(value);
}

/** "a, b and c". */
export function formatList(items: readonly string[]): string {
  return listFormat(currentLanguage()).format(items);
}

const smallestUnit = { unit: "second", seconds: 1 } as const;
const durationUnits = [
  { unit: "day", seconds: 86_400 },
  { unit: "hour", seconds: 3600 },
  { unit: "minute", seconds: 60 },
  smallestUnit,
] as const;

/** The units of a time that is near, each up to so many seconds. */
const relativeUnits = [
  { secondsMax: 59.5, seconds: 1, unit: "second" },
  { secondsMax: 3570, seconds: 60, unit: "minute" },
  { secondsMax: 84_600, seconds: 3600, unit: "hour" },
  { secondsMax: 7 * 86_400, seconds: 86_400, unit: "day" },
] as const;

function formatUnit(language: Language, part: { amount: number; unit: string; digits: number }): string {
  const { amount, unit, digits } = part;
  // The narrow units of Japanese are Latin letters.
  const unitDisplay = language === "ja" ? "short" : "narrow";
  return unitFormat(language, { unit, unitDisplay, digits }).format(amount);
}
