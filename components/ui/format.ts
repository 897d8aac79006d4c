import { phrase, t } from "@/server/language/text";

/** "1.4 MB": decimal units, as disks and browsers count; whole bytes below 1 kB. */
export function formatBytes(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let amount = bytes;
  let unit = 0;
  while (amount >= 999.5 && unit < units.length - 1) {
    amount /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || amount >= 99.5 ? 0 : 1;
  return `${amount.toFixed(digits)} ${units[unit]}`;
}

/** "3 m 10 s", "0.4 s", "2 h 5 m", "3 d 4 h": the two largest units. */
export function formatDuration(ms: number): string {
  const seconds = Math.max(0, ms) / 1000;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const parts: [number, string, number, string] =
    whole < 3600
      ? [Math.floor(whole / 60), "m", whole % 60, "s"]
      : whole < 86_400
        ? [Math.floor(whole / 3600), "h", Math.floor((whole % 3600) / 60), "m"]
        : [Math.floor(whole / 86_400), "d", Math.floor((whole % 86_400) / 3600), "h"];
  return parts[2] === 0 ? `${parts[0]} ${parts[1]}` : parts.join(" ");
}

/** As formatDuration, but what is still counting is told in whole seconds. */
export function formatWholeSeconds(ms: number): string {
  return ms < 10_000 ? `${Math.max(0, Math.floor(ms / 1000))} s` : formatDuration(ms);
}

const months = [
  phrase("Jan"),
  phrase("Feb"),
  phrase("Mar"),
  phrase("Apr"),
  phrase("May"),
  phrase("Jun"),
  phrase("Jul"),
  phrase("Aug"),
  phrase("Sep"),
  phrase("Oct"),
  phrase("Nov"),
  phrase("Dec"),
];

/** The units of what is not far away, each up to so many seconds. */
const spans = [
  { secondsMax: 59.5, seconds: 1, ago: phrase("{n} s ago"), ahead: phrase("in {n} s") },
  { secondsMax: 3570, seconds: 60, ago: phrase("{n} min ago"), ahead: phrase("in {n} min") },
  { secondsMax: 84_600, seconds: 3600, ago: phrase("{n} h ago"), ahead: phrase("in {n} h") },
  { secondsMax: 7 * 86_400, seconds: 86_400, ago: phrase("{n} d ago"), ahead: phrase("in {n} d") },
];

/** "3 min ago", "in 5 s", and the day itself once it is a week away. */
export function formatRelative(at: Date, now: Date): string {
  const seconds = (at.getTime() - now.getTime()) / 1000;
  const size = Math.abs(seconds);
  if (size < 5) return t("just now");
  const span = spans.find(({ secondsMax }) => size < secondsMax);
  if (!span) return formatDay(at, now);
  return t(seconds < 0 ? span.ago : span.ahead, { n: Math.round(size / span.seconds) });
}

function formatDay(at: Date, now: Date): string {
  const values = dateValues(at);
  return at.getUTCFullYear() === now.getUTCFullYear() ? t("{day} {month}", values) : t("{day} {month} {year}", values);
}

/** "22 Nov 2026, 14:05:09 UTC": the same on the server and in every browser. */
export function formatExact(at: Date): string {
  const two = (n: number) => String(n).padStart(2, "0");
  const time = [at.getUTCHours(), at.getUTCMinutes(), at.getUTCSeconds()].map(two).join(":");
  return t("{day} {month} {year}, {time} UTC", { ...dateValues(at), time });
}

function dateValues(at: Date): { day: number; month: string; year: number } {
  return { day: at.getUTCDate(), month: t(months[at.getUTCMonth()] ?? ""), year: at.getUTCFullYear() };
}
