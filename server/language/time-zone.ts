const dayMs = 86_400_000;

/** Whether this is the name of a time zone, such as Europe/Berlin. */
export function isTimeZone(text: string): boolean {
  try {
    return text !== "" && Boolean(new Intl.DateTimeFormat("en", { timeZone: text }));
  } catch {
    return false;
  }
}

/** When a day such as 2026-11-22 starts in a time zone. */
export function startOfDay(day: string, timeZone: string): Date {
  return toInstant(Date.parse(`${day}T00:00:00Z`), timeZone);
}

/** When a day such as 2026-11-22 ends in a time zone. */
export function endOfDay(day: string, timeZone: string): Date {
  return toInstant(Date.parse(`${day}T00:00:00Z`) + dayMs, timeZone);
}

/** When the clocks of a time zone show what those of UTC show at `clock`. */
function toInstant(clock: number, timeZone: string): Date {
  const first = clock - offsetAt(clock, timeZone);
  // The offset may be another one there, because the clocks change.
  return new Date(clock - offsetAt(first, timeZone));
}

function offsetAt(at: number, timeZone: string): number {
  const format = new Intl.DateTimeFormat("en", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1000) * 1000;
}
