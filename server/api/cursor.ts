import { z } from "zod";
import { invalidInput } from "@/server/errors";
import { t } from "@/server/language/text";

/** The `next` of a page: what the last item is sorted by, as an opaque text. */
export function toCursor(keyset: readonly (string | number | null)[]): string {
  return Buffer.from(JSON.stringify(keyset)).toString("base64url");
}

/** What `toCursor` wrote; undefined for no cursor. @throws invalid for a text that it did not write */
export function fromCursor<Schema extends z.ZodType>(schema: Schema, after: string | undefined) {
  if (after === undefined) return undefined;
  const parsed = schema.safeParse(parse(after));
  if (parsed.success) return parsed.data;
  const detail = t("This is not the `next` of a page of this list.");
  throw invalidInput(detail, [{ parameter: "after", detail, given: after }]);
}

/** A cursor of one id. */
export const idCursor = z.tuple([z.int32()]);

function parse(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, "base64url").toString());
  } catch {
    return null;
  }
}
