import { readDate } from "./dates";

/** A value as an HTML date, datetime-local or time input needs it; null if it is not such a date. */
export function toInput(text: string, formats: readonly string[], kind: "date" | "datetime" | "time"): string | null {
  const pad = (value: number | undefined): string => String(value ?? 0).padStart(2, "0");
  for (const format of formats.length > 0 ? formats : ISO[kind]) {
    const parts = readDate(text, format);
    if (!parts) continue;
    const time = `${pad(parts.hour)}:${pad(parts.minute)}${parts.second ? `:${pad(parts.second)}` : ""}`;
    if (kind === "time") return time;
    if (parts.year === undefined || !parts.month || !parts.day) return null;
    const date = `${String(parts.year).padStart(4, "0")}-${pad(parts.month)}-${pad(parts.day)}`;
    return kind === "date" ? date : `${date}T${time}`;
  }
  return null;
}

const ISO = {
  date: ["%Y-%m-%d"],
  datetime: ["%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d"],
  time: ["%H:%M:%S", "%H:%M"],
};
