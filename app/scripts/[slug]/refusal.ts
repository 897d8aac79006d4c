import { randomBytes } from "node:crypto";
import { z } from "zod";
import { refusalCookie } from "@/server/auth/from-request/cookies";
import type { FieldErrors } from "@/server/errors";
import { t } from "@/server/language/text";

// A form that a browser without JavaScript sends and that is refused comes back: what was typed is in the address, and
// the messages are in a cookie. An address can come from anyone, so it never contains a text for the page to show.

/** The parameter of the address of a form that came back. */
export const REFUSED = "__refused";
/** The longest address that a browser without JavaScript is sent to. */
const ADDRESS_MAX = 6_000;
/** A browser drops a cookie of more than 4,096 bytes; base64 makes this a third longer. */
const COOKIE_BYTES_MAX = 2_700;

/** The way back to the form, with what was typed and the messages. */
export function toRefusal(
  slug: string,
  { prefill, errors }: { prefill: [string, string][]; errors: FieldErrors },
  headers: Headers,
): { location: string; cookie: string } {
  const id = randomBytes(6).toString("base64url");
  const query = new URLSearchParams({ [REFUSED]: id });
  for (const [name, value] of prefill) {
    if (query.toString().length + encodeURIComponent(value).length < ADDRESS_MAX) query.append(name, value);
  }
  const json = Buffer.from(JSON.stringify({ id, errors }));
  const text = json.length > COOKIE_BYTES_MAX ? "" : json.toString("base64url");
  return { location: `/scripts/${encodeURIComponent(slug)}/?${query}`, cookie: refusalCookie(text, headers) };
}

const refusal = z.object({ id: z.string(), errors: z.record(z.string(), z.array(z.string())) });

/**
 * The messages of the cookie in sentences; a general one if the cookie is missing, is about another form, or would have
 * been too long. `id` is in the address.
 */
export function readRefusals(id: string, cookie: string | undefined): string[] {
  const parsed = refusal.safeParse(parseJson(Buffer.from(cookie ?? "", "base64url").toString()));
  if (!parsed.success || parsed.data.id !== id) return [t("Some fields need to be corrected.")];
  return Object.entries(parsed.data.errors).map(([path, messages]) =>
    path === "__all__"
      ? messages.join(" ")
      : `${path.replace(/^\$/, "").replaceAll("_", " ").replaceAll(".", " › ")}: ${messages.join(" ")}`,
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
