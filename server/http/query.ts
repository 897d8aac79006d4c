import { z } from "zod";
import { isTimeZone } from "@/server/language/time-zone";

/** The query of a page, as Next passes it. */
export type SearchParams = Record<string, string | string[] | undefined>;

/**
 * The query of a request or of a page, by a schema of texts. Of a repeated parameter the first value counts.
 * @throws ZodError, which `api` answers as `invalid`
 */
export function readQuery<Schema extends z.ZodType>(schema: Schema, query: Request | SearchParams): z.output<Schema> {
  const values = query instanceof Request ? [...new URL(query.url).searchParams].reverse() : Object.entries(query);
  return schema.parse(
    Object.fromEntries(values.map(([name, value]) => [name, Array.isArray(value) ? value[0] : value])),
  );
}

/** All texts of a page's query, for a page whose query has names that a script chooses. */
export function toSearchParams(query: SearchParams): URLSearchParams {
  const entries = Object.entries(query).flatMap(([name, value]) =>
    [value ?? []].flat().map((text): [string, string] => [name, text]),
  );
  return new URLSearchParams(entries);
}

/** A text of a query: trimmed, and "" if there is none. */
export const queryText = z
  .string()
  .catch("")
  .transform((text) => text.trim().slice(0, 300));

/** A day as a date field sends it, such as 2026-11-22; "" for other texts. */
export const queryDay = queryText.transform((text) => {
  const isDay = /^[12]\d{3}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));
  return isDay ? text : "";
});

/** The time zone in which days are meant, such as Europe/Berlin; "UTC" for other texts. */
export const queryTimeZone = queryText.transform((text) => (isTimeZone(text) ? text : "UTC"));
