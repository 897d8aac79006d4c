import type { z } from "zod";

/** The query of a page, as Next hands it over. */
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
